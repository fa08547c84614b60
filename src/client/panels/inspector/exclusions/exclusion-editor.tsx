'use client';
import type { MemoryState } from '../../../../core/schema/memory-state';
import type { SchemaRecord } from '../../../../core/schema/record';
import { orNothing } from '../../edits/change';
import { expressionProblem, presentText } from '../../edits/check-edits';
import { deferrabilityOf, deferrabilityPatch } from '../../edits/deferrability';
import { changeExclusion, exclusionMethods } from '../../edits/exclusion-edits';
import type { Patch } from '../../edits/operations';
import { TextField } from '../../fields/text-field';
import type { CommitProblem } from '../../fields/use-committed-text';
import { useDerived, useRecord, useValue } from '../../session/hooks';
import { useSession } from '../../session/project-session';
import { Select } from '../../ui/select';
import { DetailLine } from '../detail-line';
import { ColumnSequence } from '../keys/column-sequence';
import { DeferrabilityField } from '../keys/deferrability-field';
import { MoreOptions } from '../more-options';
import { DeletePart, PartComment, PartName } from '../part-fields';
import { StorageField, TablespaceField } from '../storage-fields';
import { ExclusionElements } from './exclusion-elements';

/** The condition with the present names of its columns. */
function predicateOf(state: MemoryState, id: string): string {
  const exclusion = state.live(id, 'exclusion');
  if (exclusion?.body.predicate === undefined) return '';
  return presentText(state, exclusion.body.predicate, exclusion.body.columnRefs);
}

/** Everything about an exclusion constraint. */
export function ExclusionEditor({ id }: { readonly id: string }) {
  const session = useSession();
  const exclusion = useRecord(id, 'exclusion');
  const predicate = useDerived(predicateOf, id);
  const isReadOnly = useValue(session.isReadOnly);
  if (!exclusion) return null;
  const { name, tableId, elements, columnRefs, method = 'gist', comment } = exclusion.body;
  const run = (patch: Patch<'exclusion'>): CommitProblem => {
    const problem = session.run(changeExclusion(exclusion, patch));
    // With its last element the constraint is gone: the table stays.
    if (problem === null && patch.elements?.length === 0) session.selection.set(new Set([tableId]));
    return problem;
  };
  const methods = [...new Set([...exclusionMethods, method])].map((value) => ({ value, label: value }));
  return (
    <>
      <PartName recordId={id} name={name} isReadOnly={isReadOnly} rename={(text) => run({ name: text })} />
      <DetailLine label="No two with">
        <ExclusionElements
          tableId={tableId}
          label={`Elements of ${name}`}
          elements={elements}
          columnRefs={columnRefs}
          method={method}
          isReadOnly={isReadOnly}
          onChange={(next) => run({ elements: [...next] })}
        />
      </DetailLine>
      <DetailLine label="Where">
        <TextField
          label={`Rows that ${name} compares`}
          isLabelHidden
          isMono
          isReadOnly={isReadOnly}
          value={predicate}
          placeholder="all rows"
          testId="exclusion-predicate"
          place={{ recordId: id, field: 'predicate' }}
          commit={(text) =>
            text.trim() === ''
              ? run({ predicate: null })
              : (expressionProblem(text) ?? run({ predicate: text.trim() }))
          }
        />
      </DetailLine>
      <DetailLine label="Kind">
        <Select
          aria-label={`Access method of ${name}`}
          className="w-full"
          value={method}
          options={methods}
          disabled={isReadOnly}
          onValue={(chosen) => run({ method: chosen === 'gist' ? null : chosen })}
        />
      </DetailLine>
      <DeferrabilityField
        name={name}
        value={deferrabilityOf(exclusion.body)}
        isReadOnly={isReadOnly}
        onChange={(choice) => run(deferrabilityPatch(choice))}
      />
      <PartComment
        recordId={id}
        name={name}
        comment={comment}
        isReadOnly={isReadOnly}
        write={(text) => run({ comment: orNothing(text ?? '') })}
      />
      <ExclusionOptions key={id} exclusion={exclusion} isReadOnly={isReadOnly} run={run} />
      {!isReadOnly && <DeletePart id={id} tableId={tableId} label="Delete exclusion" />}
    </>
  );
}

function ExclusionOptions(props: {
  readonly exclusion: SchemaRecord<'exclusion'>;
  readonly isReadOnly: boolean;
  readonly run: (patch: Patch<'exclusion'>) => CommitProblem;
}) {
  const { exclusion, isReadOnly, run } = props;
  const { name, tableId, elements, include = [], storage, tablespace } = exclusion.body;
  const set = [include.length > 0, storage !== undefined, tablespace !== undefined];
  return (
    <MoreOptions set={set.filter((one) => one).length}>
      <DetailLine label="Include">
        <ColumnSequence
          tableId={tableId}
          label={`Columns that ${name} includes`}
          columnIds={include}
          excluded={elements.flatMap((element) => ('columnId' in element ? [element.columnId] : []))}
          isReadOnly={isReadOnly}
          onChange={(ids) => run({ include: ids.length === 0 ? null : [...ids] })}
        />
      </DetailLine>
      <StorageField record={exclusion} isReadOnly={isReadOnly} write={(text) => run({ storage: text })} />
      <TablespaceField
        record={exclusion}
        isReadOnly={isReadOnly}
        write={(text) => run({ tablespace: text })}
      />
    </MoreOptions>
  );
}
