import { flushSync } from 'react-dom';
import { toast } from 'sonner';
import type { ListedProject } from '../../../core/protocol/project';
import { trashDays } from '../../../core/protocol/project';
import { ApiProblem } from '../../api/api-problem';
import { api } from '../api-instance';
import type { ProjectsHandle } from './use-projects';

/** Time enough to read two sentences and to reach the button. */
const undoMs = 12_000;

/** Says what did not happen, and why. */
function say(title: string, error: unknown): void {
  const detail = error instanceof ApiProblem ? error.problem.detail : 'Try again in a moment.';
  toast.error(title, { description: detail });
}

/** Shown at once, and taken back when the server refuses. A name without a letter is left alone. */
export async function rename(
  { change, reload }: ProjectsHandle,
  project: ListedProject,
  text: string,
): Promise<void> {
  const name = text.trim();
  if (name === '' || name === project.name) return;
  change((list) => list.map((one) => (one.id === project.id ? { ...one, name } : one)));
  try {
    await api().renameProject(project.id, name);
  } catch (error) {
    say(`${project.name} keeps its name`, error);
    await reload();
  }
}

/**
 * Moves a project to the trash without asking, and says so with a way back.
 *
 * @param row the row that goes, as it is by then
 * @param onUndone called when the project is back
 */
export async function moveToTrash(
  handle: ProjectsHandle,
  project: ListedProject,
  row: () => HTMLElement | null,
  onUndone: () => void,
): Promise<void> {
  try {
    await api().deleteProject(project.id);
  } catch (error) {
    say(`${project.name} was not deleted`, error);
    return;
  }
  removeRow(handle, project.id, row());
  const undo = () =>
    api()
      .restoreProject(project.id)
      .then(onUndone, (error: unknown) => say(`${project.name} is still in the trash`, error));
  toast(`${project.name} is in the trash`, {
    id: `trash-${project.id}`,
    description: `It stays there for ${trashDays} days.`,
    duration: undoMs,
    action: { label: 'Undo', onClick: () => void undo() },
  });
}

/** Gives a project back to all its members. `row` as above; false when it could not be. */
export async function restore(
  handle: ProjectsHandle,
  project: ListedProject,
  row: () => HTMLElement | null,
): Promise<boolean> {
  try {
    await api().restoreProject(project.id);
  } catch (error) {
    say(`${project.name} was not restored`, error);
    return false;
  }
  removeRow(handle, project.id, row());
  toast.dismiss(`trash-${project.id}`);
  toast(`${project.name} is among your projects again`);
  return true;
}

/**
 * Takes a row away and hands the keyboard to the next one, else to the page, unless it is somewhere else
 * meanwhile: nobody is sent to the top. At once, because a menu that closes gives the focus to its button
 * while there still is one.
 */
function removeRow({ change }: ProjectsHandle, projectId: string, row: HTMLElement | null): void {
  const neighbour = row?.nextElementSibling ?? row?.previousElementSibling;
  const next = neighbour?.querySelector<HTMLElement>('a, button') ?? row?.closest<HTMLElement>('main');
  const isHere = row !== null && hasKeyboard(row);
  flushSync(() => change((list) => list.filter(({ id }) => id !== projectId)));
  if (isHere) next?.focus();
}

/** In the row, in its menu that is just closing, or nowhere between the two. */
function hasKeyboard(row: HTMLElement): boolean {
  const active = document.activeElement ?? document.body;
  if (active === document.body || row.contains(active)) return true;
  const opener = active.closest('[role=menu]')?.getAttribute('aria-labelledby');
  return typeof opener === 'string' && row.querySelector(`#${CSS.escape(opener)}`) !== null;
}
