/**
 * Which foreign keys are drawn. Partitions stand on the canvas as their partitioned table, so foreign keys of
 * several of them can be one line: the partitioned table's own is drawn, else the first by id.
 */
import type { RecordId } from '../../core/schema/ids';
import { partitionRoot } from '../../core/schema/inheritance';
import type { MemoryState } from '../../core/schema/memory-state';
import type { SchemaRecord } from '../../core/schema/record';

type Line = { readonly members: Set<RecordId>; shown: RecordId | undefined };

export class RelationshipLines {
  readonly #lines = new Map<string, Line>();
  readonly #lineOf = new Map<RecordId, string>();

  clear(): void {
    this.#lines.clear();
    this.#lineOf.clear();
  }

  /** Takes note of these foreign keys as they are now, and says which ones may be drawn differently because of it. */
  follow(ids: Iterable<RecordId>, state: MemoryState): ReadonlySet<RecordId> {
    const touched = new Set<string>();
    const concerned = new Set<RecordId>();
    for (const id of ids) {
      concerned.add(id);
      const before = this.#lineOf.get(id);
      const key = state.live(id, 'foreign-key');
      const now = key && lineOf(key, state);
      if (before !== undefined) touched.add(before);
      if (now !== undefined) touched.add(now);
      if (before !== now) this.#move(id, before, now);
    }
    for (const name of touched) {
      const line = this.#lines.get(name);
      if (!line) continue;
      const was = line.shown;
      line.shown = firstOf(line.members, state);
      for (const id of [was, line.shown]) if (id !== undefined) concerned.add(id);
      if (line.members.size === 0) this.#lines.delete(name);
    }
    return concerned;
  }

  /** Whether this foreign key is the one that is drawn of those that look the same. */
  isShown(id: RecordId): boolean {
    return this.#lines.get(this.#lineOf.get(id) ?? '')?.shown === id;
  }

  #move(id: RecordId, before: string | undefined, now: string | undefined): void {
    if (before !== undefined) this.#lines.get(before)?.members.delete(id);
    if (now === undefined) {
      this.#lineOf.delete(id);
      return;
    }
    this.#lineOf.set(id, now);
    const line = this.#lines.get(now);
    if (line) line.members.add(id);
    else this.#lines.set(now, { members: new Set([id]), shown: undefined });
  }
}

/** The same for foreign keys that would be drawn on top of each other; its own where no partition is in it. */
function lineOf({ id, body }: SchemaRecord<'foreign-key'>, state: MemoryState): string {
  const from = partitionRoot(body.tableId, state);
  const to = partitionRoot(body.referencedTableId, state);
  const hasPartition =
    isPartitionedWay(body.tableId, state) || isPartitionedWay(body.referencedTableId, state);
  return hasPartition ? [from, ...body.columnIds, to, ...body.referencedColumnIds].join(' ') : id;
}

function isPartitionedWay(tableId: RecordId, state: MemoryState): boolean {
  const table = state.live(tableId, 'table');
  return table?.body.partitionOf !== undefined || table?.body.partitionBy !== undefined;
}

function firstOf(members: ReadonlySet<RecordId>, state: MemoryState): RecordId | undefined {
  let first: SchemaRecord<'foreign-key'> | undefined;
  for (const id of members) {
    const key = state.live(id, 'foreign-key');
    if (key && (!first || rank(key, state) < rank(first, state))) first = key;
  }
  return first?.id;
}

/** Sorts keys of partitioned tables before those of partitions, then by id. */
function rank({ id, body }: SchemaRecord<'foreign-key'>, state: MemoryState): string {
  const isOwn = partitionRoot(body.tableId, state) === body.tableId;
  return `${isOwn ? 0 : 1} ${id}`;
}
