import type { RecordId } from '../../core/schema/ids';
import type { MemoryState } from '../../core/schema/memory-state';
import type { Claim } from '../../core/schema/names';
import { claimsOf } from '../../core/schema/names';
import type { Operation } from '../../core/schema/operation';
import type { SchemaRecord } from '../../core/schema/record';
import { referencesOf } from '../../core/schema/references';

/** As much as one transaction takes on every engine, with its claims and references: see attempt.ts. */
const recordsPerPiece = 900;
const rowsPerPiece = 2_500;
const bytesPerPiece = 900_000;

/**
 * The records of an import as creates, in pieces that can be written one after the other: whatever a
 * piece relies on is in it or in one before. A table goes with its columns, keys, indexes and the
 * sequences its columns own, which may refer to each other in circles; foreign keys come last.
 */
export function importPieces(records: readonly SchemaRecord[]): readonly (readonly Operation[])[] {
  const byId = new Map<RecordId, SchemaRecord>(records.map((record) => [record.id, record]));
  const pieces: Operation[][] = [];
  let [piece, rows, bytes]: [Operation[], number, number] = [[], 0, 0];
  for (const group of groupsOf(records)) {
    const size = JSON.stringify(group).length;
    const more = group.reduce((sum, record) => sum + rowsOf(record, byId), 0);
    const isFull =
      piece.length + group.length > recordsPerPiece ||
      rows + more > rowsPerPiece ||
      bytes + size > bytesPerPiece;
    if (piece.length > 0 && isFull) {
      pieces.push(piece);
      [piece, rows, bytes] = [[], 0, 0];
    }
    piece.push(...group.map(createOf));
    rows += more;
    bytes += size;
  }
  if (piece.length > 0) pieces.push(piece);
  return pieces;
}

/** The rows that a new record comes to: its own, its names and what it relies on. */
function rowsOf(record: SchemaRecord, byId: ReadonlyMap<RecordId, SchemaRecord>): number {
  const reader = { get: (id: RecordId) => byId.get(id), children: () => [] };
  // The key that a foreign key stands on is not looked for here.
  const references = referencesOf(record, reader).length + (record.kind === 'foreign-key' ? 1 : 0);
  return 1 + claimsOf(record, reader).length + references;
}

function createOf({ id, kind, body }: SchemaRecord): Operation {
  return { verb: 'create', kind, id, body };
}

/** Records that have to be written together, in an order in which nothing comes before what it needs. */
function groupsOf(records: readonly SchemaRecord[]): readonly (readonly SchemaRecord[])[] {
  const byId = new Map<RecordId, SchemaRecord>(records.map((record) => [record.id, record]));
  const families = new Map<RecordId, SchemaRecord[]>();
  for (const record of records) {
    const head = headOf(record, byId);
    const family = families.get(head);
    if (!family) families.set(head, [record]);
    else if (record.id === head) family.unshift(record);
    else family.push(record);
  }
  return inOrderOfNeed(
    [...families.entries()].sort(([a], [b]) => rank(byId.get(a)) - rank(byId.get(b))),
    {
      needsOf: (record) => needsOf(record, byId),
      headOf: (id) => {
        const record = byId.get(id);
        return record && headOf(record, byId);
      },
    },
  );
}

function rank(record: SchemaRecord | undefined): number {
  return record?.kind === 'namespace' ? 0 : record?.kind === 'foreign-key' ? 2 : 1;
}

/** The record whose group this one is in: a table, for what may refer to each other in circles; else itself. */
function headOf(record: SchemaRecord, byId: ReadonlyMap<RecordId, SchemaRecord>): RecordId {
  const owner = ownerTable(record, byId);
  return owner !== undefined && byId.has(owner) ? owner : record.id;
}

