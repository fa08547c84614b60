import type { Drawing } from '../edits/draw-diagram';

/** A dump on its way from the start page to the project that was made for it. Kept in memory only. */
export type HandedOver = {
  readonly text: string;
  readonly name: string | null;
  /** How its tables are to stand; without it they are laid out. */
  readonly drawing?: Drawing;
  /** Whether the project was made for it. There is nothing before it then, which an undo could go back to. */
  readonly beginsProject?: true;
};

const waiting = new Map<string, HandedOver>();

export function handOver(projectId: string, dump: HandedOver): void {
  waiting.set(projectId, { ...dump, beginsProject: true });
}

/** Gives the dump that waits for this project, once. */
export function takeHandedOver(projectId: string): HandedOver | undefined {
  const dump = waiting.get(projectId);
  waiting.delete(projectId);
  return dump;
}
