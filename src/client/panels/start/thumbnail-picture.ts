/** What a thumbnail draws, as SVG paths: one for all tables of a colour, so that a thousand are few elements. */
import type { Thumbnail } from '../../../core/protocol/thumbnail';
import type { Rect } from '../../canvas/geometry/rect';
import { tableMetrics } from '../../canvas/geometry/table-geometry';
import { slotPoint, unplacedGap } from '../../view/scene-source';

/** The picture's own units; it is scaled to wherever it is shown. */
export const pictureSize = { width: 320, height: 200 } as const;
const margin = 18;
/** A single table shall not fill the picture. */
const largestScale = 0.5;
/** How wide tables are drawn: the server knows nothing of fonts. */
const tableWidth = 232;
/** From these heights on rows can be told apart, and headers. */
const rowsFrom = 4;
const headersFrom = 1.8;
/** Above this many tables lines are a grey cloud. */
const linesUpTo = 240;

export type TonePaths = {
  /** The colour's name; null for none. */
  readonly color: string | null;
  readonly bodies: string;
  /** Empty where the tables are too small for it. */
  readonly headers: string;
};

export type ThumbnailPicture = {
  /** Whether headers are told from bodies. */
  readonly isDetailed: boolean;
  readonly tones: readonly TonePaths[];
  readonly rows: string;
  readonly lines: string;
};

/** The diagram in the middle of the picture, as large as fits: rows from near, blocks from afar. */
export function pictureOf(thumbnail: Thumbnail): ThumbnailPicture {
  const world = worldRects(thumbnail);
  const project = projectionOf(world);
  const rects = world.map(project.rect);
  const { scale } = project;
  const isDetailed = tableMetrics.headerHeight * scale >= headersFrom;
  const byColor = new Map<string | null, Rect[]>();
  thumbnail.tables.forEach(([, , , color], place) => {
    const rect = rects[place];
    const same = byColor.get(color);
    if (same === undefined) byColor.set(color, rect ? [rect] : []);
    else if (rect) same.push(rect);
  });
  const radius = Math.min(3, tableMetrics.cornerRadius * scale);
  const header = tableMetrics.headerHeight * scale;
  return {
    isDetailed,
    tones: [...byColor].map(([color, same]) => ({
      color,
      bodies: same.map((rect) => rounded(rect, radius)).join(''),
      headers: isDetailed ? same.map((rect) => headed(rect, header, radius)).join('') : '',
    })),
    rows:
      tableMetrics.rowHeight * scale >= rowsFrom
        ? rects.map((rect, place) => rowsIn(rect, thumbnail.tables[place]?.[2] ?? 0, scale)).join('')
        : '',
    lines: rects.length > linesUpTo ? '' : linesOf(thumbnail, rects),
  };
}

/** Where the tables stand; those without a place below the others, as the diagram shows them. */
function worldRects({ tables }: Thumbnail): readonly Rect[] {
  const lowest = tables.reduce((low, [, y]) => Math.max(low, y ?? low), -unplacedGap);
  const { headerHeight, rowHeight, footHeight } = tableMetrics;
  let slot = 0;
  return tables.map(([x, y, columns]) => {
    const at = x === null || y === null ? slotPoint(slot++, lowest + unplacedGap) : { x, y };
    return { ...at, width: tableWidth, height: headerHeight + Math.max(1, columns) * rowHeight + footHeight };
  });
}

function projectionOf(world: readonly Rect[]) {
  const left = Math.min(...world.map(({ x }) => x));
  const top = Math.min(...world.map(({ y }) => y));
  const width = Math.max(...world.map((rect) => rect.x + rect.width)) - left;
  const height = Math.max(...world.map((rect) => rect.y + rect.height)) - top;
  const scale = Math.min(
    largestScale,
    (pictureSize.width - 2 * margin) / width,
    (pictureSize.height - 2 * margin) / height,
  );
  const offsetX = (pictureSize.width - width * scale) / 2;
  const offsetY = (pictureSize.height - height * scale) / 2;
  const rect = (one: Rect): Rect => ({
    x: (one.x - left) * scale + offsetX,
    y: (one.y - top) * scale + offsetY,
    // From afar a table stays a mark.
    width: Math.max(1.4, one.width * scale),
    height: Math.max(1.1, one.height * scale),
  });
  return { scale, rect };
}

