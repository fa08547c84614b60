import type { RecordId } from '../../schema/ids';
import type { SchemaRecord } from '../../schema/record';
import { isKind } from '../../schema/record';
import { quoteIdentifier, quoteQualifiedName } from '../../std/sql-identifier';
import type { Name } from './ast';
import type { Catalog } from './catalog';
import type { Lineage } from './lineage';
import type { Report } from './report';
import type { StatementSource } from './source';
import type { VerbatimStore } from './verbatim';

/** What a session remembers between statements: SET search_path, temporary tables. */
export type Session = {
  /** Namespaces in which unqualified names are looked up; a name that does not exist is passed over. */
  searchPath: readonly string[];
  /** Names of temporary tables: no part of a schema. */
  readonly temporary: Set<string>;
};

/** Everything that the lowering of one statement works with. */
export type ImportContext = {
  readonly catalog: Catalog;
  readonly session: Session;
  readonly report: Report;
  readonly verbatim: VerbatimStore;
  readonly lineage: Lineage;
  /** Records of the project that the import goes into: not ours to change. */
  readonly isExisting: (id: RecordId) => boolean;
  /** Brings in the namespace of this name that the project has already, if it has one. */
  readonly joinNamespace: (name: string) => void;
  /** The statement being read. */
  readonly source: StatementSource;
  /** What is kept when it is kept as text, where that is not the whole statement. */
  readonly keptText?: string;
};

/** A diagnostic at an offset of the current statement. */
export function diagnose(
  context: ImportContext,
  severity: 'error' | 'warning' | 'info',
  code: string,
  message: string,
  offset = 0,
): void {
  context.report.diagnose(severity, code, message, context.source.start + offset);
}

/**
 * What a statement does cannot be told from its text: only running it would tell. Whoever imports can do that
 * (`cannot-follow` is the one code for all of these), so it is said for nothing else.
 */
export function cannotFollow(context: ImportContext, message: string): void {
  diagnose(context, 'warning', 'cannot-follow', message);
}

/** The namespace in which a new object of this name is created; makes one that the script takes for granted. */
export function creationNamespace(context: ImportContext, name: Name): RecordId {
  if (name.namespace !== null) return ensureNamespace(context, name.namespace);
  const found = context.session.searchPath
    .map((one) => {
      context.joinNamespace(one);
      return context.catalog.namespaceId(one);
    })
    .find((id) => id !== undefined);
  return found ?? ensureNamespace(context, 'public');
}

function ensureNamespace(context: ImportContext, name: string): RecordId {
  context.joinNamespace(name);
  const known = context.catalog.namespaceId(name);
  if (known !== undefined) return known;
  const created = context.catalog.create('namespace', { name });
  if (created === undefined) throw new Error(`The namespace ${name} is there and is not there.`);
  if (name !== 'public') {
    const message = `The schema “${name}” is used but not created by this script; it was added.`;
    diagnose(context, 'warning', 'namespace-added', message);
  }
  return created.id;
}

/** Looks a name up where PostgreSQL would: in its own namespace, or along the search path. */
function lookUp(
  context: ImportContext,
  name: Name,
  find: (namespaceId: RecordId) => SchemaRecord | undefined,
): SchemaRecord | undefined {
  const namespaces = name.namespace === null ? context.session.searchPath : [name.namespace];
  for (const namespace of namespaces) {
    const id = context.catalog.namespaceId(namespace);
    const found = id === undefined ? undefined : find(id);
    if (found) return found;
  }
  return undefined;
}

export function findRelation(context: ImportContext, name: Name): SchemaRecord | undefined {
  return lookUp(context, name, (id) => context.catalog.relation(id, name.name));
}

export function findTable(context: ImportContext, name: Name): SchemaRecord<'table'> | undefined {
  const found = findRelation(context, name);
  return isKind(found, 'table') ? found : undefined;
}

export function findType(context: ImportContext, name: Name): SchemaRecord | undefined {
  return lookUp(context, name, (id) => context.catalog.type(id, name.name));
}

/** The column whose identity has this sequence behind it. */
export function findIdentityColumn(context: ImportContext, name: Name): SchemaRecord<'column'> | undefined {
  const found = lookUp(context, name, (id) => context.catalog.identityColumn(id, name.name));
  return isKind(found, 'column') ? found : undefined;
}

export function isTemporary(context: ImportContext, name: Name): boolean {
  return (
    name.namespace === 'pg_temp' || (name.namespace === null && context.session.temporary.has(name.name))
  );
}

/** A name as a person would read it. */
export function readableName(name: Name): string {
  return quoteQualifiedName(name.namespace, name.name);
}

/** `namespace.table`, quoted where it has to be, as it is called now. */
export function qualifiedName(
  catalog: Catalog,
  record: { readonly body: { readonly namespaceId: RecordId; readonly name: string } },
): string {
  return quoteQualifiedName(catalog.namespaceName(record.body.namespaceId), record.body.name);
}

/**
 * A text to be kept, run under the search_path that the script had when it said it. Where that is the
 * usual one, or empty as in dumps (all names are qualified then), the text stands as it is.
 */
export function underSearchPath(searchPath: readonly string[], text: string): string {
  if (!isUnusualPath(searchPath)) return text;
  const path = searchPath.map(quoteIdentifier).join(', ');
  return `SET search_path TO ${path};\n${text};\nRESET search_path`;
}

export function isUnusualPath(path: readonly string[]): boolean {
  return path.length > 1 || (path.length === 1 && path[0] !== 'public');
}
