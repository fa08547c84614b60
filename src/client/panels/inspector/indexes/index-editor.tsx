'use client';
import type { MemoryState } from '../../../../core/schema/memory-state';
import type { SchemaRecord } from '../../../../core/schema/record';
import { expressionProblem, presentText } from '../../edits/check-edits';
import { canInclude, changeIndex, changeMethod, indexMethods, isOrdered } from '../../edits/index-edits';
import type { Patch } from '../../edits/operations';
import { TextField } from '../../fields/text-field';
import type { CommitProblem } from '../../fields/use-committed-text';
import { useDerived, useRecord, useValue } from '../../session/hooks';
import { useSession } from '../../session/project-session';
import { Select } from '../../ui/select';
import { DetailLine } from '../detail-line';
import { ColumnSequence } from '../keys/column-sequence';
import { NullsField } from '../keys/key-editor';
import { MoreOptions } from '../more-options';
import { DeletePart, PartComment, PartName } from '../part-fields';
import { StorageField, TablespaceField } from '../storage-fields';
import { ElementList } from './element-list';

type IndexRun = (patch: Patch<'index'>) => CommitProblem;

type IndexFieldsProps = {
  readonly index: SchemaRecord<'index'>;
  readonly isReadOnly: boolean;
  readonly run: IndexRun;
};

/** Everything about an index. */
export function IndexEditor({ id }: { readonly id: string }) {
  const session = useSession();
  const index = useRecord(id, 'index');
  const isReadOnly = useValue(session.isReadOnly);
  if (!index) return null;
  const {
    name,
    tableId,
    elements,
    columnRefs,
    method,
    include = [],
    comment,
    storage,
    tablespace,
  } = index.body;
  const run: IndexRun = (patch) => {
    const problem = session.run(changeIndex(index, patch));
    // With its last element the index is gone: the table stays.
    if (problem === null && patch.elements?.length === 0) session.selection.set(new Set([tableId]));
    return problem;
  };
  return (
    <>
      <PartName recordId={id} name={name} isReadOnly={isReadOnly} rename={(text) => run({ name: text })} />
      <DetailLine label="Columns">
        <ElementList
          tableId={tableId}
          label={`Elements of ${name}`}
          elements={elements}
          columnRefs={columnRefs}
          method={method}
          isReadOnly={isReadOnly}
          complete={(element) => element}
          onChange={(next) => run({ elements: [...next] })}
        />
      </DetailLine>
      <PredicateField index={index} isReadOnly={isReadOnly} run={run} />
      <KindFields index={index} isReadOnly={isReadOnly} run={run} />
      {canInclude(method) && (
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
      )}
      <PartComment
        recordId={id}
        name={name}
        comment={comment}
        isReadOnly={isReadOnly}
        write={(text) => run({ comment: text })}
      />
      <MoreOptions key={id} set={[storage, tablespace].filter((one) => one !== undefined).length}>
        <StorageField record={index} isReadOnly={isReadOnly} write={(text) => run({ storage: text })} />
        <TablespaceField record={index} isReadOnly={isReadOnly} write={(text) => run({ tablespace: text })} />
      </MoreOptions>
      {!isReadOnly && <DeletePart id={id} tableId={tableId} label="Delete index" />}
    </>
  );
}

function predicateOf(state: MemoryState, id: string): string {
  const index = state.live(id, 'index');
  if (index?.body.predicate === undefined) return '';
  return presentText(state, index.body.predicate, index.body.columnRefs);
}

function PredicateField({ index, isReadOnly, run }: IndexFieldsProps) {
  const predicate = useDerived(predicateOf, index.id);
  return (
    <DetailLine label="Where">
      <TextField
        label={`Rows that ${index.body.name} holds`}
        isLabelHidden
        isMono
        isReadOnly={isReadOnly}
        value={predicate}
        placeholder="all rows"
        testId="index-predicate"
        place={{ recordId: index.id, field: 'predicate' }}
        commit={(text) => {
          if (text.trim() === '') return run({ predicate: null });
          return expressionProblem(text) ?? run({ predicate: text.trim() });
        }}
      />
    </DetailLine>
  );
}

function KindFields({ index, isReadOnly, run }: IndexFieldsProps) {
  const session = useSession();
  const { name, unique, method = 'btree', nullsNotDistinct } = index.body;
  const methods = [...new Set([...indexMethods, method])].map((value) => ({ value, label: value }));
  return (
    <>
      <DetailLine label="Kind">
        <div className="flex items-center gap-3">
          <Select
            aria-label={`Access method of ${name}`}
            value={method}
            options={methods}
            disabled={isReadOnly}
            onValue={(chosen) => session.run(changeMethod(index, chosen))}
          />
          <label className="flex items-center gap-1.5 text-xs text-ink-soft">
            <input
              type="checkbox"
              className="accent-accent"
              checked={unique ?? false}
              disabled={isReadOnly || !isOrdered(method)}
              data-testid="index-unique"
              onChange={({ target }) =>
                run(target.checked ? { unique: true } : { unique: null, nullsNotDistinct: null })
              }
            />
            Unique
          </label>
        </div>
      </DetailLine>
      {unique && (
        <NullsField
          name={name}
          areEqual={nullsNotDistinct ?? false}
          isReadOnly={isReadOnly}
          onChange={(areEqual) => run({ nullsNotDistinct: areEqual || null })}
        />
      )}
    </>
  );
}
