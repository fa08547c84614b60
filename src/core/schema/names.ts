import type { RecordId } from './ids';
import type { StateReader } from './reader';
import type { SchemaRecord } from './record';
import { isKind } from './record';

/** A name that a record holds. Two live records never hold one name in one scope. */
export type Claim = { readonly scope: string; readonly name: string; readonly recordId: RecordId };

/**
 * Scopes, as PostgreSQL draws them: relations (tables, views, sequences, indexes and the constraints
 * that make an index) share one per namespace; types another, and a table is a type too (pg_type);
 * columns one per table; constraints one per table. `#` scopes hold what can exist only once.
 */
export const scopes = {
  namespaces: 'namespaces',
  relations: (namespaceId: RecordId) => `relations:${namespaceId}`,
  types: (namespaceId: RecordId) => `types:${namespaceId}`,
  columns: (tableId: RecordId) => `columns:${tableId}`,
  constraints: (tableId: RecordId) => `constraints:${tableId}`,
  single: (ownerId: RecordId) => `single:${ownerId}`,
} as const;

/** The names that this record has to hold. Needs its table, when it has one, for the namespace. */
export function claimsOf(record: SchemaRecord, reader: Pick<StateReader, 'get'>): readonly Claim[] {
  const claims: Claim[] = [];
  eachClaim(record, reader, (scope, name) => claims.push({ scope, name, recordId: record.id }));
  return claims;
}

/** The same one by one, for those who read ten thousands of records and need no lists. */
export function eachClaim(
  record: SchemaRecord,
  reader: Pick<StateReader, 'get'>,
  take: (scope: string, name: string) => void,
): void {
  switch (record.kind) {
    case 'namespace':
      take(scopes.namespaces, record.body.name);
      return;
    case 'table':
      take(scopes.relations(record.body.namespaceId), record.body.name);
      take(scopes.types(record.body.namespaceId), record.body.name);
      return;
    case 'column':
      take(scopes.columns(record.body.tableId), record.body.name);
      if (record.body.notNullName !== undefined) {
        take(scopes.constraints(record.body.tableId), record.body.notNullName);
      }
      return;
    case 'primary-key':
      takeRelation(record.body, reader, take);
      take(scopes.constraints(record.body.tableId), record.body.name);
      take(scopes.single(record.body.tableId), '#pk');
      return;
    case 'unique':
    case 'exclusion':
      takeRelation(record.body, reader, take);
      take(scopes.constraints(record.body.tableId), record.body.name);
      return;
    case 'foreign-key':
    case 'check':
      take(scopes.constraints(record.body.tableId), record.body.name);
      return;
    case 'index':
      takeRelation(record.body, reader, take);
      return;
    case 'enum':
    case 'domain':
      take(scopes.types(record.body.namespaceId), record.body.name);
      return;
    case 'composite':
      // A composite type is a row of pg_class, too.
      take(scopes.relations(record.body.namespaceId), record.body.name);
      take(scopes.types(record.body.namespaceId), record.body.name);
      return;
    case 'range':
      take(scopes.types(record.body.namespaceId), record.body.name);
      take(scopes.types(record.body.namespaceId), multirangeNameOf(record.body));
      return;
    case 'sequence':
      take(scopes.relations(record.body.namespaceId), record.body.name);
      return;
    case 'verbatim': {
      const { definesType, definesRelation } = record.body;
      if (definesType) take(scopes.types(definesType.namespaceId), definesType.name);
      if (definesRelation) take(scopes.relations(definesRelation.namespaceId), definesRelation.name);
      return;
    }
    case 'layout':
      take(scopes.single(record.body.recordId), '#layout');
      return;
    case 'review-setting':
      take(scopes.single(record.body.recordId ?? 'project'), `#review:${record.body.rule}`);
      return;
    case 'note':
    case 'area':
      return;
  }
}

/** An index, or a constraint that makes one, is a relation in the namespace of its table. */
function takeRelation(
  { tableId, name }: { readonly tableId: RecordId; readonly name: string },
  reader: Pick<StateReader, 'get'>,
  take: (scope: string, name: string) => void,
): void {
  const table = reader.get(tableId);
  if (isKind(table, 'table')) take(scopes.relations(table.body.namespaceId), name);
}

/**
 * The name of a range type's multirange type: `range` in it becomes `multirange`, else `_multirange` is put
 * behind it (makeMultirangeTypeName in pg_type.c).
 */
export function multirangeNameOf({
  name,
  multirangeName,
}: {
  readonly name: string;
  readonly multirangeName?: string | undefined;
}): string {
  if (multirangeName !== undefined) return multirangeName;
  const at = name.indexOf('range');
  return at >= 0 ? `${name.slice(0, at)}multi${name.slice(at)}` : `${name}_multirange`;
}
