/**
 * A uniform grid over the world that answers "what is near here" without looking at everything.
 * An entry may consist of several rectangles (the segments of a line), so that a long bent line
 * is only found near the line, not everywhere in its bounding box.
 */

import type { Rect } from './rect';
import { intersects } from './rect';

type Entry = { readonly rects: readonly Rect[]; readonly cells: readonly number[] | null };

/** A rectangle over more cells than this is looked at in every query: cheaper than filing it. */
const mostCells = 512;
/** Cell coordinates are packed into one number: x * stride + y, both within ± stride / 2. */
const stride = 2 ** 26;

export class SpatialIndex {
  readonly #cellSize: number;
  readonly #entries = new Map<string, Entry>();
  readonly #cells = new Map<number, Set<string>>();
  readonly #large = new Set<string>();

  /** `cellSize` in world units: about the size of the things filed. */
  constructor(cellSize: number) {
    this.#cellSize = cellSize;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** Files an entry, or files it anew. */
  set(id: string, rects: readonly Rect[]): void {
    this.delete(id);
    const cells = this.#cellsOf(rects);
    this.#entries.set(id, { rects, cells });
    if (cells === null) {
      this.#large.add(id);
      return;
    }
    for (const cell of cells) {
      const held = this.#cells.get(cell);
      if (held) held.add(id);
      else this.#cells.set(cell, new Set([id]));
    }
  }

  delete(id: string): void {
    const entry = this.#entries.get(id);
    if (!entry) return;
    this.#entries.delete(id);
    this.#large.delete(id);
    for (const cell of entry.cells ?? []) {
      const held = this.#cells.get(cell);
      held?.delete(id);
      if (held?.size === 0) this.#cells.delete(cell);
    }
  }

  clear(): void {
    this.#entries.clear();
    this.#cells.clear();
    this.#large.clear();
  }

  /** The ids with a rectangle that intersects `area`, each once, in no particular order. */
  query(area: Rect): Set<string> {
    const found = new Set<string>();
    const cells = this.#cellsOf([area]);
    if (cells === null || cells.length > this.#cells.size) {
      for (const [id, entry] of this.#entries) if (touches(entry, area)) found.add(id);
      return found;
    }
    for (const id of this.#large) this.#take(id, area, found);
    for (const cell of cells) {
      const held = this.#cells.get(cell);
      if (held) for (const id of held) this.#take(id, area, found);
    }
    return found;
  }

  #take(id: string, area: Rect, found: Set<string>): void {
    if (found.has(id)) return;
    const entry = this.#entries.get(id);
    if (entry && touches(entry, area)) found.add(id);
  }

  #cellsOf(rects: readonly Rect[]): number[] | null {
    const cells = new Set<number>();
    for (const rect of rects) {
      const left = Math.floor(rect.x / this.#cellSize);
      const right = Math.floor((rect.x + rect.width) / this.#cellSize);
      const top = Math.floor(rect.y / this.#cellSize);
      const bottom = Math.floor((rect.y + rect.height) / this.#cellSize);
      if ((right - left + 1) * (bottom - top + 1) > mostCells) return null;
      for (let x = left; x <= right; x += 1) {
        for (let y = top; y <= bottom; y += 1) cells.add(x * stride + y);
      }
    }
    return [...cells];
  }
}

function touches(entry: Entry, area: Rect): boolean {
  for (const rect of entry.rects) if (intersects(rect, area)) return true;
  return false;
}
