/** Copying and pasting tables of an open project: what the keys, the menu and the commands do. */
import { toast } from 'sonner';
import type { Point } from '../../canvas/geometry/rect';
import { boundsOf, centerOf } from '../../canvas/geometry/rect';
import { isDrawn } from '../../view/drawn-tables';
import { middleOfView, standingTables } from '../diagram/use-create-table';
import { newId } from '../edits/new-id';
import { deleteWithToast } from '../project/use-delete';
import type { ProjectSession } from '../session/project-session';
import type { Clip } from './clip';
import { clipType, readClip, writeClip } from './clip';
import { copyTables, sqlOf } from './copy-tables';
import { copiedHere, copiedWith, keepCopied } from './last-copied';
import type { PasteOptions } from './paste-tables';
import { pasteTables } from './paste-tables';
import { shiftOfCopies } from './place-copies';

/** Toasts about the clipboard replace each other. */
const clipboardToast = 'clipboard';

export function selectedTables(session: ProjectSession): readonly string[] {
  const state = session.store.state();
  return [...session.selection.get()].filter((id) => {
    const table = state.live(id, 'table');
    return table !== undefined && isDrawn(table);
  });
}

function clipOfSelection(session: ProjectSession): Clip | null {
  const surface = session.surface.get();
  return copyTables(session.store.state(), selectedTables(session), (id) => surface?.tableRect(id) ?? null);
}

/** Puts the selected tables on the clipboard, as tables and as SQL. Says whether there were any. */
export function copyInto(session: ProjectSession, data: DataTransfer): boolean {
  const clip = clipOfSelection(session);
  if (!clip) return false;
  const sql = sqlOf(clip);
  data.setData('text/plain', sql);
  data.setData(clipType, writeClip(clip));
  keepCopied(sql, clip);
  return true;
}

/**
 * Copies the selected tables when no key of the browser's was pressed: with something selected for a moment the
 * browser asks the page what to copy, also where `navigator.clipboard` is missing for want of a secure context.
 */
export function copySelection(session: ProjectSession): boolean {
  const selection = getSelection();
  const ranges = Array.from({ length: selection?.rangeCount ?? 0 }, (_, at) => selection?.getRangeAt(at));
  const mark = document.createElement('span');
  mark.textContent = 'tables';
  mark.style.cssText = 'position:fixed;opacity:0;user-select:text';
  document.body.append(mark);
  let isCopied = false;
  const fill = (event: ClipboardEvent) => {
    isCopied = event.clipboardData !== null && copyInto(session, event.clipboardData);
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  addEventListener('copy', fill, { capture: true });
  try {
    selection?.selectAllChildren(mark);
    document.execCommand('copy');
  } finally {
    removeEventListener('copy', fill, { capture: true });
    mark.remove();
    selection?.removeAllRanges();
    for (const range of ranges) if (range) selection?.addRange(range);
  }
  if (!isCopied) toast.error('Not copied', { id: clipboardToast, description: 'The browser refused it.' });
  return isCopied;
}

/** Copies the selected tables and deletes them. */
export function cutSelection(session: ProjectSession): void {
  if (copySelection(session)) deleteWithToast(session, selectedTables(session));
}

/** Pastes what the event carries, at a point or in the middle of the view. Says whether it was for the page. */
export function pasteFrom(session: ProjectSession, data: DataTransfer, at: Point | null): boolean {
  const clip = data.getData(clipType);
  if (clip !== '') {
    pasteClip(session, clip, at);
    return true;
  }
  return pasteText(session, data.getData('text/plain'), at);
}

/** Pastes from a menu: the browser asks the person first, and gives only text. */
export async function pasteSelection(session: ProjectSession, at: Point | null): Promise<void> {
  const text = await readText();
  const copied = copiedHere();
  if (text !== null) pasteText(session, text, at);
  else if (copied) addCopies(session, copied, 'Paste', at ?? middleOfView(session));
  else
    sayNothingToPaste(
      'The browser keeps the clipboard from menus. Click the canvas and press the paste keys.',
    );
}

async function readText(): Promise<string | null> {
  try {
    return await navigator.clipboard.readText();
  } catch {
    // Refused by the person, or not there without a secure context.
    return null;
  }
}

/** Adds copies of the selected tables beside them; the clipboard keeps what it holds. */
export function duplicateSelection(session: ProjectSession): void {
  const clip = clipOfSelection(session);
  const bounds = clip && boundsOf(clip.tables);
  if (clip && bounds) addCopies(session, clip, 'Duplicate', centerOf(bounds));
}

function pasteClip(session: ProjectSession, text: string, at: Point | null): void {
  const clip = readClip(text);
  if (clip.ok) addCopies(session, clip.value, 'Paste', at ?? middleOfView(session));
  else toast.error('Not pasted', { id: clipboardToast, description: clip.problem });
}

/** A statement that an import makes something of. */
const statement = /\b(create|alter)\s+(\w+\s+){0,3}?(table|type|schema|index|sequence|view|domain)\b/i;

function pasteText(session: ProjectSession, text: string, at: Point | null): boolean {
  const copied = copiedWith(text);
  if (copied) {
    addCopies(session, copied, 'Paste', at ?? middleOfView(session));
    return true;
  }
  if (!statement.test(text)) {
    sayNothingToPaste('Copy tables here or in another project, or CREATE statements anywhere.');
    return false;
  }
  if (session.isReadOnly.get()) {
    toast.error('Not pasted', { id: clipboardToast, description: 'You can only look at this project.' });
    return true;
  }
  session.offeredSql.set(text);
  session.dialog.set('import');
  return true;
}

function sayNothingToPaste(description: string): void {
  toast('Nothing to paste here', { id: clipboardToast, description });
}

function addCopies(session: ProjectSession, clip: Clip, verb: PasteOptions['verb'], center: Point): void {
  const shift = shiftOfCopies(clip.tables, standingTables(session), center);
  const paste = pasteTables(session.store.state(), clip, { shift, verb, newId });
  if (!paste.ok) {
    const title = verb === 'Paste' ? 'Not pasted' : 'Not duplicated';
    toast.error(title, { id: clipboardToast, description: paste.problem });
    return;
  }
  if (session.run(paste.value) !== null) return;
  const { tableIds, notices, label } = paste.value;
  session.selection.set(new Set(tableIds));
  reveal(session, tableIds);
  if (notices.length === 0) return;
  toast.warning(`${label}: not everything is as it was`, {
    id: clipboardToast,
    description: summary(notices),
    duration: 12_000,
  });
}

const mostSentences = 3;

function summary(notices: readonly string[]): string {
  const shown = notices.slice(0, mostSentences).join(' ');
  return notices.length > mostSentences ? `${shown} And ${notices.length - mostSentences} more.` : shown;
}

/** Shows the copies where none of them is in view. */
function reveal(session: ProjectSession, tableIds: readonly string[]): void {
  const surface = session.surface.get();
  const canvas = document.querySelector('[data-testid="canvas"]')?.getBoundingClientRect();
  if (!surface || !canvas) return;
  const isInView = tableIds.some((id) => {
    const rect = surface.screenRectOf(id);
    return (
      rect !== null &&
      rect.x < canvas.width &&
      rect.y < canvas.height &&
      rect.x + rect.width > 0 &&
      rect.y + rect.height > 0
    );
  });
  if (!isInView) surface.fit('selection');
}
