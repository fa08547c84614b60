import type { BodyOf } from '../../schema/bodies';
import type { RecordId } from '../../schema/ids';
import { parentTables } from '../../schema/inheritance';
import type { RecordKind } from '../../schema/kinds';
import type { Space } from '../../schema/names';
import { eachClaim } from '../../schema/names';
import { orderKeyBetween } from '../../schema/order-key';
import type { RecordState, SchemaRecord } from '../../schema/record';
import { isKind, parentOf } from '../../schema/record';
import { must } from '../../std/assert';

/** A kind of record that belongs to a table and is a constraint of it. */
type ConstraintRecord =
  | SchemaRecord<'primary-key'>
  | SchemaRecord<'unique'>
  | SchemaRecord<'foreign-key'>
  | SchemaRecord<'check'>
  | SchemaRecord<'exclusion'>;

export function isConstraint(record: SchemaRecord): record is ConstraintRecord {
  return (
    record.kind === 'primary-key' ||
    record.kind === 'unique' ||
    record.kind === 'foreign-key' ||
    record.kind === 'check' ||
    record.kind === 'exclusion'
  );
}

/**
 * The database as it is after the statements read so far, in the model's records and looked up by name
 * as PostgreSQL's catalogue is. Mutable, used by one import.
 */
export class Catalog {
  readonly #records = new Map<RecordId, SchemaRecord>();
  /** By what makes a scope, then by name. */
  readonly #names: Readonly<Record<Space, Map<RecordId | null, Map<string, RecordId>>>> = {
    namespaces: new Map(),
    relations: new Map(),
    types: new Map(),
    columns: new Map(),
    constraints: new Map(),
    single: new Map(),
  };
  readonly #children = new Map<RecordId, Set<RecordId>>();
  /** Records by what they rely on: see `eachLink`. */
  readonly #linked: Readonly<Record<Link, Map<RecordId, Set<RecordId>>>> = {
    referencing: new Map(),
    heir: new Map(),
    owned: new Map(),
    drawing: new Map(),
    typed: new Map(),
  };
  /** How many constraints of a namespace have a name: PostgreSQL avoids these when it makes one up. */
  readonly #constraintNames = new Map<RecordId, Map<string, number>>();
  /** Sequences behind identity columns, which are no records of their own: name → column. */
  readonly #identitySequences = new Map<string, RecordId>();
  /** The ids of all records that were ever created, in that order. */
  readonly #created: RecordId[] = [];
  readonly #mintId: () => string;

  constructor(mintId: () => string) {
    this.#mintId = mintId;
  }

  records(): IterableIterator<SchemaRecord> {
    return this.#records.values();
  }

  hasKind(kind: RecordKind): boolean {
    for (const record of this.#records.values()) if (record.kind === kind) return true;
    return false;
  }

  get(id: RecordId): RecordState | undefined {
    return this.#records.get(id);
  }

  live<Kind extends RecordKind>(id: RecordId | undefined, kind: Kind): SchemaRecord<Kind> | undefined {
    const record = id === undefined ? undefined : this.#records.get(id);
    return isKind(record, kind) ? record : undefined;
  }

  children(id: RecordId): readonly SchemaRecord[] {
    return this.#recordsOf(this.#children.get(id));
  }

  childIds(id: RecordId): Iterable<RecordId> {
    return this.#children.get(id) ?? [];
  }

  childrenOf<Kind extends RecordKind>(id: RecordId, kind: Kind): readonly SchemaRecord<Kind>[] {
    const found: SchemaRecord<Kind>[] = [];
    for (const childId of this.childIds(id)) {
      const child = this.live(childId, kind);
      if (child) found.push(child);
    }
    return found;
  }

  #holder(space: Space, ownerId: RecordId | null, name: string): RecordId | undefined {
    return this.#names[space].get(ownerId)?.get(name);
  }

  /** Adds a record; `id` is one that no record has. Undefined when one of its names is taken. */
  create<Kind extends RecordKind>(
    kind: Kind,
    body: BodyOf<Kind>,
    id: RecordId = this.#mintId(),
  ): SchemaRecord<Kind> | undefined {
    const record = { id, kind, version: 1, parentId: parentOf(kind, body), body } as SchemaRecord<Kind>;
    if (this.#isTaken(record)) return undefined;
    this.#add(record);
    this.#created.push(id);
    return record;
  }

  /** How many records have been created so far: for `createdSince`. */
  get createdCount(): number {
    return this.#created.length;
  }

  /** What was created after so many others and is still there, in that order. */
  createdSince(count: number): readonly SchemaRecord[] {
    return this.#recordsOf(this.#created.slice(count));
  }

  /** A new id, for a body that has to know its own (order keys). */
  mintId(): RecordId {
    return this.#mintId();
  }

  /** Changes fields of a record; a field set to undefined is removed. False when a name is taken. */
  update<Kind extends RecordKind>(record: SchemaRecord<Kind>, patch: Partial<BodyOf<Kind>>): boolean {
    const current = this.#records.get(record.id) ?? record;
    const body: Record<string, unknown> = { ...current.body };
    for (const [field, value] of Object.entries(patch)) {
      if (value !== undefined) body[field] = value;
      else if (field in body) delete body[field];
    }
    return this.put({ ...current, parentId: parentOf(record.kind, body), body } as SchemaRecord);
  }

  /** Takes a record unless somebody else holds one of its names. */
  put(record: SchemaRecord): boolean {
    const known = this.#records.get(record.id);
    if (known && this.#isFoundAlike(known, record)) {
      // Most changes of a record leave its names and links alone.
      this.#records.set(record.id, record);
      return true;
    }
    if (this.#isTaken(record)) return false;
    const moves = known !== undefined && known.parentId !== record.parentId;
    // A table's relations are named in its namespace: with the table they move.
    const children = moves && isKind(known, 'table') ? this.children(record.id) : [];
    for (const child of children) this.#unindex(child);
    if (known) this.#unindex(known);
    if (moves) this.#children.get(known.parentId ?? '')?.delete(record.id);
    this.#add(record);
    for (const child of children) this.#index(child);
    return true;
  }

  /** Removes a record and everything that belongs to it. */
  remove(id: RecordId): void {
    const record = this.#records.get(id);
    if (record === undefined) return;
    for (const child of this.children(id)) this.remove(child.id);
    this.#unindex(record);
    this.#records.delete(id);
    this.#children.delete(id);
    if (record.parentId !== null) this.#children.get(record.parentId)?.delete(id);
    if (record.kind === 'column' && record.body.identity) this.forgetIdentitySequence(id);
  }

  namespaceId(name: string): RecordId | undefined {
    return this.#holder('namespaces', null, name);
  }

  namespaceName(id: RecordId): string {
    return must(this.live(id, 'namespace'), 'namespace').body.name;
  }

  relation(namespaceId: RecordId, name: string): SchemaRecord | undefined {
    return this.#records.get(this.#holder('relations', namespaceId, name) ?? '');
  }

  type(namespaceId: RecordId, name: string): SchemaRecord | undefined {
    return this.#records.get(this.#holder('types', namespaceId, name) ?? '');
  }

  column(tableId: RecordId, name: string): SchemaRecord<'column'> | undefined {
    return this.live(this.#holder('columns', tableId, name), 'column');
  }

  constraint(tableId: RecordId, name: string): ConstraintRecord | undefined {
    const record = this.#records.get(this.#holder('constraints', tableId, name) ?? '');
    return record && isConstraint(record) ? record : undefined;
  }

  /** Foreign keys that refer to a table. */
  referencing(tableId: RecordId): readonly SchemaRecord<'foreign-key'>[] {
    return this.#linkedAs('referencing', tableId).filter((record) => isKind(record, 'foreign-key'));
  }

  /** Tables right below one: its partitions, and what inherits from it. */
  heirs(tableId: RecordId): readonly SchemaRecord<'table'>[] {
    return this.#linkedAs('heir', tableId).filter((record) => isKind(record, 'table'));
  }

  /** Whether there is a partition, or a table that inherits. */
  hasHeirs(): boolean {
    for (const heirs of this.#linked.heir.values()) if (heirs.size > 0) return true;
    return false;
  }

  /** Sequences that a column owns. */
  ownedSequences(columnId: RecordId): readonly SchemaRecord<'sequence'>[] {
    return this.#linkedAs('owned', columnId).filter((record) => isKind(record, 'sequence'));
  }

  /** Columns whose default is the next value of a sequence. */
  drawing(sequenceId: RecordId): readonly SchemaRecord<'column'>[] {
    return this.#linkedAs('drawing', sequenceId).filter((record) => isKind(record, 'column'));
  }

  /** Columns, domains, composite and range types that are made of a type. */
  usersOfType(typeId: RecordId): readonly SchemaRecord[] {
    return this.#linkedAs('typed', typeId);
  }

  #linkedAs(link: Link, id: RecordId): readonly SchemaRecord[] {
    return this.#recordsOf(this.#linked[link].get(id));
  }

  #recordsOf(ids: Iterable<RecordId> = []): readonly SchemaRecord[] {
    const found: SchemaRecord[] = [];
    for (const id of ids) {
      const record = this.#records.get(id);
      if (record) found.push(record);
    }
    return found;
  }

  isRelationTaken(namespaceId: RecordId, name: string): boolean {
    return (
      this.#holder('relations', namespaceId, name) !== undefined ||
      this.#identitySequences.has(nameKey(namespaceId, name))
    );
  }

  isConstraintTaken(namespaceId: RecordId, name: string): boolean {
    return this.#constraintNames.get(namespaceId)?.has(name) === true;
  }

  /** Notes the name of the sequence that stands behind an identity column. */
  setIdentitySequence(namespaceId: RecordId, name: string, columnId: RecordId): void {
    this.#identitySequences.set(nameKey(namespaceId, name), columnId);
  }

  identityColumn(namespaceId: RecordId, name: string): SchemaRecord<'column'> | undefined {
    return this.live(this.#identitySequences.get(nameKey(namespaceId, name)), 'column');
  }

  /** The order key of a column that is added behind all others of its table. */
  nextOrder(tableId: RecordId, id: RecordId): string {
    let last: SchemaRecord<'column'> | undefined;
    for (const childId of this.childIds(tableId)) last = this.live(childId, 'column') ?? last;
    return orderKeyBetween(last?.body.order ?? null, null, id);
  }

  /** Every sequence behind an identity column: its name and the column. */
  *identitySequences(): IterableIterator<{ readonly name: string; readonly column: SchemaRecord<'column'> }> {
    for (const [key, columnId] of this.#identitySequences) {
      const column = this.live(columnId, 'column');
      if (column) yield { name: key.slice(key.indexOf('\0') + 1), column };
    }
  }

  /** Gives up the name of the sequence behind a column that is no identity column any more. */
  forgetIdentitySequence(columnId: RecordId): void {
    for (const [name, id] of this.#identitySequences) {
      if (id === columnId) this.#identitySequences.delete(name);
    }
  }

  /** Whether somebody else holds one of its names. */
  #isTaken(record: SchemaRecord): boolean {
    let isTaken = false;
    eachClaim(record, this, (space, ownerId, name) => {
      isTaken ||= (this.#holder(space, ownerId, name) ?? record.id) !== record.id;
    });
    return isTaken;
  }

  #add(record: SchemaRecord): void {
    this.#records.set(record.id, record);
    if (record.parentId !== null) addTo(this.#children, record.parentId, record.id);
    this.#index(record);
  }

  #index(record: SchemaRecord): void {
    eachClaim(record, this, (space, ownerId, name) => {
      const names = this.#names[space].get(ownerId);
      if (names) names.set(name, record.id);
      else this.#names[space].set(ownerId, new Map([[name, record.id]]));
    });
    eachLink(record, (link, id) => addTo(this.#linked[link], id, record.id));
    this.#countConstraints(record, 1);
  }

  #unindex(record: SchemaRecord): void {
    eachClaim(record, this, (space, ownerId, name) => {
      const names = this.#names[space].get(ownerId);
      if (names?.get(name) === record.id) names.delete(name);
    });
    eachLink(record, (link, id) => this.#linked[link].get(id)?.delete(record.id));
    this.#countConstraints(record, -1);
  }

  /** Whether two states of a record have the same owner, names and links. */
  #isFoundAlike(one: SchemaRecord, other: SchemaRecord): boolean {
    return one.parentId === other.parentId && isSameList(this.#foundAs(one), this.#foundAs(other));
  }

  #foundAs(record: SchemaRecord): readonly string[] {
    const found: string[] = [];
    eachClaim(record, this, (space, ownerId, name) => found.push(space, ownerId ?? '', name));
    eachLink(record, (link, id) => found.push(link, id));
    if (isKind(record, 'domain')) for (const { name } of record.body.checks ?? []) found.push('check', name);
    return found;
  }

  /** The names of constraints that a record is or has, in its namespace. */
  #countConstraints(record: SchemaRecord, by: number): void {
    if (isKind(record, 'domain')) {
      for (const { name } of record.body.checks ?? [])
        this.#countConstraint(record.body.namespaceId, name, by);
    } else if (isConstraint(record)) {
      const table = this.live(record.body.tableId, 'table');
      if (table) this.#countConstraint(table.body.namespaceId, record.body.name, by);
    }
  }

  #countConstraint(namespaceId: RecordId, name: string, by: number): void {
    const names = this.#constraintNames.get(namespaceId) ?? new Map<string, number>();
    this.#constraintNames.set(namespaceId, names);
    const count = (names.get(name) ?? 0) + by;
    if (count > 0) names.set(name, count);
    else names.delete(name);
  }
}