/** Two digits are finer than a pixel of any screen. */
const n = (value: number): number => Math.round(value * 100) / 100;

function rounded({ x, y, width, height }: Rect, wanted: number): string {
  const r = Math.min(wanted, width / 2, height / 2);
  if (r < 0.5) return `M${n(x)} ${n(y)}h${n(width)}v${n(height)}h${n(-width)}z`;
  const corner = (dx: number, dy: number) => `a${n(r)} ${n(r)} 0 0 1 ${n(dx)} ${n(dy)}`;
  const [across, down] = [n(width - 2 * r), n(height - 2 * r)];
  return `M${n(x + r)} ${n(y)}h${across}${corner(r, r)}v${down}${corner(-r, r)}h${-across}${corner(-r, -r)}v${-down}${corner(r, -r)}z`;
}

/** The header of a table: round at the top only. */
function headed({ x, y, width }: Rect, height: number, wanted: number): string {
  const r = Math.min(wanted, width / 2, height);
  const corner = (dx: number, dy: number) => `a${n(r)} ${n(r)} 0 0 1 ${n(dx)} ${n(dy)}`;
  return `M${n(x)} ${n(y + height)}v${n(r - height)}${corner(r, -r)}h${n(width - 2 * r)}${corner(r, r)}v${n(height - r)}z`;
}

/** A name and a type in each row, as strokes; of different lengths, as names have. */
function rowsIn(rect: Rect, columns: number, scale: number): string {
  const { headerHeight, rowHeight, padding } = tableMetrics;
  const inset = padding * scale;
  return Array.from({ length: columns }, (_, row) => {
    const y = n(rect.y + (headerHeight + (row + 0.5) * rowHeight) * scale);
    const name = n(rect.width * (0.28 + 0.06 * ((row * 7) % 4)));
    const type = n(rect.width * (0.12 + 0.04 * ((row * 5) % 3)));
    return `M${n(rect.x + inset)} ${y}h${name}M${n(rect.x + rect.width - inset)} ${y}h${-type}`;
  }).join('');
}

function linesOf({ relationships }: Thumbnail, rects: readonly Rect[]): string {
  return relationships
    .map(([from, to]) => {
      const [a, b] = [rects[from], rects[to]];
      return a && b ? lineBetween(a, b) : '';
    })
    .join('');
}

/** From side to side where there is room between the two, else from edge to edge. */
function lineBetween(a: Rect, b: Rect): string {
  if (b.x >= a.x + a.width) return curveAcross(a.x + a.width, middleOf(a), b.x, middleOf(b));
  if (b.x + b.width <= a.x) return curveAcross(a.x, middleOf(a), b.x + b.width, middleOf(b));
  const [upper, lower] = a.y <= b.y ? [a, b] : [b, a];
  const [fromX, fromY] = [upper.x + upper.width / 2, upper.y + upper.height];
  const [toX, toY] = [lower.x + lower.width / 2, lower.y];
  const half = n((fromY + toY) / 2);
  return `M${n(fromX)} ${n(fromY)}C${n(fromX)} ${half} ${n(toX)} ${half} ${n(toX)} ${n(toY)}`;
}

function middleOf({ y, height }: Rect): number {
  return y + height / 2;
}

function curveAcross(fromX: number, fromY: number, toX: number, toY: number): string {
  const half = n((fromX + toX) / 2);
  return `M${n(fromX)} ${n(fromY)}C${half} ${n(fromY)} ${half} ${n(toY)} ${n(toX)} ${n(toY)}`;
}
