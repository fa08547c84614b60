/** The notes and areas of the scene with their places, as `SceneModel` keeps the tables. */
import type { Point, Rect, Size } from '../geometry/rect';
import { SpatialIndex } from '../geometry/spatial-index';
import type { PlacedBox } from '../hit-test';
import type { SceneSource } from '../scene';

type Placed = PlacedBox & { readonly order: number };

/** A place that holds instead of the stored one, while something is dragged or resized. */
export type Override = Point & Partial<Size>;

const cellSize = 512;

export class BoxModel {
  readonly #source: SceneSource;
  readonly #boxes = new Map<string, Placed>();
  readonly #index = new SpatialIndex(cellSize);
  #lastOrder = 0;

  constructor(source: SceneSource) {
    this.#source = source;
  }

  placed(id: string): PlacedBox | undefined {
    return this.#boxes.get(id);
  }

  ids(): Iterable<string> {
    return this.#boxes.keys();
  }

  all(): Iterable<PlacedBox> {
    return this.#boxes.values();
  }

  /** Those that an area of the world meets, in the order in which they are painted: areas, the large ones first; notes. */
  in(area: Rect): PlacedBox[] {
    const found = [...this.#index.query(area)].flatMap((id) => this.#boxes.get(id) ?? []);
    return found.sort((a, b) => depthOf(a) - depthOf(b) || a.order - b.order);
  }

  /** Puts a note in front of all others. */
  raise(id: string): void {
    const placed = this.#boxes.get(id);
    if (placed) this.#boxes.set(id, { ...placed, order: ++this.#lastOrder });
  }

  /** Takes over one thing from the source; gives back whether it is or was a note or an area. */
  refresh(id: string, override: Override | undefined): boolean {
    const box = this.#source.box(id);
    if (!box) {
      this.#index.delete(id);
      return this.#boxes.delete(id);
    }
    const { x, y, width, height } = box;
    const rect = { x, y, width, height, ...override };
    this.#boxes.set(id, { box, rect, order: this.#boxes.get(id)?.order ?? ++this.#lastOrder });
    this.#index.set(id, [rect]);
    return true;
  }
}

/** Notes lie over areas, small areas over the large ones that they may be in. */
function depthOf({ box, rect }: PlacedBox): number {
  return box.kind === 'note' ? 0 : -rect.width * rect.height;
}