function isSameList(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((key, at) => key === other[at]);
}

type Link = 'referencing' | 'heir' | 'owned' | 'drawing' | 'typed';

/** What is looked up from the other side: a table's foreign keys and heirs, a column's sequences … */
function eachLink(record: SchemaRecord, take: (link: Link, id: RecordId) => void): void {
  switch (record.kind) {
    case 'foreign-key':
      take('referencing', record.body.referencedTableId);
      return;
    case 'table':
      for (const id of parentTables(record.body)) take('heir', id);
      return;
    case 'sequence':
      if (record.body.ownedByColumnId !== undefined) take('owned', record.body.ownedByColumnId);
      return;
    case 'column': {
      const { default: value, typeId } = record.body;
      if (value?.kind === 'sequence') take('drawing', value.sequenceId);
      if (typeId !== undefined) take('typed', typeId);
      return;
    }
    case 'domain':
    case 'range':
      if (record.body.typeId !== undefined) take('typed', record.body.typeId);
      return;
    case 'composite':
      for (const { typeId } of record.body.attributes) if (typeId !== undefined) take('typed', typeId);
      return;
    default:
      return;
  }
}

function nameKey(scope: string, name: string): string {
  return `${scope}\0${name}`;
}

function addTo(map: Map<RecordId, Set<RecordId>>, key: RecordId, id: RecordId): void {
  const set = map.get(key);
  if (set) set.add(id);
  else map.set(key, new Set([id]));
}
