import type { Imported } from '../../schema/imported';
import { countRecords } from '../../schema/imported';
import { scopes } from '../../schema/names';
import type { StateReader } from '../../schema/reader';
import type { SchemaRecord } from '../../schema/record';
import { isKind } from '../../schema/record';
import { bindColumns, buildColumns } from './build-columns';
import { buildConstraints, buildIndex, buildTable, isTable, ownIndexes } from './build-tables';
import { bindTypes, buildNamespaces, buildSequences, buildTypes } from './build-types';
import { readPicture } from './picture';
import type { Query } from './query';
import { address, RecordBuilder } from './record-builder';
import { askServer } from './server-version';
import { inReadingSession } from './session';
import { noteInheritedNames, noteRoles, noteUncovered } from './statements/coverage';
import { buildStatements } from './statements/read-statements';

export type InspectOptions = {
  /** Gives a new UUID with every call. */
  readonly mintId: () => string;
  /** The project that it goes into: its namespaces are used instead of new ones of the same name. */
  readonly existing?: Pick<StateReader, 'holder'>;
  /** The connection is in a transaction of the caller's, which is read in and left open. */
  readonly isInTransaction?: boolean;
  /** Gives a statement that an older server printed as newer ones read it: names may be keywords by now. */
  readonly asReadNow?: (text: string) => string;
};

/** A database as records of the model, and what whoever reads it should know. */
export type Inspected = Imported;

/**
 * Reads the catalogue of a running PostgreSQL, 14 or newer, as records: complete stored bodies of version 1,
 * owners before what belongs to them. What the model has no structure for comes as statements kept as text, in
 * the order in which they can run; what is left out is said in the ledger and the diagnostics. Writes nothing
 * and leaves the session as it was.
 *
 * @throws Error when it is no PostgreSQL, one older than 14, or a statement fails
 */
export async function inspectCatalogue(query: Query, options: InspectOptions): Promise<Inspected> {
  return inReadingSession(query, options.isInTransaction ?? false, async () => {
    const server = await askServer(query);
    const picture = await readPicture(query, server);
    const builder = new RecordBuilder(picture, options.mintId);
    buildStructure(builder, (name) => options.existing?.holder(scopes.namespaces, name));
    const reading = { query, builder };
    await buildStatements(reading);
    await noteUncovered(reading);
    noteInheritedNames(builder);
    noteRoles(builder);
    const { ledger, diagnostics } = builder;
    const { asReadNow } = options;
    const records = asReadNow
      ? builder.records.map((record) => rewritten(record, asReadNow))
      : builder.records;
    return { records, counts: countRecords(records), ledger, diagnostics };
  });
}

function rewritten(record: SchemaRecord, asReadNow: (text: string) => string): SchemaRecord {
  if (!isKind(record, 'verbatim')) return record;
  const text = asReadNow(record.body.text);
  return text === record.body.text ? record : { ...record, body: { ...record.body, text } };
}

/** Everything that is more than text. */
function buildStructure(builder: RecordBuilder, existing: (name: string) => string | undefined): void {
  const { picture } = builder;
  const tables = picture.relations.filter(isTable);
  buildNamespaces(builder, existing);
  bindTypes(builder);
  bindRelations(builder);
  for (const table of tables) bindColumns(builder, table);
  buildTypes(builder);
  for (const table of tables) buildTable(builder, table);
  for (const table of tables) buildColumns(builder, table);
  buildSequences(builder);
  for (const table of tables) buildConstraints(builder, table);
  for (const index of ownIndexes(builder)) {
    const relation = picture.relationByOid.get(index.relationOid);
    if (relation && isTable(relation)) buildIndex(builder, index);
  }
}

/** Tables and sequences are records, other relations statements; an identity column's sequence is part of its table. */
function bindRelations(builder: RecordBuilder): void {
  const { picture } = builder;
  for (const { oid, typeOid } of picture.relations) {
    const types = typeOid === '0' ? [] : [address('pg_type', typeOid)];
    builder.bind(builder.mint(), address('pg_class', oid), ...types);
  }
  for (const { oid, owned, tableOid } of picture.sequences) {
    const tableId = tableOid === null ? undefined : builder.idOf(address('pg_class', tableOid));
    if (owned === 'i' && tableId !== undefined) builder.bind(tableId, address('pg_class', oid));
  }
  // The part of a partitioned table's index belongs to its partition.
  for (const { oid, parentOid, relationOid } of picture.indexes) {
    const tableId = builder.idOf(address('pg_class', relationOid));
    if (parentOid !== null && tableId !== undefined) builder.bind(tableId, address('pg_class', oid));
  }
}
