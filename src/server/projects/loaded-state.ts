import type { PoolClient } from 'pg';
import type { RecordId } from '../../core/schema/ids';
import type { Operation } from '../../core/schema/operation';
import type { FieldVersions, StateReader } from '../../core/schema/reader';
import type { RecordState, SchemaRecord } from '../../core/schema/record';
import { isLive } from '../../core/schema/record';
import { statements } from '../storage/statements';
import type { RecordRow, StoredRecord } from './stored-record';
import { storedRecord } from './stored-record';

type LoadedRow = RecordRow & {
  readonly what: 'record' | 'child' | 'referrer' | 'name';
  readonly asked: string | null;
  readonly scope: string | null;
  readonly name: string | null;
};

const nothing: FieldVersions = {};

/** The records that operations name: what they change, and in what they create, what it refers to. */
export function idsNamedBy(operations: readonly Operation[]): readonly RecordId[] {
  const ids = new Set<RecordId>();
  for (const operation of operations) {
    ids.add(operation.id);
    if (operation.verb !== 'create') continue;
    for (const [field, value] of Object.entries(operation.body)) {
      if (typeof value === 'string' && field.endsWith('Id')) ids.add(value);
      if (Array.isArray(value) && field.endsWith('Ids')) for (const id of value) ids.add(String(id));
    }
  }
  return [...ids];
}

/**
 * The part of a database snapshot that a mutation needs, found by asking: the schema rules read from
 * it, it notes what it does not have and answers "nothing there", and `loadMissing` fetches all of that
 * in one statement. When the rules have run without missing anything, their outcome counts. So what a
 * rule needs is written once, in the rule.
 */
export class LoadedState implements StateReader {
  readonly #projectId: string;
  readonly #jobId: string | null;
  readonly #records = new Map<RecordId, StoredRecord | null>();
  readonly #children = new Map<RecordId, RecordId[]>();
  readonly #referrers = new Map<RecordId, RecordId[]>();
  readonly #names = new Map<string, RecordId | null>();
  #wanted = emptyWants();

  constructor(projectId: string, jobId: string | null) {
    this.#projectId = projectId;
    this.#jobId = jobId;
  }

  /** Takes records that were read in the same snapshot. Those of `asked` that are not in `rows` do not exist. */
  know(asked: Iterable<RecordId>, rows: readonly RecordRow[]): void {
    for (const id of asked) this.#records.set(id, null);
    for (const row of rows) this.#records.set(row.id, storedRecord(row));
  }

  /** Takes records that are believed to be so; whoever writes by them has to make sure of it. */
  believe(records: readonly StoredRecord[]): void {
    for (const stored of records) this.#records.set(stored.state.id, stored);
  }

  get isMissingSomething(): boolean {
    const { ids, parents, referred, names } = this.#wanted;
    return ids.size + parents.size + referred.size + names.size > 0;
  }

  /** Fetches everything that was asked for in vain, in one statement of the snapshot's transaction. */
  async loadMissing(client: PoolClient): Promise<void> {
    const wanted = this.#wanted;
    this.#wanted = emptyWants();
    const names = [...wanted.names.values()];
    const { rows } = await client.query<LoadedRow>(statements.load, [
      this.#projectId,
      [...wanted.ids],
      [...wanted.parents],
      [...wanted.referred],
      names.map((one) => one.scope),
      names.map((one) => one.name),
      this.#jobId,
    ]);
    for (const id of wanted.ids) this.#records.set(id, this.#records.get(id) ?? null);
    for (const id of wanted.parents) this.#children.set(id, []);
    for (const id of wanted.referred) this.#referrers.set(id, []);
    for (const key of wanted.names.keys()) this.#names.set(key, null);
    for (const row of rows) this.#take(row);
  }

  get(id: RecordId): RecordState | undefined {
    return this.#stored(id)?.state;
  }

  children(id: RecordId): readonly SchemaRecord[] {
    return this.#list(this.#children, id, this.#wanted.parents);
  }

  referrers(id: RecordId): readonly SchemaRecord[] {
    return this.#list(this.#referrers, id, this.#wanted.referred);
  }

  holder(scope: string, name: string): RecordId | undefined {
    const key = `${scope}\0${name}`;
    const known = this.#names.get(key);
    if (known === undefined) this.#wanted.names.set(key, { scope, name });
    return known ?? undefined;
  }

  fieldVersions(id: RecordId): FieldVersions {
    return this.#stored(id)?.fields ?? nothing;
  }

  /** What the store knows of a record beyond its state; undefined when there is none. */
  stored(id: RecordId): StoredRecord | undefined {
    return this.#stored(id) ?? undefined;
  }

  #stored(id: RecordId): StoredRecord | null {
    const known = this.#records.get(id);
    if (known === undefined) this.#wanted.ids.add(id);
    return known ?? null;
  }

  #list(
    lists: ReadonlyMap<RecordId, readonly RecordId[]>,
    id: RecordId,
    wanted: Set<RecordId>,
  ): readonly SchemaRecord[] {
    const ids = lists.get(id);
    if (ids === undefined) wanted.add(id);
    return (ids ?? []).map((one) => this.#records.get(one)?.state).filter(isLive);
  }

  #take(row: LoadedRow): void {
    if (row.what === 'name') {
      this.#names.set(`${row.scope}\0${row.name}`, row.id);
      return;
    }
    if (!this.#records.get(row.id)) this.#records.set(row.id, storedRecord(row));
    if (row.what === 'child' && row.parent_id) this.#children.get(row.parent_id)?.push(row.id);
    if (row.what === 'referrer' && row.asked) this.#referrers.get(row.asked)?.push(row.id);
  }
}

function emptyWants() {
  return {
    ids: new Set<RecordId>(),
    parents: new Set<RecordId>(),
    referred: new Set<RecordId>(),
    names: new Map<string, { readonly scope: string; readonly name: string }>(),
  };
}
