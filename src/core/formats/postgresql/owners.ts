import type { RecordId } from '../../schema/ids';
import type { SchemaRecord } from '../../schema/record';
import { quoteIdentifier } from '../../std/sql-identifier';
import { significantTokens } from '../../std/sql-tokens';
import type { ExportContext } from './export-context';
import { byName, byQualifiedName, relationName, tableName, typeName } from './export-context';

/**
 * ALTER … OWNER TO of all that has an owner. They come last: an owned sequence must have the owner of its
 * table when OWNED BY is said, and follows it from then on.
 */
export function ownerStatements(
  context: ExportContext,
  tables: readonly SchemaRecord<'table'>[],
): readonly string[] {
  const { state, options } = context;
  if (!options.owners) return [];
  const statements = (what: string, records: readonly Owned[], nameOf: (record: Owned) => string) =>
    records.flatMap((record) => {
      const { owner } = record.body;
      return owner === undefined
        ? []
        : [`ALTER ${what} ${nameOf(record)} OWNER TO ${quoteIdentifier(owner)};`];
    });
  const ofType = ({ body }: Owned) => typeName(context, namespaceOf(body), body.name);
  return [
    ...statements('SCHEMA', byName(state.ofKind('namespace')), ({ body }) => quoteIdentifier(body.name)),
    ...statements('TYPE', byQualifiedName(context, state.ofKind('enum')), ofType),
    ...statements('DOMAIN', byQualifiedName(context, state.ofKind('domain')), ofType),
    ...statements('TYPE', byQualifiedName(context, state.ofKind('composite')), ofType),
    ...statements('TYPE', byQualifiedName(context, state.ofKind('range')), ofType),
    ...statements(
      'SEQUENCE',
      byQualifiedName(
        context,
        state.ofKind('sequence').filter((one) => owningTable(context, one) === null),
      ),
      ({ body }) => relationName(context, namespaceOf(body), body.name),
    ),
    ...statements('TABLE', tables, (record) => (record.kind === 'table' ? tableName(context, record) : '')),
  ];
}

type Owned = SchemaRecord<'namespace' | 'enum' | 'domain' | 'composite' | 'range' | 'sequence' | 'table'>;

function namespaceOf(body: Owned['body']): RecordId {
  return 'namespaceId' in body ? body.namespaceId : '';
}

/** The table that a sequence goes with: PostgreSQL wants both in one schema. */
export function owningTable(
  { state }: ExportContext,
  { body }: SchemaRecord<'sequence'>,
): SchemaRecord<'table'> | null {
  const column = body.ownedByColumnId === undefined ? undefined : state.live(body.ownedByColumnId, 'column');
  const table = column && state.live(column.body.tableId, 'table');
  return table?.body.namespaceId === body.namespaceId ? table : null;
}

/** The roles that a statement names: behind TO, FROM, ROLE, USER, BY and AUTHORIZATION. */
export function rolesIn(text: string): readonly string[] {
  const tokens = significantTokens(text);
  const roles: string[] = [];
  for (let at = 0; at < tokens.length; at++) {
    if (tokens[at]?.kind !== 'identifier' || !beforeRoles.has(tokens[at]?.value ?? '')) continue;
    do {
      at++;
      if (tokens[at]?.value === 'group') at++;
      const token = tokens[at];
      const isName = token?.kind === 'identifier' || token?.kind === 'quoted-identifier';
      if (isName && !(token.kind === 'identifier' && notRoles.has(token.value))) roles.push(token.value);
    } while (tokens[at + 1]?.value === ',' && ++at);
  }
  return roles;
}

const beforeRoles: ReadonlySet<string> = new Set(['to', 'from', 'role', 'user', 'by', 'authorization']);
const notRoles: ReadonlySet<string> = new Set([
  'public',
  'current_user',
  'current_role',
  'session_user',
  'role',
  'user',
]);
