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
  const { id } = record;
  const claim = (scope: string, name: string): Claim => ({ scope, name, recordId: id });
  const relation = (tableId: RecordId, name: string): readonly Claim[] => {
    const table = reader.get(tableId);
    return isKind(table, 'table') ? [claim(scopes.relations(table.body.namespaceId), name)] : [];
  };
  switch (record.kind) {
    case 'namespace':
      return [claim(scopes.namespaces, record.body.name)];
    case 'table':
      return [
        claim(scopes.relations(record.body.namespaceId), record.body.name),
        claim(scopes.types(record.body.namespaceId), record.body.name),
      ];
    case 'column':
      return [
        claim(scopes.columns(record.body.tableId), record.body.name),
        ...(record.body.notNullName === undefined
          ? []
          : [claim(scopes.constraints(record.body.tableId), record.body.notNullName)]),
      ];
    case 'primary-key':
      return [
        ...relation(record.body.tableId, record.body.name),
        claim(scopes.constraints(record.body.tableId), record.body.name),
        claim(scopes.single(record.body.tableId), '#pk'),
      ];
    case 'unique':
    case 'exclusion':
      return [
        ...relation(record.body.tableId, record.body.name),
        claim(scopes.constraints(record.body.tableId), record.body.name),
      ];
    case 'foreign-key':
    case 'check':
      return [claim(scopes.constraints(record.body.tableId), record.body.name)];
    case 'index':
      return relation(record.body.tableId, record.body.name);
    case 'enum':
    case 'domain':
      return [claim(scopes.types(record.body.namespaceId), record.body.name)];
    case 'composite':
      // A composite type is a row of pg_class, too.
      return [
        claim(scopes.relations(record.body.namespaceId), record.body.name),
        claim(scopes.types(record.body.namespaceId), record.body.name),
      ];
    case 'range':
      return [record.body.name, multirangeNameOf(record.body)].map((name) =>
        claim(scopes.types(record.body.namespaceId), name),
      );
    case 'sequence':
      return [claim(scopes.relations(record.body.namespaceId), record.body.name)];
    case 'verbatim':
      return verbatimClaims(record, claim);
    case 'layout':
      return [claim(scopes.single(record.body.recordId), '#layout')];
    case 'review-setting':
      return [claim(scopes.single(record.body.recordId ?? 'project'), `#review:${record.body.rule}`)];
    case 'note':
    case 'area':
      return [];
  }
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

function verbatimClaims(
  record: SchemaRecord<'verbatim'>,
  claim: (scope: string, name: string) => Claim,
): readonly Claim[] {
  const { definesType, definesRelation } = record.body;
  const claims: Claim[] = [];
  if (definesType) claims.push(claim(scopes.types(definesType.namespaceId), definesType.name));
  if (definesRelation) {
    claims.push(claim(scopes.relations(definesRelation.namespaceId), definesRelation.name));
  }
  return claims;
}
