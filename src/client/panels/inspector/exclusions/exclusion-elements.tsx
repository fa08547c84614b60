'use client';
import { clsx } from 'clsx';
import type { ExclusionElement } from '../../edits/exclusion-edits';
import { exclusionOperators, operatorProblem, withOperator } from '../../edits/exclusion-edits';
import { replaced } from '../../edits/sequence';
import { ComboField } from '../../fields/combo-field';
import { inputLook } from '../../fields/text-field';
import type { CommitProblem } from '../../fields/use-committed-text';
import { useSession } from '../../session/project-session';
import { ElementList } from '../indexes/element-list';

type ExclusionElementsProps = {
  readonly tableId: string;
  readonly label: string;
  readonly elements: readonly ExclusionElement[];
  readonly columnRefs: Readonly<Record<string, string>> | undefined;
  readonly method: string | undefined;
  readonly isReadOnly: boolean;
  readonly onChange: (elements: readonly ExclusionElement[]) => CommitProblem;
};

/** What an exclusion constraint compares, in order: a column or expression and its operator. */
export function ExclusionElements(props: ExclusionElementsProps) {
  const { elements, isReadOnly, onChange, method = 'gist' } = props;
  const session = useSession();
  return (
    <ElementList
      {...props}
      method={method}
      testId="exclusion-element"
      complete={(element) => withOperator(session.store.state(), element)}
      beside={(element, at) => (
        <div className="w-16 shrink-0 py-px">
          <ComboField
            label={`Operator ${at + 1}`}
            value={element.operator}
            isReadOnly={isReadOnly}
            commit={(text) =>
              operatorProblem(text) ?? onChange(replaced(elements, at, { ...element, operator: text.trim() }))
            }
            suggest={() => exclusionOperators}
            className={clsx(inputLook, 'h-6 px-1.5 text-center font-mono text-xs')}
            testId="exclusion-operator"
          />
        </div>
      )}
    />
  );
}
