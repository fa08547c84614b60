import { isBuiltInType, parseDataType } from '../../schema/data-type';
import type { RecordId } from '../../schema/ids';
import type { MemoryState } from '../../schema/memory-state';
import type { SchemaRecord } from '../../schema/record';
import { isKind } from '../../schema/record';
import { quoteIdentifier, quoteQualifiedName } from '../../std/sql-identifier';
import { withoutUndefined } from '../../std/without-undefined';
import type { ExportOptions, PostgresqlVersion } from './options';
import { defaultExportOptions } from './options';

/** Something about the export that a person should know. */
export type ExportNote = {
  /** warning: the script lacks something of the design, or what it does will surprise. */
  readonly severity: 'warning' | 'info';
  readonly recordId?: RecordId | undefined;
  /** What it is about, as a person would call it: `app.users.email`. */
  readonly name: string;
  readonly message: string;
};

/** What the printers share: the design, what was asked for, and the report that they fill. */
export type ExportContext = {
  readonly state: MemoryState;
  readonly version: PostgresqlVersion;
  readonly options: ExportOptions;
  readonly report: ExportNote[];
  /** What is not in the script, so that nothing is said about it there either. */
  readonly omitted: Set<RecordId>;
  /** Type and CACHE of sequences are said even where they go without saying: Aurora DSQL wants them. */
  readonly saysUsualSequences?: boolean;
};

/** A context with an empty report; options that are not given are the usual ones. */
export function exportContext(state: MemoryState, given: Partial<ExportOptions> = {}): ExportContext {
  const options = { ...defaultExportOptions, ...withoutUndefined(given) };
  return { state, version: options.version, options, report: [], omitted: new Set() };
}

export function warn(context: ExportContext, recordId: RecordId, name: string, message: string): void {
  context.report.push({ severity: 'warning', recordId, name, message });
}

export function inform(context: ExportContext, recordId: RecordId, name: string, message: string): void {
  context.report.push({ severity: 'info', recordId, name, message });
}

/** Notes that a record is not in the script, and why: what a printer gives in its place. */
export function omit(context: ExportContext, record: SchemaRecord, message: string): null {
  warn(context, record.id, plainName(context, record), message);
  context.omitted.add(record.id);
  return null;
}

/**
 * Whether the wanted version has what came with `since`. Where it has not, `message` is reported: it says
 * what became of it.
 */
export function hasSince(
  context: ExportContext,
  since: PostgresqlVersion,
  record: SchemaRecord,
  message: string,
): boolean {
  if (context.version >= since) return true;
  warn(context, record.id, plainName(context, record), message);
  return false;
}

export function namespaceName(context: ExportContext, id: RecordId): string {
  return context.state.live(id, 'namespace')?.body.name ?? 'public';
}

/**
 * A relation's name as the script writes it. What is in public stands alone, but for names that
 * PostgreSQL would look up in pg_catalog first.
 */
export function relationName(context: ExportContext, namespaceId: RecordId, name: string): string {
  const namespace = namespaceName(context, namespaceId);
  return namespace === 'public' && !name.startsWith('pg_')
    ? quoteIdentifier(name)
    : quoteQualifiedName(namespace, name);
}

/** Null where the name can stand alone: a type of public that none of PostgreSQL's own hides. */
export function typeNamespace(context: ExportContext, namespaceId: RecordId, name: string): string | null {
  const namespace = namespaceName(context, namespaceId);
  // Every catalogue of PostgreSQL's, like pg_class, brings a type of its name.
  if (namespace !== 'public' || name.startsWith('pg_')) return namespace;
  const read = parseDataType(quoteIdentifier(name));
  return read.ok && !isBuiltInType(read.value) ? null : namespace;
}

export function typeName(context: ExportContext, namespaceId: RecordId, name: string): string {
  return quoteQualifiedName(typeNamespace(context, namespaceId, name), name);
}

export function tableName(context: ExportContext, table: SchemaRecord<'table'>): string {
  return relationName(context, table.body.namespaceId, table.body.name);
}

/** How messages name a record: `users` or `app.users`, and `users.email` for what belongs to a table. */
export function plainName(context: ExportContext, record: SchemaRecord): string {
  const own = 'name' in record.body ? record.body.name : '';
  if ('namespaceId' in record.body) {
    const namespace = namespaceName(context, record.body.namespaceId);
    return namespace === 'public' ? own : `${namespace}.${own}`;
  }
  const owner = record.parentId === null ? undefined : context.state.get(record.parentId);
  return isKind(owner, 'table') ? `${plainName(context, owner)}.${own}` : own;
}

/** The columns' names, quoted and in the given order; null when one of them is not there. */
export function columnNames(context: ExportContext, ids: readonly RecordId[]): readonly string[] | null {
  const names: string[] = [];
  for (const id of ids) {
    const column = context.state.live(id, 'column');
    if (!column) return null;
    names.push(quoteIdentifier(column.body.name));
  }
  return names;
}

/** The present name of a column, for expressions. */
export function columnNameOf(context: ExportContext): (id: RecordId) => string | undefined {
  return (id) => context.state.live(id, 'column')?.body.name;
}

/** Sorts by namespace and name, so that the script does not depend on ids. */
export function byQualifiedName<
  Named extends { readonly body: { readonly namespaceId: RecordId; readonly name: string } },
>(context: ExportContext, records: readonly Named[]): readonly Named[] {
  const keyed = records.map((record) => ({ record, key: namespaceName(context, record.body.namespaceId) }));
  keyed.sort((a, b) => compareText(a.key, b.key) || compareText(a.record.body.name, b.record.body.name));
  return keyed.map(({ record }) => record);
}

export function byName<Named extends { readonly body: { readonly name: string } }>(
  records: readonly Named[],
): readonly Named[] {
  if (records.length < 2) return records;
  return [...records].sort((a, b) => compareText(a.body.name, b.body.name));
}

/** By UTF-16 code units: the same on every machine, whatever its locale. */
export function compareText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/** The statements that there are. */
export function present(statements: readonly (string | null)[]): readonly string[] {
  return statements.filter((statement) => statement !== null && statement !== '') as readonly string[];
}

/** `IF NOT EXISTS ` where it is asked for. */
export function ifNotExists(context: ExportContext): string {
  return context.options.ifNotExists ? 'IF NOT EXISTS ' : '';
}
