/**
 * Lanes keep lines apart that would run in the same gap: those between the same two tables get lanes next to
 * each other, and lines to different columns get lanes by a hash of the column, so that all lines to one key
 * run together as one bundle and bundles of different keys do not cover each other.
 */

/** A small stable number from an id: -2 … 2. */
export function bundleOf(columnId: string): number {
  let hash = 0;
  for (let index = 0; index < columnId.length; index += 1) {
    hash = (hash * 31 + columnId.charCodeAt(index)) | 0;
  }
  return (Math.abs(hash) % 5) - 2;
}

export type LaneRequest = {
  /** The place of this line among those between the same two tables, by the height of their starts. */
  readonly place: number;
  readonly siblings: number;
  /** The referenced column. */
  readonly toColumnId: string;
  /** Whether the line goes down. */
  readonly goesDown: boolean;
};

/**
 * The lane of one line, in lane widths from the middle of the gap. Of siblings that go down, the upper starts
 * turn later, and of those that go up, earlier: so they do not cross each other.
 */
export function laneOf(request: LaneRequest): number {
  const spread = request.place - (request.siblings - 1) / 2;
  return bundleOf(request.toColumnId) * 0.6 + (request.goesDown ? -spread : spread);
}
