import type { RecordId } from '../schema/ids';
import type { ForeignKey } from './context';

/**
 * Circles of foreign keys over two tables or more, each with all the keys that lie in it (strongly connected
 * components, Tarjan's algorithm without recursion), in the order of their first key's id.
 */
export function circlesOf(foreignKeys: readonly ForeignKey[]): readonly (readonly ForeignKey[])[] {
  const edges = new Map<RecordId, RecordId[]>();
  for (const { body } of foreignKeys) {
    const list = edges.get(body.tableId);
    if (list) list.push(body.referencedTableId);
    else edges.set(body.tableId, [body.referencedTableId]);
  }
  const component = componentsOf(edges);
  const circles = new Map<number, ForeignKey[]>();
  for (const foreignKey of [...foreignKeys].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const { tableId, referencedTableId } = foreignKey.body;
    const number = component.get(tableId);
    if (tableId === referencedTableId || number === undefined) continue;
    if (number !== component.get(referencedTableId)) continue;
    const circle = circles.get(number);
    if (circle) circle.push(foreignKey);
    else circles.set(number, [foreignKey]);
  }
  return [...circles.values()];
}

type Frame = { readonly id: RecordId; next: number };

function componentsOf(edges: ReadonlyMap<RecordId, readonly RecordId[]>): ReadonlyMap<RecordId, number> {
  const order = new Map<RecordId, number>();
  const low = new Map<RecordId, number>();
  const component = new Map<RecordId, number>();
  const open: RecordId[] = [];
  const enter = (id: RecordId): Frame => {
    order.set(id, order.size);
    low.set(id, order.size - 1);
    open.push(id);
    return { id, next: 0 };
  };
  const lower = (id: RecordId, value: number) => low.set(id, Math.min(low.get(id) ?? value, value));
  for (const start of edges.keys()) {
    if (order.has(start)) continue;
    const frames = [enter(start)];
    for (let frame = frames.at(-1); frame; frame = frames.at(-1)) {
      const target = edges.get(frame.id)?.[frame.next++];
      if (target !== undefined) {
        if (!order.has(target)) frames.push(enter(target));
        else if (!component.has(target)) lower(frame.id, order.get(target) ?? 0);
        continue;
      }
      frames.pop();
      const above = frames.at(-1);
      if (above) lower(above.id, low.get(frame.id) ?? 0);
      if (low.get(frame.id) !== order.get(frame.id)) continue;
      const number = order.get(frame.id) ?? 0;
      for (const id of open.splice(open.indexOf(frame.id))) component.set(id, number);
    }
  }
  return component;
}
