import type { RecordId } from '../../core/schema/ids';
import type { MemoryState } from '../../core/schema/memory-state';
import type { Claim } from '../../core/schema/names';
import { claimsOf } from '../../core/schema/names';
import type { Operation } from '../../core/schema/operation';
import type { SchemaRecord } from '../../core/schema/record';

/** As much as one transaction takes on every engine, with its claims and references: see commit.ts. */
const recordsPerPiece = 900;
const bytesPerPiece = 900_000;

/**
 * The records of an import as creates, in pieces that can be written one after the other: whatever a
 * piece relies on is in it or in one before. A table goes with its columns, keys, indexes and the
 * sequences its columns own, which may refer to each other in circles; foreign keys come last.
 */
export function importPieces(records: readonly SchemaRecord[]): readonly (readonly Operation[])[] {
  const pieces: Operation[][] = [];
  let piece: Operation[] = [];
  let bytes = 0;
  for (const group of groupsOf(records)) {
    const size = JSON.stringify(group).length;
    if (piece.length > 0 && (piece.length + group.length > recordsPerPiece || bytes + size > bytesPerPiece)) {
      pieces.push(piece);
      piece = [];
      bytes = 0;
    }
    piece.push(...group.map(createOf));
    bytes += size;
  }
  if (piece.length > 0) pieces.push(piece);
  return pieces;
}

function createOf({ id, kind, body }: SchemaRecord): Operation {
  return { verb: 'create', kind, id, body };
}

/** Records that have to be written together, in an order in which nothing comes before what it needs. */
function groupsOf(records: readonly SchemaRecord[]): readonly (readonly SchemaRecord[])[] {
  const alone: SchemaRecord[] = [];
  const tables = new Map<RecordId, SchemaRecord[]>();
  const foreignKeys: SchemaRecord[] = [];
  const statements: SchemaRecord[] = [];
  const tableOf = new Map(
    records.flatMap((record) => (record.kind === 'column' ? [[record.id, record.body.tableId]] : [])),
  );
  for (const record of records) if (record.kind === 'table') tables.set(record.id, [record]);
  for (const record of records) {
    const owner = ownerTable(record, tableOf);
    if (record.kind === 'table') continue;
    if (record.kind === 'foreign-key') foreignKeys.push(record);
    else if (record.kind === 'verbatim') statements.push(record);
    else if (owner !== undefined && tables.has(owner)) tables.get(owner)?.push(record);
    else alone.push(record);
  }
  const rank = (record: SchemaRecord) => (record.kind === 'namespace' ? 0 : 1);
  return [
    ...alone.sort((a, b) => rank(a) - rank(b)).map((record) => [record]),
    ...statements.map((record) => [record]),
    ...tables.values(),
    ...foreignKeys.map((record) => [record]),
  ];
}

function ownerTable(record: SchemaRecord, tableOf: ReadonlyMap<RecordId, RecordId>): RecordId | undefined {
  switch (record.kind) {
    case 'column':
    case 'primary-key':
    case 'unique':
    case 'check':
    case 'index':
      return record.body.tableId;
    case 'sequence':
      return record.body.ownedByColumnId === undefined ? undefined : tableOf.get(record.body.ownedByColumnId);
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
