/**
 * What was given another place without being dragged there (arranged, moved by an undo, by somebody else) goes
 * there visibly, so that the eye can follow. It never stands in the way: any drag goes before it.
 */
import type { Point } from '../geometry/rect';
import type { SceneModel } from './scene-model';

/** How long the way to the new place takes. */
export const glideMs = 300;

type Glide = { readonly from: Point; readonly startMs: number };

export class Glides {
  readonly #model: SceneModel;
  readonly #reducesMotion: () => boolean;
  #glides: ReadonlyMap<string, Glide> = new Map();

  constructor(model: SceneModel, reducesMotion: () => boolean) {
    this.#model = model;
    this.#reducesMotion = reducesMotion;
  }

  /** Lets things set out from where they were shown; those that are on their way already go on from there. */
  begin(from: ReadonlyMap<string, Point>, nowMs: number): void {
    if (from.size === 0 || this.#reducesMotion()) return;
    const glides = new Map(this.#glides);
    for (const [id, point] of from) glides.set(id, { from: point, startMs: nowMs });
    this.#glides = glides;
    this.#apply(nowMs);
  }

  /** Everything stands where it belongs, at once. */
  finish(): void {
    if (this.#glides.size === 0) return;
    this.#glides = new Map();
    this.#model.setGlidingPositions(new Map());
  }

  /** Moves everything on; gives back whether anything moved, and so has to be painted. */
  advance(nowMs: number): boolean {
    if (this.#glides.size === 0) return false;
    this.#apply(nowMs);
    return true;
  }

  #apply(nowMs: number): void {
    const under = [...this.#glides].filter(([, { startMs }]) => nowMs < startMs + glideMs);
    if (under.length < this.#glides.size) this.#glides = new Map(under);
    const places = under.flatMap(([id, glide]) => {
      const to = this.#model.restingRect(id);
      return to ? [[id, placeAt(glide, to, nowMs)] as const] : [];
    });
    this.#model.setGlidingPositions(new Map(places));
  }
}

/** Fast at first, soft at the end. */
function placeAt({ from, startMs }: Glide, to: Point, nowMs: number): Point {
  const left = (1 - Math.max(0, nowMs - startMs) / glideMs) ** 3;
  return { x: to.x + (from.x - to.x) * left, y: to.y + (from.y - to.y) * left };
}
