/** Draws one table into its own bitmap, at the origin and in world units; the caller has set scale and offset. */
import type { Point, Size } from '../geometry/rect';
import type { TextMeasure } from '../geometry/table-geometry';
import { badgesAfterName, namespacePrefix, tableMetrics } from '../geometry/table-geometry';
import type { SceneColumn, SceneTable } from '../scene';
import type { CanvasTheme, TableTone } from '../theme';
import { toneOf } from '../theme';
import { cutName, ellipsize, fitName, lineSpacing } from './fit-text';
import { fontOf, fontSizeOf } from './fonts';
import { drawBubble, drawDiamond, drawKey, drawLink } from './icons';
import type { LevelOfDetail } from './level';

type Context = OffscreenCanvasRenderingContext2D;

export type TablePainting = {
  readonly context: Context;
  readonly table: SceneTable;
  readonly size: Size;
  readonly theme: CanvasTheme;
  readonly measure: TextMeasure;
  /** CSS pixels per world unit: names seen from afar are written larger in the world. */
  readonly zoom: number;
};

const { cornerRadius, headerHeight, rowHeight, footHeight, traitsHeight } = tableMetrics;
const { padding, markWidth, badgeWidth, gutter } = tableMetrics;
const stripHeight = 3;

/** The room around a table that its shadow needs, in world units. */
export function shadowMargin(level: LevelOfDetail): number {
  return level === 'full' ? 20 : level === 'outline' ? 8 : 0;
}

export function paintTable(painting: TablePainting, level: LevelOfDetail): void {
  const tone = toneOf(painting.theme, painting.table.color);
  painting.context.textBaseline = 'middle';
  switch (level) {
    case 'full':
      paintCard(painting, tone, headerHeight, true);
      paintHeader(painting);
      paintRows(painting);
      paintFoot(painting);
      break;
    case 'outline':
      paintOutline(painting, tone);
      break;
    case 'block':
      paintBlock(painting, tone);
      break;
  }
}

/** The white card with its shadow, the tinted header and the coloured strip on top. */
function paintCard(painting: TablePainting, tone: TableTone, header: number, hasShadow: boolean): void {
  const { context, size, theme, zoom } = painting;
  // One CSS pixel at least, or a table seen from afar has no edge.
  const border = Math.max(1, 1 / zoom);
  context.fillStyle = theme.tableFill;
  if (hasShadow) paintShadow(painting);
  context.beginPath();
  context.roundRect(0, 0, size.width, size.height, cornerRadius);
  context.fill();
  context.save();
  context.clip();
  context.fillStyle = tone.header;
  context.fillRect(0, 0, size.width, header);
  context.fillStyle = tone.strip;
  context.fillRect(0, 0, size.width, Math.max(stripHeight, 2 / zoom));
  context.restore();
  context.strokeStyle = theme.tableBorder;
  context.lineWidth = border;
  context.beginPath();
  context.roundRect(
    border / 2,
    border / 2,
    size.width - border,
    size.height - border,
    cornerRadius - border / 2,
  );
  context.stroke();
}

/** A wide soft shadow and a narrow one, in device pixels as the canvas wants them. */
function paintShadow({ context, size, theme }: TablePainting): void {
  const scale = context.getTransform().a;
  context.save();
  context.shadowColor = theme.tableShadow;
  context.beginPath();
  context.roundRect(1, 1, size.width - 2, size.height - 2, cornerRadius);
  for (const [blur, offset] of [
    [14, 5],
    [3, 1],
  ] as const) {
    context.shadowBlur = blur * scale;
    context.shadowOffsetY = offset * scale;
    context.fill();
  }
  context.restore();
}

