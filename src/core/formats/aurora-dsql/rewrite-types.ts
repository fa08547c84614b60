import { parseDataType, printDataType } from '../../schema/data-type';
import { freeObjectName } from '../../schema/generated-names';
import type { SchemaRecord } from '../../schema/record';
import { quoteIdentifier, quoteLiteral } from '../../std/sql-identifier';
import { byQualifiedName } from '../postgresql/export-context';
import type { Replacement } from './column-types';
import { replaceType } from './column-types';
import { freeDomainCheck } from './domain-checks';
import type { Draft } from './draft';
import type { TypeNames } from './type-names';

/** Gives every column and domain a type that Aurora DSQL has; types of the design other than domains go. */
export function rewriteTypes(draft: Draft, types: TypeNames): void {
  for (const domain of byQualifiedName(draft.context, draft.state.ofKind('domain'))) {
    rewriteDomainType(draft, types, domain);
  }
  for (const table of byQualifiedName(draft.context, draft.state.ofKind('table'))) {
    for (const column of draft.state.childrenOf(table.id, 'column'))
      rewriteColumn(draft, types, table, column);
  }
  for (const type of byQualifiedName(draft.context, draft.state.ofKind('enum'))) {
    draft.tell(type, 'There are no enum types: its columns are text with a CHECK of the labels.');
    draft.forget(type);
  }
  for (const type of byQualifiedName(draft.context, draft.state.ofKind('composite'))) {
    draft.leaveOut(type, 'there are no composite types; columns of it are jsonb.');
  }
  for (const type of byQualifiedName(draft.context, draft.state.ofKind('range'))) {
    draft.leaveOut(type, 'there are no range types; columns of it are text.');
  }
}

function rewriteColumn(
  draft: Draft,
  types: TypeNames,
  table: SchemaRecord<'table'>,
  column: SchemaRecord<'column'>,
): void {
  leaveOutDetails(draft, column);
  const now = draft.state.live(column.id, 'column') ?? column;
  const { type, typeId } = now.body;
  const parsed = parseDataType(type);
  if (!parsed.ok) return;
  const value = parsed.value;
  const bare = value.intervalFields ? { ...value, intervalFields: undefined } : value;
  const replacement = types.replacementOf(bare, typeId);
  if (replacement.kind === 'none') {
    draft.leaveOut(now, `the type ${printDataType(value)} is not there: ${replacement.reason}.`);
    return;
  }
  if (replacement.kind === 'kept') {
    if (bare === value) return;
    draft.warn(now, `${printDataType(bare)} in place of ${printDataType(value)}: all fields are kept.`);
    draft.change(now, { type: printDataType(bare) });
    return;
  }
  const labels = types.labelsOf(value, typeId);
  reportType(draft, now, printDataType(value), replacement, labels !== undefined);
  draft.change(now, { type: replacement.type, typeId: undefined });
  draft.fidelity.set(column.id, replacement.fidelity);
  if (labels) addLabelCheck(draft, table, now, labels);
}

function reportType(
  draft: Draft,
  column: SchemaRecord<'column'>,
  was: string,
  { type, loss }: Extract<Replacement, { kind: 'replaced' }>,
  isEnum: boolean,
): void {
  const message = `${type} in place of ${was}`;
  if (loss !== undefined) draft.warn(column, `${message}: ${loss}.`);
  else draft.tell(column, isEnum ? `${message}, with a CHECK of the labels.` : `${message}.`);
}

/** Labels sort as text here, and no longer in the order of the type; the check keeps what may be stored. */
function addLabelCheck(
  draft: Draft,
  table: SchemaRecord<'table'>,
  column: SchemaRecord<'column'>,
  labels: readonly string[],
): void {
  const taken = new Set(
    draft.state.children(table.id).flatMap(({ kind, body }) => {
      return kind !== 'column' && 'name' in body ? [body.name] : [];
    }),
  );
  const name = freeObjectName(table.body.name, column.body.name, 'check', (one) => taken.has(one));
  draft.add('check', `${column.id}/labels`, {
    tableId: table.id,
    name,
    expression: isOneOf(quoteIdentifier(column.body.name), labels),
  });
}

function isOneOf(what: string, labels: readonly string[]): string {
  return labels.length === 0 ? `${what} IS NULL` : `${what} IN (${labels.map(quoteLiteral).join(', ')})`;
}

/** Collation, storage, statistics and the like: nothing that a value depends on, but for how it sorts. */
function leaveOutDetails(draft: Draft, column: SchemaRecord<'column'>): void {
  const { collation, storage, compression, statistics, options, notNullName, notNullNoInherit } = column.body;
  if (collation !== undefined) {
    const message = `COLLATE ${collation} is left out: all text sorts and compares in the C collation.`;
    if (/^"?(?:C|POSIX)"?$/.test(collation)) draft.tell(column, message);
    else draft.warn(column, message);
  }
  const stored = [storage, compression, statistics, options].filter((value) => value !== undefined);
  if (stored.length > 0) {
    draft.tell(column, `Left out, Aurora DSQL stores columns its own way: ${stored.join(', ')}.`);
  }
  if (notNullName !== undefined || notNullNoInherit) {
    draft.tell(column, 'Its NOT NULL has no name of its own here.');
  }
  draft.change(column, {
    collation: undefined,
    storage: undefined,
    compression: undefined,
    statistics: undefined,
    options: undefined,
    notNullName: undefined,
    notNullNoInherit: undefined,
  });
}

function rewriteDomainType(draft: Draft, types: TypeNames, domain: SchemaRecord<'domain'>): void {
  const { type, typeId, collation, checks } = domain.body;
  if (collation !== undefined) {
    draft.warn(domain, `COLLATE ${collation} is left out: all text sorts and compares in the C collation.`);
  }
  draft.change(domain, { collation: undefined });
  const now = draft.state.live(domain.id, 'domain') ?? domain;
  const parsed = parseDataType(type);
  if (!parsed.ok) return;
  const replacement = types.replacementOf(parsed.value, typeId);
  if (replacement.kind === 'kept') return;
  // A domain has to stand on something; text takes every value.
  const to = replacement.kind === 'none' ? replaceType({ ...parsed.value, name: 'xml' }) : replacement;
  if (to.kind !== 'replaced') return;
  const labels = types.labelsOf(parsed.value, typeId);
  const loss = to.loss === undefined ? '' : `: ${to.loss}`;
  draft.warn(now, `The domain stands on ${to.type} in place of ${printDataType(parsed.value)}${loss}.`);
  draft.fidelity.set(domain.id, to.fidelity);
  const labelCheck = labels
    ? [{ name: freeDomainCheck(now, 'check'), expression: isOneOf('VALUE', labels) }]
    : [];
  draft.change(now, {
    type: to.type,
    typeId: undefined,
    ...(labelCheck.length > 0 && { checks: [...(checks ?? []), ...labelCheck] }),
  });
}
