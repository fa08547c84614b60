import type { BodyOf } from '../schema/bodies';
import { isBuiltInType, parseDataType, printDataType } from '../schema/data-type';
import { renderExpression } from '../schema/expression';
import type { RecordId } from '../schema/ids';
import type { MemoryState } from '../schema/memory-state';
import { typeNameOf } from '../schema/type-names';
import { quoteIdentifier, quoteQualifiedName } from '../std/sql-identifier';
import { significantTokens } from '../std/sql-tokens';

/** What facts are told by: a state, and who owns what has no owner of its own. */
export type Names = { readonly state: MemoryState; readonly currentUser: string };

export function namespaceOf({ state }: Names, id: RecordId): string {
  return state.live(id, 'namespace')?.body.name ?? 'public';
}

/** `ns.name`, always with the namespace and quoted: names what it means whatever the search path. */
export function qualified(
  names: Names,
  body: { readonly namespaceId: RecordId; readonly name: string },
): string {
  return quoteQualifiedName(namespaceOf(names, body.namespaceId), body.name);
}

export function tableOf(names: Names, id: RecordId): string {
  const table = names.state.live(id, 'table');
  return table ? qualified(names, table.body) : `(no table ${id})`;
}

export function columnOf({ state }: Names, id: RecordId): string {
  const column = state.live(id, 'column');
  return column ? quoteIdentifier(column.body.name) : `(no column ${id})`;
}

export function columnsOf(names: Names, ids: readonly RecordId[] | undefined): readonly string[] | undefined {
  return ids?.map((id) => columnOf(names, id));
}

type Bound = { readonly columnRefs?: Readonly<Record<string, RecordId>> | undefined };

/** An expression with the names that its columns have now. */
export function expressionIn(
  names: Names,
  body: Bound & { readonly tableId?: RecordId },
  text: string,
): string {
  const table = body.tableId === undefined ? undefined : names.state.live(body.tableId, 'table')?.body.name;
  const nameOf = (id: RecordId) => names.state.live(id, 'column')?.body.name;
  return renderExpression(text, body.columnRefs, nameOf, table).trim();
}

/** A type under the name that it has now; what stands without a namespace and is not built in is in public. */
export function typeIn(names: Names, type: string, typeId: RecordId | undefined): string {
  const parsed = parseDataType(type);
  if (!parsed.ok) return type;
  const dimensions = Math.min(parsed.value.dimensions, 1);
  if (isBuiltInType(parsed.value) && typeId === undefined)
    return printDataType({ ...parsed.value, dimensions });
  const record = typeId === undefined ? undefined : names.state.get(typeId);
  const own = typeNameOf(record, parsed.value.name);
  const namespace = own ? namespaceOf(names, own.namespaceId) : (parsed.value.namespace ?? 'public');
  const name = own?.name ?? parsed.value.name;
  return printDataType({ ...parsed.value, name, namespace, dimensions });
}

/**
 * A collation, operator class or function by its name: without `pg_catalog` and `public`, where such names are
 * found without saying so. What is no name stays as it is.
 */
export function objectNameIn(text: string): string {
  const tokens = significantTokens(text);
  const parts = tokens.filter((_token, at) => at % 2 === 0);
  const isChain =
    tokens.length % 2 === 1 &&
    tokens.every((token, at) =>
      at % 2 === 0 ? /identifier$/.test(token.kind) : token.kind === 'punctuation' && token.value === '.',
    );
  if (!isChain) return quoteIdentifier(text.trim());
  // Unquoted letters stay as they are: a collation "C" that somebody wrote as C can only be that one.
  const names = parts.map((token) =>
    token.kind === 'identifier' ? text.slice(token.start, token.end) : token.value,
  );
  const own = names.length > 1 && /^(?:pg_catalog|public)$/.test(names[0] ?? '') ? names.slice(1) : names;
  return own.map(quoteIdentifier).join('.');
}

/** How messages call a record: `users.email`, `app.users.email`. */
export function plainName(names: Names, body: Readonly<Record<string, unknown>>): string {
  const own = typeof body.name === 'string' ? body.name : '';
  const table = typeof body.tableId === 'string' ? names.state.live(body.tableId, 'table') : undefined;
  if (table) return `${plainName(names, table.body)}.${own}`;
  if (typeof body.namespaceId !== 'string') return own;
  const namespace = namespaceOf(names, body.namespaceId);
  return namespace === 'public' ? own : `${namespace}.${own}`;
}

/** The default of a column or domain, as far as it is not an expression of the server's. */
export function defaultIn(
  names: Names,
  value: BodyOf<'column'>['default'] | BodyOf<'domain'>['default'],
): string | undefined {
  switch (value?.kind) {
    case undefined:
      return undefined;
    case 'literal':
      return `the value ${value.text}`;
    case 'expression':
      return value.text.trim();
    case 'sequence': {
      const sequence = names.state.live(value.sequenceId, 'sequence');
      return `nextval of ${sequence ? qualified(names, sequence.body) : '(no sequence)'}`;
    }
  }
}
