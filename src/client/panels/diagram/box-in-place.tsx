'use client';
import type { CSSProperties, KeyboardEvent } from 'react';
import { useEffect, useRef } from 'react';
import { toast } from 'sonner';
import { noteTextSize } from '../../canvas/geometry/box-geometry';
import { darkTheme, lightTheme, toneOf } from '../../canvas/theme';
import type { Box } from '../edits/box-edits';
import { changeText, textOfBox, textProblem } from '../edits/box-edits';
import { EditorMark } from '../fields/editor-mark';
import { FieldHint } from '../fields/field-hint';
import { useCommittedText } from '../fields/use-committed-text';
import { useRecord, useValue } from '../session/hooks';
import type { ProjectSession } from '../session/project-session';
import { useSession } from '../session/project-session';
import { useIsDark } from '../theme/use-theme';
import { focusCanvas } from '../ui/focus-canvas';

type Follow = (place: () => void) => () => void;

/** The field over the note that is being written or the area that is being named. */
export function BoxInPlace({ follow }: { readonly follow: Follow }) {
  const session = useSession();
  const renaming = useValue(session.renaming);
  const note = useRecord(renaming?.id ?? '', 'note');
  const area = useRecord(renaming?.id ?? '', 'area');
  const box = note ?? area;
  return renaming && box ? <BoxText key={box.id} box={box} follow={follow} /> : null;
}

/** Puts the field over what is drawn, with its text in the size it is drawn. */
function placeOver(element: HTMLElement, { surface }: ProjectSession, box: Box): void {
  const mounted = surface.get();
  const rect = box.kind === 'note' ? mounted?.screenRectOf(box.id) : mounted?.screenTitleOf(box.id);
  element.style.display = rect ? '' : 'none';
  if (!rect || !mounted) return;
  const { zoom } = mounted.camera();
  const isNote = box.kind === 'note';
  element.style.left = `${rect.x}px`;
  element.style.top = `${rect.y}px`;
  element.style.width = `${Math.max(isNote ? 160 : 140, rect.width)}px`;
  element.style.height = `${Math.max(isNote ? 96 : 24, rect.height)}px`;
  element.style.fontSize = `${Math.max(12, isNote ? noteTextSize(zoom) * zoom : 14 * zoom)}px`;
}

/** Enter names an area; in a note it begins a line. Escape ends both: of a note it keeps what was written. */
function BoxText({ box, follow }: { readonly box: Box; readonly follow: Follow }) {
  const session = useSession();
  const wrapper = useRef<HTMLDivElement>(null);
  const isDone = useRef(false);
  const isNote = box.kind === 'note';
  const tone = toneOf(useIsDark() ? darkTheme : lightTheme, box.body.color ?? null);
  const refused = useRef<string | null>(null);
  const place = { recordId: box.id, field: isNote ? 'text' : 'name' };
  const field = useCommittedText({
    value: textOfBox(box),
    isMultiline: isNote,
    place,
    commit: (text) => {
      refused.current = textProblem(box.kind, text) ?? session.run(changeText(box, text));
      return refused.current;
    },
    onEntered: () => finish(),
  });
  const finish = () => {
    if (isDone.current) return;
    isDone.current = true;
    session.renaming.set(null);
    focusCanvas();
  };
  useEffect(() => {
    const element = wrapper.current;
    if (!element) return;
    const put = () => placeOver(element, session, box);
    put();
    const input = element.querySelector<HTMLInputElement | HTMLTextAreaElement>('input, textarea');
    if (input && document.activeElement !== input) {
      input.focus({ preventScroll: true });
      input.select();
    }
    return follow(put);
  }, [session, box, follow]);
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement | HTMLTextAreaElement>) => {
    event.stopPropagation();
    if (event.key === 'Escape' && isNote) {
      event.preventDefault();
      leave();
      return;
    }
    field.inputProps.onKeyDown(event);
    if (event.key === 'Escape') finish();
  };
  // The field goes with the keyboard. What could not be taken is said, as there is no place left to show it.
  const leave = () => {
    field.inputProps.onBlur();
    if (isDone.current) return;
    if (refused.current !== null) toast.error('Not changed', { id: 'rename', description: refused.current });
    finish();
  };
  const shared = {
    ...field.inputProps,
    onKeyDown,
    onBlur: leave,
    'aria-describedby': 'box-hint box-editors',
    'data-testid': 'box-in-place',
  };
  const look =
    'size-full resize-none rounded-control shadow-pop ring-2 ring-accent outline-none aria-invalid:ring-bad';
  const style: CSSProperties = { background: tone.block, color: tone.blockText };
  return (
    <div ref={wrapper} className="absolute z-10">
      <EditorMark place={place} id="box-editors" />
      {isNote ? (
        <textarea
          {...shared}
          aria-label="Text of the note"
          style={style}
          className={`${look} p-3 leading-[1.4]`}
        />
      ) : (
        <input
          {...shared}
          aria-label="Name of the area"
          autoComplete="off"
          style={style}
          className={`${look} px-3 font-semibold`}
        />
      )}
      <FieldHint
        id="box-hint"
        field={field}
        className="absolute top-full left-0 w-64 rounded-control bg-raised px-2 py-1 shadow-pop"
      />
    </div>
  );
}
