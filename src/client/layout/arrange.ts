/** Puts a diagram together from the layouts of its parts. Pure but for the layouter it is given. */

import type { Component } from './components';
import { componentsOf } from './components';
import { depthFirst } from './depth-first';
import type { Folding } from './fold';
import { fold } from './fold';
import { columnWidth, packBoxes, packColumns } from './pack';
import { relax } from './relax';
import type { LayoutInput, LayoutTable, Place, Places } from './types';
import { aspect, columnGap, rowGap } from './types';

/** Gives layered places for one component. */
export type LayOutComponent = (component: Component) => Promise<Places>;

/** Larger components would keep ELK busy for seconds, and layers of hundreds of tables tell nobody anything. */
const mostTables = 200;
const mostEdges = 1000;

type Part = { readonly box: LayoutTable; readonly places: Places };

/** Shapes that a component may be folded into, as parts of a screen's: with something beside it, it has to be slimmer. */
const shapes = [0.5, 0.65, 0.8, 1, 1.25, 1.6, 2];

/** Places for all tables: components packed, largest first, loose tables in a grid beside or below them. */
export async function arrange(input: LayoutInput, layOut: LayOutComponent): Promise<Places> {
  const components = componentsOf(input);
  const joined: Layered[] = [];
  for (const component of components) {
    if (component.tables.length > 1) joined.push(await layeredOf(component, layOut));
  }
  const loose = components.filter(({ tables }) => tables.length === 1).flatMap(({ tables }) => tables);
  const drafts = shapes.map((part) => {
    const shape = part * aspect;
    const { width, height } = sizeOf(input.tables, assemble(joined, loose, { shape, isDraft: true }));
    return { shape, need: needOf(width, height) };
  });
  const [best] = drafts.toSorted((a, b) => a.need - b.need);
  return assemble(joined, loose, { shape: best?.shape ?? aspect, isDraft: false });
}

/** A component and its layers, or the order that stands for them; without any when ELK failed. */
type Layered = { readonly component: Component; readonly layers: Places | null };

async function layeredOf(component: Component, layOut: LayOutComponent): Promise<Layered> {
  const { tables, edges } = component;
  if (tables.length > mostTables || edges.length > mostEdges)
    return { component, layers: depthFirst(component) };
  try {
    return { component, layers: await layOut(component) };
  } catch {
    // A diagram in a plain grid is of more use than none.
    return { component, layers: null };
  }
}

function assemble(joined: readonly Layered[], loose: readonly LayoutTable[], folding: Folding): Places {
  const parts = joined.map(({ component, layers }) => {
    const { tables, edges } = component;
    if (!layers) return partOf(tables, packColumns(tables, columnGap));
    const folded = fold(tables, edges, layers, folding);
    return partOf(tables, folding.isDraft ? folded : relax(tables, edges, folded, rowGap));
  });
  const places = new Map(combine(parts));
  const size = sizeOf(
    joined.flatMap(({ component }) => component.tables),
    places,
  );
  for (const [id, place] of placeLoose(loose, size)) places.set(id, place);
  return places;
}

type Size = { readonly width: number; readonly height: number };

/** Loose tables in a grid below what is joined, or right of it, whichever fits a screen better. */
function placeLoose(loose: readonly LayoutTable[], joined: Size): Places {
  if (loose.length === 0 || joined.width === 0) return packColumns(loose, rowGap);
  const step = columnWidth(loose, rowGap);
  const total = loose.reduce((sum, table) => sum + table.height + rowGap, 0);
  const below = packColumns(loose, rowGap, Math.floor((joined.width + rowGap) / step));
  const beside = packColumns(loose, rowGap, Math.ceil(total / joined.height));
  const [low, wide] = [sizeOf(loose, below), sizeOf(loose, beside)];
  const gap = 2 * rowGap;
  const needBelow = needOf(Math.max(joined.width, low.width), joined.height + gap + low.height);
  const needBeside = needOf(joined.width + columnGap + wide.width, Math.max(joined.height, wide.height));
  return needBelow <= needBeside
    ? moved(below, 0, joined.height + gap)
    : moved(beside, joined.width + columnGap, 0);
}

/** The height of the smallest screen that shows so much. */
function needOf(width: number, height: number): number {
  return Math.max(height, width / aspect);
}

function moved(places: Places, dx: number, dy: number): Places {
  return new Map<string, Place>([...places].map(([id, { x, y }]) => [id, { x: x + dx, y: y + dy }]));
}

/** Moves places so that their top left corner is (0, 0), and measures them. */
function partOf(tables: readonly LayoutTable[], places: Places): Part {
  const left = Math.min(...[...places.values()].map(({ x }) => x));
  const top = Math.min(...[...places.values()].map(({ y }) => y));
  const atOrigin = moved(places, -left, -top);
  return { box: { id: tables[0]?.id ?? '', ...sizeOf(tables, atOrigin) }, places: atOrigin };
}

function combine(parts: readonly Part[]): Places {
  const corners = packBoxes(
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

function sizeOf(tables: readonly LayoutTable[], places: Places): Size {
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
