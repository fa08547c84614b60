'use client';
import { Trash2 } from 'lucide-react';
import type { SchemaRecord } from '../../../../core/schema/record';
import { expressionProblem } from '../../edits/check-edits';
import { addDomainCheck, changeDomainCheck, deleteDomainCheck } from '../../edits/type-edits';
import { nameProblem } from '../../edits/validate';
import { TextField } from '../../fields/text-field';
import { useSession } from '../../session/project-session';
import { IconButton } from '../../ui/icon-button';

type DomainChecksProps = { readonly record: SchemaRecord<'domain'>; readonly isReadOnly: boolean };

/** The conditions on VALUE: each with its name, and a field that adds the next. */
export function DomainChecks({ record, isReadOnly }: DomainChecksProps) {
  const session = useSession();
  const { name, checks = [] } = record.body;
  return (
    <div className="flex flex-col gap-2">
      {checks.length > 0 && (
        <ul aria-label={`Checks of ${name}`} className="flex flex-col gap-2" data-testid="domain-checks">
          {checks.map((check, at) => (
            <li
              key={check.name}
              className="flex flex-col gap-1 rounded-control bg-sunken p-1.5 ring-1 ring-line ring-inset"
            >
              <div className="flex items-start gap-1">
                <div className="min-w-0 flex-1">
                  <TextField
                    label={`Name of check ${at + 1}`}
                    isLabelHidden
                    isMono
                    isReadOnly={isReadOnly}
                    value={check.name}
                    place={{ recordId: record.id, field: `check ${at} name` }}
                    className="bg-transparent! text-ink-soft! ring-0! focus:bg-raised! aria-invalid:ring-1!"
                    commit={(text) =>
                      nameProblem(text) ?? session.run(changeDomainCheck(record, at, { name: text }))
                    }
                  />
                </div>
                {!isReadOnly && (
                  <IconButton
                    size="small"
                    icon={Trash2}
                    label={`Delete check ${check.name}`}
                    className="mt-0.5"
                    onClick={() => session.run(deleteDomainCheck(record, at))}
                  />
                )}
              </div>
              <TextField
                label={`Expression of ${check.name}`}
                isLabelHidden
                isMono
                rows={1}
                isReadOnly={isReadOnly}
                value={check.expression}
                testId="domain-check"
                place={{ recordId: record.id, field: `check ${at}` }}
                className="bg-raised!"
                commit={(text) =>
                  expressionProblem(text) ??
                  session.run(changeDomainCheck(record, at, { expression: text.trim() }))
                }
              />
            </li>
          ))}
        </ul>
      )}
      {!isReadOnly && (
        <TextField
          label="Add a check"
          isLabelHidden
          isMono
          value=""
          placeholder={checks.length === 0 ? 'Add a check: VALUE > 0' : 'Add a check'}
          testId="domain-add-check"
          commit={(text) => expressionProblem(text) ?? session.run(addDomainCheck(record, text))}
        />
      )}
    </div>
  );
}
