'use client';
import type { MemoryState } from '../../../../core/schema/memory-state';
import { changeCheck, expressionProblem, presentText } from '../../edits/check-edits';
import type { Patch } from '../../edits/operations';
import { TextField } from '../../fields/text-field';
import { useDerived, useRecord, useValue } from '../../session/hooks';
import { useSession } from '../../session/project-session';
import { CheckBox } from '../../ui/check-box';
import { DetailLine } from '../detail-line';
import { MoreOptions } from '../more-options';
import { DeletePart, PartComment, PartName } from '../part-fields';

/** The expression with the present names of its columns. */
function expressionOf(state: MemoryState, id: string): string {
  const check = state.live(id, 'check');
  return check ? presentText(state, check.body.expression, check.body.columnRefs) : '';
}

/** Everything about a check constraint. */
export function CheckEditor({ id }: { readonly id: string }) {
  const session = useSession();
  const check = useRecord(id, 'check');
  const expression = useDerived(expressionOf, id);
  const isReadOnly = useValue(session.isReadOnly);
  if (!check) return null;
  const { name, comment, tableId, notValid, noInherit, notEnforced } = check.body;
  const run = (patch: Patch<'check'>) => session.run(changeCheck(check, patch));
  return (
    <>
      <DetailLine label="Holds">
        <TextField
          label={`Expression of ${name}`}
          isLabelHidden
          isMono
          rows={1}
          isReadOnly={isReadOnly}
          value={expression}
          testId="check-expression"
          place={{ recordId: id, field: 'expression' }}
          commit={(text) => expressionProblem(text) ?? run({ expression: text.trim() })}
        />
      </DetailLine>
      <PartName recordId={id} name={name} isReadOnly={isReadOnly} rename={(text) => run({ name: text })} />
      <PartComment
        recordId={id}
        name={name}
        comment={comment}
        isReadOnly={isReadOnly}
        write={(text) => run({ comment: text })}
      />
      <MoreOptions key={id} set={[notValid, noInherit, notEnforced].filter((one) => one === true).length}>
        <CheckBox
          label="Not valid yet"
          hint="NOT VALID: rows that are there already are not checked until you validate it."
          isOn={notValid ?? false}
          isReadOnly={isReadOnly}
          testId="not-valid"
          onChange={(isOn) => run({ notValid: isOn || null })}
        />
        <CheckBox
          label="For this table alone"
          hint="NO INHERIT: tables that inherit from it do not get this check."
          isOn={noInherit ?? false}
          isReadOnly={isReadOnly}
          testId="no-inherit"
          onChange={(isOn) => run({ noInherit: isOn || null })}
        />
        <CheckBox
          label="Not enforced"
          hint="NOT ENFORCED (PostgreSQL 18): it is written down, and holds nobody back."
          isOn={notEnforced ?? false}
          isReadOnly={isReadOnly}
          testId="not-enforced"
          onChange={(isOn) => run({ notEnforced: isOn || null })}
        />
      </MoreOptions>
      {!isReadOnly && <DeletePart id={id} tableId={tableId} label="Delete check" />}
    </>
  );
}
