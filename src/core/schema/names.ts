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

/** Where a name is held: a scope of an owner, or the one scope of namespaces, which has none. */
export type Space = keyof typeof scopes;
type TakeClaim = (space: Space, ownerId: RecordId | null, name: string) => void;

function scopeOf(space: Space, ownerId: RecordId | null): string {
  return space === 'namespaces' || ownerId === null ? scopes.namespaces : scopes[space](ownerId);
}

/** The names that this record has to hold. Needs its table, when it has one, for the namespace. */
export function claimsOf(record: SchemaRecord, reader: Pick<StateReader, 'get'>): readonly Claim[] {
  const claims: Claim[] = [];
  eachClaim(record, reader, (space, ownerId, name) => {
    claims.push({ scope: scopeOf(space, ownerId), name, recordId: record.id });
  });
  return claims;
}

/**
 * The same one by one, for those who read ten thousands of records: without lists, and with what makes a scope
 * in place of its text.
 */
export function eachClaim(record: SchemaRecord, reader: Pick<StateReader, 'get'>, take: TakeClaim): void {
  switch (record.kind) {
    case 'namespace':
      take('namespaces', null, record.body.name);
      return;
    case 'table':
      take('relations', record.body.namespaceId, record.body.name);
      take('types', record.body.namespaceId, record.body.name);
      return;
    case 'column':
      take('columns', record.body.tableId, record.body.name);
      if (record.body.notNullName !== undefined) {
        take('constraints', record.body.tableId, record.body.notNullName);
      }
      return;
    case 'primary-key':
      takeRelation(record.body, reader, take);
      take('constraints', record.body.tableId, record.body.name);
      take('single', record.body.tableId, '#pk');
      return;
    case 'unique':
    case 'exclusion':
      takeRelation(record.body, reader, take);
      take('constraints', record.body.tableId, record.body.name);
      return;
    case 'foreign-key':
    case 'check':
      take('constraints', record.body.tableId, record.body.name);
      return;
    case 'index':
      takeRelation(record.body, reader, take);
      return;
    case 'enum':
    case 'domain':
      take('types', record.body.namespaceId, record.body.name);
      return;
    case 'composite':
      // A composite type is a row of pg_class, too.
      take('relations', record.body.namespaceId, record.body.name);
      take('types', record.body.namespaceId, record.body.name);
      return;
    case 'range':
      take('types', record.body.namespaceId, record.body.name);
      take('types', record.body.namespaceId, multirangeNameOf(record.body));
      return;
    case 'sequence':
      take('relations', record.body.namespaceId, record.body.name);
      return;
    case 'verbatim': {
      const { definesType, definesRelation } = record.body;
      if (definesType) take('types', definesType.namespaceId, definesType.name);
      if (definesRelation) take('relations', definesRelation.namespaceId, definesRelation.name);
      return;
    }
    case 'layout':
      take('single', record.body.recordId, '#layout');
      return;
    case 'review-setting':
      take('single', record.body.recordId ?? 'project', `#review:${record.body.rule}`);
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
  take: TakeClaim,
): void {
  const table = reader.get(tableId);
  if (isKind(table, 'table')) take('relations', table.body.namespaceId, name);
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
