'use client';
import type { FieldPlace } from '../session/use-editing';
import { useEditors } from '../session/use-editing';
import { inkOn } from '../ui/avatar';

/**
 * Who else is in this field: a ring in their colour, their name at its corner, and a sentence under `id` that
 * describes the field. Stands in what is `relative`.
 */
export function EditorMark({ place, id }: { readonly place: FieldPlace; readonly id: string }) {
  const [first, ...more] = useEditors(place);
  if (!first) return null;
  const names = [first, ...more].map(({ name }) => name).join(', ');
  return (
    <span
      data-testid="editor-mark"
      className="pointer-events-none absolute inset-0 z-10 rounded-control border-2"
      style={{ borderColor: first.color }}
    >
      <span
        aria-hidden
        className="absolute -top-2.5 right-1 max-w-[calc(100%-8px)] truncate rounded-[4px] px-1 text-[10px] leading-3.5 font-semibold"
        style={{ background: first.color, color: inkOn(first.color) }}
      >
        {more.length === 0 ? first.name : `${first.name} +${more.length}`}
      </span>
      <span id={id} className="sr-only">
        {names} {more.length === 0 ? 'is' : 'are'} in this field.
      </span>
    </span>
  );
}
