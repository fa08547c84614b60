import type { Pool } from 'pg';
import type { LiveChange } from '../../src/core/protocol/change';
import { columnOwners, isColumnOf, parentTables } from '../../src/core/schema/inheritance';
import { MemoryState } from '../../src/core/schema/memory-state';
import { claimsOf } from '../../src/core/schema/names';
import type { RecordState, SchemaRecord } from '../../src/core/schema/record';
import { isKind, isLive } from '../../src/core/schema/record';
import { referencedKey, referencesOf } from '../../src/core/schema/references';
import { sameJson } from '../../src/core/std/canonical-json';
import type { LogEntry } from '../support/log';

/** What could not exist in a database, in words; empty when all is well. */
export function incoherences(state: MemoryState): readonly string[] {
  const found: string[] = [];
  const names = new Map<string, string>();
  for (const record of state.records()) {
    if (record.parentId && !isLive(state.get(record.parentId)))
      found.push(`orphan ${record.kind} ${record.id}`);
    for (const id of referencesOf(record, state)) {
      if (!isLive(state.get(id))) found.push(`${record.kind} ${record.id} relies on ${id}, which is gone`);
    }
    if (isKind(record, 'foreign-key')) found.push(...foreignKeyDamage(state, record));
    found.push(...inheritanceDamage(state, record));
    for (const { scope, name } of claimsOf(record, state)) {
      const key = `${scope} ${name}`;
      if (names.has(key)) found.push(`two hold ${key}`);
      names.set(key, record.id);
    }
  }
  return found;
}

function inheritanceDamage(state: MemoryState, record: SchemaRecord): readonly string[] {
  const found: string[] = [];
  if (isKind(record, 'column') && state.live(record.body.tableId, 'table')?.body.partitionOf)
    found.push(`the partition ${record.body.tableId} has a column of its own`);
  if (isKind(record, 'table')) {
    const { partitionOf, inherits } = record.body;
    if (partitionOf && !state.live(partitionOf.tableId, 'table')?.body.partitionBy)
      found.push(`${record.id} is a partition of a table that is not partitioned`);
    if (partitionOf && inherits) found.push(`the partition ${record.id} inherits`);
    const above = parentTables(record.body).flatMap((id) => columnOwners(id, state));
    if (above.includes(record.id)) found.push(`${record.id} is above itself`);
  }
  if (isKind(record, 'index') || isKind(record, 'primary-key') || isKind(record, 'exclusion')) {
    const strangers = referencesOf(record, state).filter(
      (id) => isKind(state.get(id), 'column') && !isColumnOf(state.get(id), record.body.tableId, state),
    );
    if (strangers.length > 0) found.push(`${record.kind} ${record.id} names a column of another table`);
  }
  if (isKind(record, 'primary-key')) {
    const key = state.live(record.body.tableId, 'table')?.body.partitionBy?.elements ?? [];
    if (key.some((one) => 'columnId' in one && !record.body.columnIds.includes(one.columnId)))
      found.push(`the key ${record.id} lacks the partition key`);
  }
  return found;
}

function foreignKeyDamage(
  state: MemoryState,
  foreignKey: Extract<RecordState, { kind: 'foreign-key' }>,
): readonly string[] {
  if (!isLive(foreignKey)) return [];
  const { columnIds, referencedColumnIds } = foreignKey.body;
  const types = [columnIds, referencedColumnIds].map((ids) => ids.map((id) => comparedType(state, id)));
  const found: string[] = [];
  if (!sameJson(types[0], types[1]))
    found.push(`foreign key ${foreignKey.id} compares ${JSON.stringify(types)}`);
  if (!referencedKey(foreignKey.body, state)) found.push(`foreign key ${foreignKey.id} without a key`);
  return found;
}

/** A column's type; of a domain the one it is made of. Integers can be compared, whatever their length. */
function comparedType(state: MemoryState, id: string): string | undefined {
  const column = state.live(id, 'column');
  const type = state.live(column?.body.typeId ?? '', 'domain')?.body.type ?? column?.body.type;
  return type === 'bigint' || type === 'smallint' ? 'integer' : type;
}

/**
 * Replays the log from empty, or from `start`: version gaps, prefixes that could not exist (as `look` sees them),
 * and differences to what is stored.
 */
export function replayDamage(
  log: readonly LogEntry[],
  stored: readonly RecordState[],
  start: readonly RecordState[] = [],
  look: (state: MemoryState) => readonly string[] = incoherences,
): readonly string[] {
  const state = MemoryState.from(start);
  const found: string[] = [];
  for (const { id, entries } of log) {
    for (const { record } of entries) {
      const known = state.get(record.id)?.version ?? 0;
      if (record.version !== known + 1) found.push(`gap: ${record.id} ${known} → ${record.version}`);
      state.replace(record);
    }
    const broken = look(state);
    if (broken.length > 0) found.push(`prefix ending in ${id}: ${broken[0]}`);
  }
  for (const record of stored) {
    if (!sameJson(state.get(record.id), record))
      found.push(`replayed ${record.id} differs from the stored one`);
  }
  return found;
}

/** The stored records, read without our code. */
export async function storedStates(
  pool: Pick<Pool, 'query'>,
  projectId: string,
): Promise<readonly RecordState[]> {
  const { rows } = await pool.query('SELECT * FROM records WHERE project_id = $1', [projectId]);
  return rows.map((row) => {
    const { id, kind, version, parent_id: parentId } = row;
    const rest = row.face === null ? { deleted: true } : { body: JSON.parse(row.body) };
    return { id, kind, version, parentId, ...rest } as RecordState;
  });
}

/** A reader of the feed that applies what it gets and looks after each batch whether that can exist. */
export class FollowingReader {
  readonly state = new MemoryState();
  readonly seen = new Map<string, number>();
  readonly damage: string[] = [];

  take(changes: readonly Pick<LiveChange, 'id' | 'records'>[]): void {
    for (const change of changes) {
      this.seen.set(change.id, (this.seen.get(change.id) ?? 0) + 1);
      for (const record of change.records) this.state.put(record as RecordState);
    }
    const broken = incoherences(this.state);
    if (broken.length > 0) this.damage.push(`a batch left: ${broken[0]}`);
  }
}