/** What has to be there before, of this import. The key that a foreign key stands on is its table's. */
function needsOf(record: SchemaRecord, byId: ReadonlyMap<RecordId, SchemaRecord>): readonly RecordId[] {
  const reader = { get: (id: RecordId) => byId.get(id), children: () => [] };
  const needed = [...referencesOf(record, reader), ...(record.parentId === null ? [] : [record.parentId])];
  return record.kind === 'foreign-key' ? [...needed, record.body.referencedTableId] : needed;
}

/** Depth first, so that what is needed comes before; what needs each other in a circle stays as it came. */
function inOrderOfNeed(
  families: readonly (readonly [RecordId, readonly SchemaRecord[]])[],
  {
    needsOf: needs,
    headOf: head,
  }: {
    readonly needsOf: (record: SchemaRecord) => readonly RecordId[];
    readonly headOf: (id: RecordId) => RecordId | undefined;
  },
): readonly (readonly SchemaRecord[])[] {
  const byHead = new Map(families);
  const placed = new Set<RecordId>();
  const groups: (readonly SchemaRecord[])[] = [];
  const begun = new Set<RecordId>();
  // A stack of its own: chains of partitions, types and views can be longer than the call stack.
  for (const [first] of families) {
    const stack: RecordId[] = [first];
    while (stack.length > 0) {
      const id = stack.at(-1) ?? first;
      const family = byHead.get(id);
      if (placed.has(id) || !family) {
        stack.pop();
        continue;
      }
      const open = begun.has(id)
        ? []
        : family.flatMap((record) => needs(record).flatMap((need) => head(need) ?? []));
      begun.add(id);
      const missing = open.filter((need) => need !== id && !placed.has(need) && !begun.has(need));
      if (missing.length > 0) stack.push(...missing.reverse());
      else {
        placed.add(id);
        groups.push(family);
        stack.pop();
      }
    }
  }
  return groups;
}

function ownerTable(record: SchemaRecord, byId: ReadonlyMap<RecordId, SchemaRecord>): RecordId | undefined {
  switch (record.kind) {
    case 'column':
    case 'primary-key':
    case 'unique':
    case 'check':
    case 'exclusion':
    case 'index':
      return record.body.tableId;
    case 'sequence': {
      const column = byId.get(record.body.ownedByColumnId ?? '');
      return column?.kind === 'column' ? column.body.tableId : undefined;
    }
    case 'layout':
      return record.body.recordId;
    default:
      return undefined;
  }
}

/**
 * Names that the import needs and that something else in the project has already. Records of the import may
 * be there: a repeat of a request makes the same.
 */
export function takenNames(records: readonly SchemaRecord[], project: MemoryState): readonly Claim[] {
  const byId = new Map<RecordId, SchemaRecord>(records.map((record) => [record.id, record]));
  const reader = { get: (id: RecordId) => byId.get(id) ?? project.get(id) };
  return records
    .flatMap((record) => claimsOf(record, reader))
    .filter(({ scope, name, recordId }) => {
      const holder = project.holder(scope, name);
      return holder !== undefined && holder !== recordId;
    });
}

/** The records with other names where theirs are taken: `orders` becomes `orders_2`. */
export function withFreeNames(
  records: readonly SchemaRecord[],
  project: MemoryState,
): readonly SchemaRecord[] {
  const taken = new Map(takenNames(records, project).map((claim) => [claim.recordId, claim]));
  const used = new Set(records.flatMap((record) => ('name' in record.body ? [record.body.name] : [])));
  return records.map((record) => {
    const claim = taken.get(record.id);
    if (!claim || !('name' in record.body)) return record;
    const name = freeName(
      record.body.name,
      (candidate) => used.has(candidate) || project.holder(claim.scope, candidate) !== undefined,
    );
    used.add(name);
    return { ...record, body: { ...record.body, name } } as SchemaRecord;
  });
}

function freeName(name: string, isTaken: (candidate: string) => boolean): string {
  for (let number = 2; ; number += 1) {
    const suffix = `_${number}`;
    const candidate = `${name.slice(0, 63 - suffix.length)}${suffix}`;
    if (!isTaken(candidate)) return candidate;
  }
}
