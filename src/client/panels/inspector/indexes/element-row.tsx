'use client';
import { clsx } from 'clsx';
import { SlidersHorizontal } from 'lucide-react';
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { IndexElement } from '../../../../core/schema/body-parts';
import type { ElementOptions } from '../../edits/index-edits';
import { isOrdered } from '../../edits/index-edits';
import type { Suggestion } from '../../fields/combo-field';
import { ComboField } from '../../fields/combo-field';
import { inputLook } from '../../fields/text-field';
import type { CommitProblem } from '../../fields/use-committed-text';
import { IconButton } from '../../ui/icon-button';
import { Select } from '../../ui/select';
import { suggestCollations } from '../collations';
import { suggestOpclasses } from './opclasses';

type ElementRowProps = {
  readonly name: string;
  readonly element: IndexElement;
  readonly method: string | undefined;
  readonly isReadOnly: boolean;
  readonly suggest: (typed: string) => readonly Suggestion[];
  readonly write: (text: string) => CommitProblem;
  readonly onChange: (options: ElementOptions) => CommitProblem;
  readonly children?: ReactNode;
};

/** One column or expression of an index; its order, collation and operator class below when they are asked for. */
export function ElementRow(props: ElementRowProps) {
  const { name, element, method, isReadOnly, suggest, write, onChange: run } = props;
  const [isOpen, setOpen] = useState(false);
  const options = optionWords(element);
  return (
    <>
      <div className="flex items-center gap-1">
        <div className="min-w-0 flex-1">
          <ComboField
            label={`Element ${name}`}
            value={name}
            commit={write}
            suggest={suggest}
            isReadOnly={isReadOnly}
            className={clsx(
              'h-6.5 w-full min-w-0 truncate rounded-[5px] bg-transparent px-1.5 focus-visible:outline-offset-0',
              'expression' in element ? 'font-mono text-xs' : 'text-sm',
            )}
          />
        </div>
        {props.children}
        {!isOpen && options !== '' && (
          <span className="max-w-28 shrink-0 truncate text-2xs text-ink-mute" title={options}>
            {options}
          </span>
        )}
        {!isReadOnly && (
          <IconButton
            size="small"
            icon={SlidersHorizontal}
            label={`Order, collation and operator class of ${name}`}
            aria-expanded={isOpen}
            className={clsx(
              'group-focus-within/row:opacity-100 group-hover/row:opacity-100',
              !isOpen && 'md:opacity-0',
            )}
            onClick={() => setOpen(!isOpen)}
          />
        )}
      </div>
      {isOpen && <ElementFields name={name} element={element} method={method} run={run} />}
    </>
  );
}

const directions = [
  { value: 'asc', label: 'Ascending' },
  { value: 'desc', label: 'Descending' },
] as const;

const nullPlaces = [
  { value: 'usual', label: 'NULLs as usual' },
  { value: 'first', label: 'NULLs first' },
  { value: 'last', label: 'NULLs last' },
] as const;

function ElementFields(props: {
  readonly name: string;
  readonly element: IndexElement;
  readonly method: string | undefined;
  readonly run: (options: ElementOptions) => CommitProblem;
}) {
  const { name, element, method, run } = props;
  return (
    <div className="flex flex-col gap-1 pb-1 pl-1.5">
      {isOrdered(method) && (
        <>
          <Select
            aria-label={`Direction of ${name}`}
            className="w-full"
            value={element.direction ?? 'asc'}
            options={directions}
            onValue={(chosen) => run({ direction: chosen === 'desc' ? 'desc' : undefined })}
          />
          <Select
            aria-label={`Where NULLs of ${name} stand`}
            className="w-full"
            value={element.nulls ?? 'usual'}
            options={nullPlaces}
            onValue={(chosen) => run({ nulls: chosen === 'first' || chosen === 'last' ? chosen : undefined })}
          />
        </>
      )}
      <ComboField
        label={`Collation of ${name}`}
        value={element.collation ?? ''}
        placeholder="Collation: of the column"
        commit={(text) => run({ collation: text.trim() || undefined })}
        suggest={suggestCollations}
        className={clsx(inputLook, 'h-7 font-mono text-xs')}
      />
      <ComboField
        label={`Operator class of ${name}`}
        value={element.opclass ?? ''}
        placeholder="Operator class: usual"
        commit={(text) => run({ opclass: text.trim() || undefined })}
        suggest={(typed) => suggestOpclasses(method, typed)}
        className={clsx(inputLook, 'h-7 font-mono text-xs')}
      />
    </div>
  );
}

/** `desc nulls last text_pattern_ops`: what is not as usual. */
function optionWords({ direction, nulls, opclass, collation }: IndexElement): string {
  const order = direction === 'desc' ? 'desc' : '';
  const place = nulls === undefined ? '' : `nulls ${nulls}`;
  return [collation ?? '', order, place, opclass ?? ''].filter((word) => word !== '').join(' ');
}
