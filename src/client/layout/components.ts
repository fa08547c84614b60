/** Splits a diagram into parts that no relationship joins. Pure. */
import type { LayoutEdge, LayoutInput, LayoutTable } from './types';

export type Component = { readonly tables: readonly LayoutTable[]; readonly edges: readonly LayoutEdge[] };

/**
 * The connected parts, largest first, equal ones in the order of their first table. Edges to themselves, to
 * unknown tables, and repeated ones between the same two tables are left out: they do not bear on places.
 */
export function componentsOf(input: LayoutInput): readonly Component[] {
  const known = new Set(input.tables.map((table) => table.id));
  const leader = new Map<string, string>();
  const find = (id: string): string => {
    let top = id;
    for (let next = leader.get(top); next !== undefined; next = leader.get(top)) top = next;
    if (top !== id) leader.set(id, top);
    return top;
  };
  const edges = uniqueEdges(input.edges.filter(({ from, to }) => known.has(from) && known.has(to)));
  for (const { from, to } of edges) {
    const [a, b] = [find(from), find(to)];
    if (a !== b) leader.set(a, b);
  }
  const tables = groupBy(input.tables, (table) => find(table.id));
  const joined = groupBy(edges, (edge) => find(edge.from));
  return [...tables]
    .map(([top, members]) => ({ tables: members, edges: joined.get(top) ?? [] }))
    .sort((a, b) => b.tables.length - a.tables.length);
}

function uniqueEdges(edges: readonly LayoutEdge[]): readonly LayoutEdge[] {
  const seen = new Set<string>();
  return edges.filter(({ from, to }) => {
    const key = from < to ? `${from} ${to}` : `${to} ${from}`;
    if (from === to || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): ReadonlyMap<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const held = groups.get(keyOf(item));
    if (held) held.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