function paintHeader({ context, table, size, theme, measure }: TablePainting): void {
  const y = (headerHeight + stripHeight) / 2;
  const room = size.width - 2 * padding - (table.comment ? badgeWidth : 0);
  const prefix = namespacePrefix(table);
  const prefixWidth = Math.min(measure(prefix, 'namespace'), room * 0.5);
  if (prefix !== '') {
    context.font = fontOf('namespace');
    context.fillStyle = theme.mutedText;
    const text = ellipsize(prefix, prefixWidth + 0.5, (part) => measure(part, 'namespace'));
    context.fillText(text, padding, y);
  }
  context.font = fontOf('table-name');
  context.fillStyle = theme.text;
  const name = ellipsize(table.name, room - prefixWidth + 0.5, (part) => measure(part, 'table-name'));
  context.fillText(name, padding + prefixWidth, y);
  if (table.comment) drawBubble(context, { x: size.width - padding - 4, y }, theme.mutedText);
}

function paintRows(painting: TablePainting): void {
  const { context, table, size, theme } = painting;
  context.fillStyle = theme.tableBorder;
  context.fillRect(1, headerHeight - 1, size.width - 2, 1);
  if (table.columns.length === 0) {
    context.font = fontOf('column-name');
    context.fillStyle = theme.mutedText;
    context.fillText('No columns yet', padding, headerHeight + rowHeight / 2 + 2);
    return;
  }
  context.fillStyle = theme.rowLine;
  for (let index = 1; index < table.columns.length; index += 1) {
    context.fillRect(padding, headerHeight + index * rowHeight, size.width - 2 * padding, 1);
  }
  table.columns.forEach((column, index) => {
    paintColumn(painting, column, headerHeight + (index + 0.5) * rowHeight + 0.5);
  });
}

/** What the table is besides its columns, in one quiet line on a ground of its own. */
function paintFoot({ context, table, size, theme, measure }: TablePainting): void {
  if (table.foot === undefined) return;
  const top = headerHeight + Math.max(1, table.columns.length) * rowHeight + footHeight / 2;
  context.fillStyle = theme.rowLine;
  context.fillRect(1, top, size.width - 2, 1);
  context.font = fontOf('table-foot');
  context.fillStyle = theme.mutedText;
  const text = ellipsize(table.foot, size.width - 2 * padding + 0.5, (part) => measure(part, 'table-foot'));
  context.fillText(text, padding, top + (traitsHeight + footHeight / 2) / 2 + 0.5);
}

function paintColumn(painting: TablePainting, column: SceneColumn, y: number): void {
  const { context, size, theme, measure } = painting;
  const mark: Point = { x: padding + markWidth / 2 - 4, y };
  if (column.isPrimaryKey) drawKey(context, mark, theme.primaryKey);
  else if (column.isForeignKey) drawLink(context, mark, theme.foreignKey);

  const left = padding + markWidth;
  const nullable = column.isNullable ? badgeWidth / 2 : 0;
  const badges = badgesAfterName(column) * badgeWidth;
  const room = size.width - left - padding - nullable - badges - gutter;
  const typeWidth = measure(column.type, 'column-type');
  const nameWidth = measure(column.name, 'column-name');
  // When both are too long, the name keeps at least its half.
  const nameRoom = Math.max(room - typeWidth, Math.min(nameWidth, room / 2));

  context.font = fontOf('column-name');
  context.fillStyle = column.isInherited ? theme.mutedText : theme.text;
  const name = ellipsize(column.name, nameRoom + 0.5, (part) => measure(part, 'column-name'));
  context.fillText(name, left, y);
  let badgeX = left + Math.min(nameWidth, nameRoom) + badgeWidth / 2 + 2;
  if (column.isPrimaryKey && column.isForeignKey) {
    drawLink(context, { x: badgeX, y }, theme.foreignKey);
    badgeX += badgeWidth;
  }
  if (column.isUnique) drawDiamond(context, { x: badgeX, y }, theme.unique);
  paintType(painting, column, y, room - Math.min(nameWidth, nameRoom));
}

