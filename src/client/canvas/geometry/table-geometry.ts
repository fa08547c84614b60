/**
 * Where the parts of a table are, in world units. The one place that knows it: painting, routing, hit tests,
 * layout and the DOM editors on top all ask here. Pure; how wide a text is comes from the caller.
 */
import type { SceneColumn, SceneTable } from '../scene';
import type { Point, Rect, Size } from './rect';
import { clamp } from './rect';

export type TextRole = 'table-name' | 'namespace' | 'column-name' | 'column-type' | 'table-foot';

/** The width of a text in world units. */
export type TextMeasure = (text: string, role: TextRole) => number;

export const tableMetrics = {
  minWidth: 208,
  maxWidth: 384,
  widthStep: 8,
  headerHeight: 40,
  rowHeight: 28,
  /** Below the last row. */
  footHeight: 6,
  /** Of the quiet line below the last row, where there is one. */
  traitsHeight: 24,
  padding: 14,
  /** The place for the key mark before a column's name. */
  markWidth: 20,
  /** A small mark after a text: unique, nullable, commented. */
  badgeWidth: 18,
  /** The least space between a column's name and its type. */
  gutter: 20,
  cornerRadius: 10,
  /** Of the round handles at both ends of a hovered column. */
  handleRadius: 5.5,
  /** Of the button below a table that adds a column. */
  addButtonRadius: 10,
} as const;

/** The texts of a header: the namespace as a prefix, when it is shown. */
export function namespacePrefix(table: SceneTable): string {
  return table.namespaceName === null ? '' : `${table.namespaceName}.`;
}

function headerWidth(table: SceneTable, measure: TextMeasure): number {
  const comment = table.comment ? tableMetrics.badgeWidth : 0;
  return (
    measure(namespacePrefix(table), 'namespace') +
    measure(table.name, 'table-name') +
    comment +
    2 * tableMetrics.padding
  );
}

/** The marks after a column's name: unique, and the key mark that the primary key pushed out of its place. */
export function badgesAfterName(column: SceneColumn): number {
  return (column.isUnique ? 1 : 0) + (column.isPrimaryKey && column.isForeignKey ? 1 : 0);
}

function rowWidth(column: SceneColumn, measure: TextMeasure): number {
  return (
    2 * tableMetrics.padding +
    tableMetrics.markWidth +
    measure(column.name, 'column-name') +
    badgesAfterName(column) * tableMetrics.badgeWidth +
    tableMetrics.gutter +
    measure(column.type, 'column-type') +
    (column.isNullable ? tableMetrics.badgeWidth / 2 : 0)
  );
}

function footWidth(foot: string, measure: TextMeasure): number {
  return measure(foot, 'table-foot') + 2 * tableMetrics.padding;
}

/** A table's size: as wide as its texts need, within limits; an empty table keeps the room of one row. */
export function tableSize(table: SceneTable, measure: TextMeasure): Size {
  let widest = headerWidth(table, measure);
  if (table.foot !== undefined) widest = Math.max(widest, footWidth(table.foot, measure));
  for (const column of table.columns) widest = Math.max(widest, rowWidth(column, measure));
  const { widthStep, minWidth, maxWidth, headerHeight, rowHeight, footHeight } = tableMetrics;
  const traits = table.foot === undefined ? 0 : tableMetrics.traitsHeight;
  return {
    width: clamp(Math.ceil(widest / widthStep) * widthStep, minWidth, maxWidth),
    height: headerHeight + Math.max(1, table.columns.length) * rowHeight + traits + footHeight,
  };
}

/** The header of a table that stands in `rect`. */
export function headerRect(rect: Rect): Rect {
  return { x: rect.x, y: rect.y, width: rect.width, height: tableMetrics.headerHeight };
}

/** The row at `index` of a table that stands in `rect`. */
export function rowRect(rect: Rect, index: number): Rect {
  return {
    x: rect.x,
    y: rect.y + tableMetrics.headerHeight + index * tableMetrics.rowHeight,
    width: rect.width,
    height: tableMetrics.rowHeight,
  };
}

/** A column's row, or null when the table has no such column. */
export function columnRect(table: SceneTable, rect: Rect, columnId: string): Rect | null {
  const index = table.columns.findIndex((column) => column.id === columnId);
  return index < 0 ? null : rowRect(rect, index);
}

/** The table's own column whose row holds the point, or null on header, foot, inherited columns and outside. */
export function columnAt(table: SceneTable, rect: Rect, point: Point): SceneColumn | null {
  if (point.x < rect.x || point.x > rect.x + rect.width) return null;
  const index = Math.floor((point.y - rect.y - tableMetrics.headerHeight) / tableMetrics.rowHeight);
  const column = index < 0 ? undefined : table.columns[index];
  return column === undefined || column.isInherited ? null : column;
}

/** The centres of a column's two handles: on the table's left and right edge. */
export function handlePoints(row: Rect): readonly [Point, Point] {
  const y = row.y + row.height / 2;
  return [
    { x: row.x, y },
    { x: row.x + row.width, y },
  ];
}

/** The centre of the button that adds a column: on the lower edge. */
export function addButtonPoint(rect: Rect): Point {
  return { x: rect.x + rect.width / 2, y: rect.y + rect.height };
}
