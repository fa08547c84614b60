/** Puts a diagram together from the layouts of its parts. Pure but for the layouter it is given. */

import type { Component } from './components';
import { componentsOf } from './components';
import { packColumns, packRows } from './pack';
import { relax } from './relax';
import type { LayoutInput, LayoutTable, Place, Places } from './types';
import { columnGap, rowGap } from './types';

/** Gives layered places for one component. */
export type LayOutComponent = (component: Component) => Promise<Places>;

/** Larger components would keep ELK busy for more than about ten seconds: they get a grid. */
const mostTables = 2500;
const mostEdges = 5000;

type Part = { readonly box: LayoutTable; readonly places: Places };

/** Places for all tables: components in rows, largest first, loose tables in a grid below them. */
export async function arrange(input: LayoutInput, layOut: LayOutComponent): Promise<Places> {
  const components = componentsOf(input);
  const parts: Part[] = [];
  for (const component of components) {
    if (component.tables.length > 1) parts.push(partOf(component.tables, await placesFor(component, layOut)));
  }
  const loose = components.filter(({ tables }) => tables.length === 1).flatMap(({ tables }) => tables);
  const joined = combine(parts);
  const size = sizeOf(input.tables, joined);
  const top = parts.length === 0 ? 0 : size.height + 2 * rowGap;
  const places = new Map(joined);
  for (const [id, { x, y }] of packColumns(loose, rowGap)) places.set(id, { x, y: y + top });
  return places;
}

async function placesFor(component: Component, layOut: LayOutComponent): Promise<Places> {
  const { tables, edges } = component;
  if (tables.length > mostTables || edges.length > mostEdges) return packColumns(tables, columnGap);
  try {
    return relax(tables, edges, await layOut(component), rowGap);
  } catch {
    // A diagram in a plain grid is of more use than none.
    return packColumns(tables, columnGap);
  }
}

/** Moves places so that their top left corner is (0, 0), and measures them. */
function partOf(tables: readonly LayoutTable[], places: Places): Part {
  const left = Math.min(...[...places.values()].map(({ x }) => x));
  const top = Math.min(...[...places.values()].map(({ y }) => y));
  const moved = new Map<string, Place>(
    [...places].map(([id, { x, y }]) => [id, { x: Math.round(x - left), y: Math.round(y - top) }]),
  );
  return { box: { id: tables[0]?.id ?? '', ...sizeOf(tables, moved) }, places: moved };
}

function combine(parts: readonly Part[]): Places {
  const corners = packRows(
    parts.map(({ box }) => box),
    columnGap,
  );
  const places = new Map<string, Place>();
  for (const { box, places: inner } of parts) {
    const corner = corners.get(box.id) ?? { x: 0, y: 0 };
    for (const [id, { x, y }] of inner) places.set(id, { x: x + corner.x, y: y + corner.y });
  }
  return places;
}

function sizeOf(
  tables: readonly LayoutTable[],
  places: Places,
): { readonly width: number; readonly height: number } {
  let width = 0;
  let height = 0;
  for (const table of tables) {
    const place = places.get(table.id);
    if (!place) continue;
    width = Math.max(width, place.x + table.width);
    height = Math.max(height, place.y + table.height);
  }
  return { width, height };
}