/** The type at the right end; a question mark after it when the column may be NULL. */
function paintType(painting: TablePainting, column: SceneColumn, y: number, room: number): void {
  const { context, size, theme, measure } = painting;
  const right = size.width - padding;
  context.font = fontOf('column-type');
  context.textAlign = 'right';
  context.fillStyle = theme.mutedText;
  if (column.isNullable) {
    context.globalAlpha = 0.75;
    context.fillText('?', right, y);
    context.globalAlpha = 1;
  }
  const type = ellipsize(column.type, room + 0.5, (part) => measure(part, 'column-type'));
  context.fillText(type, right - (column.isNullable ? badgeWidth / 2 : 0), y);
  context.textAlign = 'left';
}

/** CSS pixels: names seen from afar are about this large; one that would be smaller than the least is cut. */
const farNamePixels = 11;
const leastNamePixels = 7.5;

function nameFor(painting: TablePainting, box: Size, largest: number): ReturnType<typeof fitName> {
  const { table, zoom, measure } = painting;
  const atOne = (text: string): number => measure(text, 'table-name') / fontSizeOf('table-name');
  const fitted = fitName(table.name, box, largest, atOne);
  const least = leastNamePixels / zoom;
  if (fitted.size >= least) return fitted;
  // In a box that is lower than the letters, their feet may stick out a little; nothing is said in a sliver.
  if (box.height < least * 0.7) return { lines: [], size: least };
  return cutName(table.name, box, least, (text) => atOne(text) * least);
}

/** The name as large as it can be read, the rows below it as bars. */
function paintOutline(painting: TablePainting, tone: TableTone): void {
  const { context, size, theme, table, zoom } = painting;
  const box = { width: size.width - 2 * padding, height: size.height - 2 * padding };
  const { lines, size: fontSize } = nameFor(painting, box, Math.max(15, farNamePixels / zoom));
  const header = Math.max(headerHeight, lines.length * fontSize * lineSpacing + 16);
  paintCard(painting, tone, Math.min(header, size.height), false);
  context.font = fontOf('table-name', fontSize);
  context.fillStyle = theme.text;
  lines.forEach((line, index) => {
    const y = (header + stripHeight) / 2 + (index - (lines.length - 1) / 2) * fontSize * lineSpacing;
    context.fillText(line, padding, y);
  });
  table.columns.forEach((column, index) => {
    const y = headerHeight + (index + 0.5) * rowHeight;
    if (y - rowHeight / 2 >= header - 2) paintBars(painting, column, y);
  });
}

function paintBars({ context, size, theme, measure }: TablePainting, column: SceneColumn, y: number): void {
  const room = size.width - 2 * padding - markWidth;
  const height = 7;
  const bar = (x: number, width: number, color: string): void => {
    context.fillStyle = color;
    context.fillRect(x, y - height / 2, width, height);
  };
  if (column.isPrimaryKey) bar(padding, 10, theme.primaryKey);
  else if (column.isForeignKey) bar(padding, 10, theme.foreignKey);
  bar(padding + markWidth, Math.min(measure(column.name, 'column-name'), room * 0.55), theme.skeleton);
  const typeWidth = Math.min(measure(column.type, 'column-type'), room * 0.3);
  bar(size.width - padding - typeWidth, typeWidth, theme.skeleton);
}

/** A block of colour with the name over it. */
function paintBlock(painting: TablePainting, tone: TableTone): void {
  const { context, size, zoom } = painting;
  context.fillStyle = tone.block;
  context.beginPath();
  context.roundRect(0, 0, size.width, size.height, cornerRadius * 1.5);
  context.fill();
  context.fillStyle = tone.strip;
  context.fillRect(cornerRadius, 0, size.width - 2 * cornerRadius, Math.max(5, 1 / zoom));
  const inset = 10;
  const box = { width: size.width - 2 * inset, height: size.height - 2 * inset };
  const { lines, size: fontSize } = nameFor(painting, box, farNamePixels / zoom);
  context.font = fontOf('table-name', fontSize);
  context.fillStyle = tone.blockText;
  context.textAlign = 'center';
  lines.forEach((line, index) => {
    const y = size.height / 2 + (index - (lines.length - 1) / 2) * fontSize * lineSpacing;
    context.fillText(line, size.width / 2, y);
  });
  context.textAlign = 'left';
}
