/** What moves without this person's doing: others drag it, or it glides to a new stored place. */
import type { Point } from '../geometry/rect';
import type { SceneChange } from '../scene';
import { Glides } from './glides';
import { RemoteDrags } from './remote-drags';
import type { SceneModel } from './scene-model';

export class MovingPlaces {
  readonly #model: SceneModel;
  readonly #drags: RemoteDrags;
  readonly #glides: Glides;

  constructor(model: SceneModel, reducesMotion: () => boolean) {
    this.#model = model;
    this.#drags = new RemoteDrags(model);
    this.#glides = new Glides(model, reducesMotion);
  }

  /** What somebody dragged is at once where they left it; what else has another place glides there. */
  takeIn(change: SceneChange, nowMs: number): void {
    const moved = this.#model.update(change);
    const dragged = this.#drags.confirm(moved.keys(), nowMs);
    this.#glides.begin(new Map([...moved].filter(([id]) => !dragged.has(id))), nowMs);
  }

  /** Takes over what others drag; gives back whether anything on the surface changed. */
  setDragged(places: ReadonlyMap<string, Point>, nowMs: number): boolean {
    return this.#drags.set(places, nowMs);
  }

  /** Nobody has to aim at what glides: it stands at its new place at once. */
  finishGlides(): void {
    this.#glides.finish();
  }

  /** Moves everything on: whether something moved and has to be painted, or will move later by itself. */
  advance(nowMs: number): 'moved' | 'waits' | 'rests' {
    const haveMoved = [this.#drags.advance(nowMs), this.#glides.advance(nowMs)];
    if (haveMoved.includes(true)) return 'moved';
    return this.#drags.isWaiting ? 'waits' : 'rests';
  }
}
