'use client';
import type { ReactNode } from 'react';
import { useCallback } from 'react';
import type { IndexElement } from '../../../../core/schema/body-parts';
import type { MemoryState } from '../../../../core/schema/memory-state';
import { elementText, readElement, retarget, withOptions } from '../../edits/index-edits';
import { moved, replaced, without } from '../../edits/sequence';
import { ComboField } from '../../fields/combo-field';
import type { CommitProblem } from '../../fields/use-committed-text';
import { useDerived } from '../../session/hooks';
import { useSession } from '../../session/project-session';
import { adderLook, useColumnChoices } from '../keys/column-sequence';
import { OrderedList } from '../ordered-list';
import { ElementRow } from './element-row';

type ElementListProps<Element extends IndexElement> = {
  readonly tableId: string;
  readonly label: string;
  readonly elements: readonly Element[];
  /** Which columns the names in the expressions mean. */
  readonly columnRefs: Readonly<Record<string, string>> | undefined;
  readonly method: string | undefined;
  readonly isReadOnly: boolean;
  /** What a column or expression that was just added has to have besides. */
  readonly complete: (element: IndexElement) => Element;
  /** What stands beside the column or expression at a place. */
  readonly beside?: (element: Element, at: number) => ReactNode;
  readonly testId?: string;
  readonly onChange: (elements: readonly Element[]) => CommitProblem;
};

/** The columns and expressions of an index, an exclusion constraint or a partition key, in order, each with its options. */
export function ElementList<Element extends IndexElement>(props: ElementListProps<Element>) {
  const { tableId, label, elements, columnRefs, method, isReadOnly, complete, beside, onChange } = props;
  const session = useSession();
  const derive = useCallback(
    (state: MemoryState, _key: string) => elements.map((one) => elementText(state, one, columnRefs)),
    [elements, columnRefs],
  );
  const names = useDerived(derive, tableId);
  const taken = elements.flatMap((element) => ('columnId' in element ? [element.columnId] : []));
  const { suggest } = useColumnChoices(tableId, taken);
  const write = (text: string, put: (element: IndexElement) => CommitProblem): CommitProblem => {
    const read = readElement(session.store.state(), tableId, text);
    return read.ok ? put(read.element) : read.problem;
  };
  const items = elements.map((element, at) => ({
    key: keyOf(elements, element, at),
    name: names[at] ?? '?',
  }));
  return (
    <OrderedList
      label={label}
      items={items}
      isReadOnly={isReadOnly}
      onMove={(from, to) => onChange(moved(elements, from, to))}
      onRemove={(at) => onChange(without(elements, at))}
      row={(item, at) => {
        const element = elements[at];
        return element ? (
          <ElementRow
            name={item.name}
            element={element}
            method={method}
            isReadOnly={isReadOnly}
            suggest={suggest}
            write={(text) =>
              write(text, (target) => onChange(replaced(elements, at, retarget(element, target))))
            }
            onChange={(options) => onChange(replaced(elements, at, withOptions(element, options)))}
          >
            {beside?.(element, at)}
          </ElementRow>
        ) : null;
      }}
    >
      {!isReadOnly && (
        <ComboField
          label={`Add to ${label}`}
          value=""
          placeholder="Add a column or expression"
          commit={(text) => write(text, (element) => onChange([...elements, complete(element)]))}
          suggest={suggest}
          className={adderLook}
          hintClassName="px-2 pb-1"
          testId={props.testId ?? 'index-element'}
        />
      )}
    </OrderedList>
  );
}

/** The same for an element wherever it moves: one column, or one expression, can stand in it more than once. */
function keyOf(elements: readonly IndexElement[], element: IndexElement, at: number): string {
  const target = (one: IndexElement) => ('columnId' in one ? one.columnId : one.expression);
  const before = elements.slice(0, at).filter((one) => target(one) === target(element)).length;
  return `${target(element)} ${before}`;
}
