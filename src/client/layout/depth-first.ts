/**
 * An order of tables in which neighbours stand near each other: depth first along relationships, from the least
 * joined table on. For components that are too large for layers, where it also makes lines half as long. Pure.
 */
import type { Component } from './components';
import type { Places } from './types';

/** Places that say the order only: one table after the other from left to right. */
export function depthFirst({ tables, edges }: Component): Places {
  const neighbours = new Map<string, string[]>(tables.map(({ id }) => [id, []]));
  for (const { from, to } of edges) {
    neighbours.get(from)?.push(to);
    neighbours.get(to)?.push(from);
  }
  const degree = (id: string): number => neighbours.get(id)?.length ?? 0;
  const order = new Set<string>();
  // A stack of its own: a chain of thousands would be too deep for calls.
  const waiting = tables.map(({ id }) => id).sort((a, b) => degree(b) - degree(a));
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (order.has(id)) continue;
    order.add(id);
    // The least joined come first, hubs last: what leads nowhere else stays beside what it belongs to.
    const next = (neighbours.get(id) ?? []).filter((other) => !order.has(other));
    waiting.push(...next.sort((a, b) => degree(b) - degree(a)));
  }
  return new Map([...order].map((id, index) => [id, { x: index, y: 0 }]));
}
