/** Tables of a project → what lies on the clipboard: a clip, and the same as SQL. Pure. */
import { exportPostgresql } from '../../../core/formats/postgresql/export-postgresql';
import type { RecordId } from '../../../core/schema/ids';
import { columnOwners, columnsOf } from '../../../core/schema/inheritance';
import { MemoryState } from '../../../core/schema/memory-state';
import type { SchemaRecord } from '../../../core/schema/record';
import { isKind, isLive } from '../../../core/schema/record';
import { referencesOf } from '../../../core/schema/references';
import type { Rect } from '../../canvas/geometry/rect';
import { isDrawn } from '../../view/drawn-tables';
import type { Clip } from './clip';
import { clipRecord } from './clip';

/**
 * These tables with all that is theirs; those that are gone are left out, and partitions, which have no columns of
 * their own. A partitioned table comes without its partitions: where those lie is seldom the same elsewhere. `rectOf`:
 * where a table stands.
 */
export function copyTables(
  state: MemoryState,
  tableIds: Iterable<RecordId>,
  rectOf: (tableId: RecordId) => Rect | null,
): Clip | null {
  const tables = [...new Set(tableIds)].flatMap((id) => state.live(id, 'table') ?? []).filter(isDrawn);
  if (tables.length === 0) return null;
  const collected = new Collection(state);
  for (const table of tables) collected.takeTable(table);
  collected.takeContext();
  return {
    tables: tables.map(({ id }) => placeOf(id, rectOf(id))),
    records: collected.records(),
  };
}

function placeOf(id: RecordId, rect: Rect | null): Clip['tables'][number] {
  const { x, y, width, height } = rect ?? { x: 0, y: 0, width: 0, height: 0 };
  return { id, x, y, width, height };
}

const structuredTypes: ReadonlySet<string> = new Set(['domain', 'composite', 'range']);

class Collection {
  readonly #state: MemoryState;
  /** The copied tables and all that is theirs. */
  readonly #own = new Map<RecordId, SchemaRecord>();
  /** What that refers to. */
  readonly #context = new Map<RecordId, SchemaRecord>();

  constructor(state: MemoryState) {
    this.#state = state;
  }

  takeTable(table: SchemaRecord<'table'>): void {
    this.#own.set(table.id, table);
    for (const child of this.#state.children(table.id)) {
      // Statements mention more than can be seen here; findings are about the original.
      if (child.kind !== 'verbatim' && child.kind !== 'review-setting') this.#own.set(child.id, child);
    }
    // A sequence that one of its columns owns is as much part of the table as the column.
    for (const column of this.#state.childrenOf(table.id, 'column')) {
      for (const user of this.#state.referrers(column.id)) {
        if (isKind(user, 'sequence') && user.body.ownedByColumnId === column.id) this.#own.set(user.id, user);
      }
    }
  }

  takeContext(): void {
    for (const record of this.#own.values()) {
      this.#takeOwner(record);
      for (const id of referencesOf(record, this.#state)) this.#take(id);
      if (record.kind === 'foreign-key') this.#take(record.body.referencedTableId);
      if (record.kind === 'table') this.#takeInherited(record.id);
    }
  }

  /** The columns that a table has from others: where those are not, the copy has them as its own. */
  #takeInherited(tableId: RecordId): void {
    for (const column of columnsOf(tableId, this.#state)) {
      this.#take(column.id);
      for (const id of referencesOf(column, this.#state)) this.#take(id);
    }
  }

  records(): readonly SchemaRecord[] {
    return [...this.#own.values(), ...this.#context.values()].map((record) => {
      const body = this.#withoutStrangers(record);
      return clipRecord(record.id, record.kind, body);
    });
  }

  #take(id: RecordId): void {
    const record = this.#state.get(id);
    if (!isLive(record) || this.#own.has(id) || this.#context.has(id)) return;
    this.#context.set(id, record);
    this.#takeOwner(record);
    // A domain is over another type of the project, a composite type is made of some.
    if (structuredTypes.has(record.kind))
      for (const used of referencesOf(record, this.#state)) this.#take(used);
  }

  #takeOwner(record: SchemaRecord): void {
    if (record.parentId !== null) this.#take(record.parentId);
    if (!isKind(record, 'verbatim')) return;
    for (const defined of [record.body.definesType, record.body.definesRelation]) {
      if (defined) this.#take(defined.namespaceId);
    }
  }

  /** A sequence that a column elsewhere owns is used by a copied one, not theirs. */
  #withoutStrangers(record: SchemaRecord): SchemaRecord['body'] {
    if (!isKind(record, 'sequence') || this.#own.has(record.id)) return record.body;
    const { ownedByColumnId: _owner, ...body } = record.body;
    return body;
  }
}

/**
 * The copied tables as PostgreSQL DDL that loads into an empty database. What they refer to comes first, as far
 * as it is theirs to bring; foreign keys to tables that were not copied are named in a comment instead.
 */
export function sqlOf(clip: Clip): string {
  const copied = new Set(clip.tables.map(({ id }) => id));
  const all = MemoryState.from(clip.records);
  // What a table inherits from has to be there before it.
  const inside = new Set([...copied].flatMap((id) => columnOwners(id, all)));
  const isOutside = (record: SchemaRecord) => {
    const tableId = isKind(record, 'table')
      ? record.id
      : 'tableId' in record.body
        ? record.body.tableId
        : null;
    return tableId !== null && !inside.has(tableId);
  };
  const leavesOut = (record: SchemaRecord) =>
    record.kind === 'foreign-key' && !copied.has(record.body.referencedTableId);
  const left = clip.records.filter((record) => leavesOut(record) && !isOutside(record));
  const kept = clip.records.filter((record) => !isOutside(record) && !leavesOut(record));
  const { sql } = exportPostgresql(MemoryState.from(kept), { heading: headingOf(all, clip, left) });
  return sql;
}

function headingOf(state: MemoryState, clip: Clip, left: readonly SchemaRecord[]): string {
  const names = clip.tables.flatMap(({ id }) => state.live(id, 'table')?.body.name ?? []);
  const notes = left.flatMap((record) => {
    if (!isKind(record, 'foreign-key')) return [];
    const target = state.live(record.body.referencedTableId, 'table')?.body.name ?? 'a table';
    return [`-- Without the foreign key ${oneLine(record.body.name)}: ${oneLine(target)} was not copied.\n`];
  });
  return [`-- ${names.map(oneLine).join(', ')}\n`, ...notes].join('');
}

/** A name in a comment: one with a line break would end it. */
function oneLine(name: string): string {
  return name.replaceAll(/[\r\n\u2028\u2029]+/g, ' ');
}
