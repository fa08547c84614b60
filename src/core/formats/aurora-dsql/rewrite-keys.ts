import type { RecordId } from '../../schema/ids';
import type { SchemaRecord } from '../../schema/record';
import { referencedKey, uniqueColumns } from '../../schema/references';
import { byName, byQualifiedName } from '../postgresql/export-context';
import { keysOf } from '../postgresql/keys';
import { tableTree } from '../postgresql/table-tree';
import { isKeyType } from './column-types';
import type { Draft } from './draft';
import type { TypeNames } from './type-names';

/** User guide, quotas: columns in one key. */
export const mostKeyColumns = 8;

/** Primary keys and unique constraints that CREATE TABLE can hold; foreign keys that stand on them. */
export function rewriteKeys(
  draft: Draft,
  types: TypeNames,
  options: { readonly foreignKeys: boolean },
): void {
  const tree = tableTree(draft.context);
  const tables = byQualifiedName(draft.context, draft.state.ofKind('table'));
  for (const table of tables) {
    const keys = [
      ...draft.state.childrenOf(table.id, 'primary-key'),
      ...byName(draft.state.childrenOf(table.id, 'unique')),
    ];
    for (const key of keys) rewriteKey(draft, types, key);
    for (const exclusion of byName(draft.state.childrenOf(table.id, 'exclusion'))) {
      draft.leaveOut(exclusion, 'there are no exclusion constraints; keep rows apart in the application.');
    }
    for (const key of keysOf(draft.context, table, tree).afterwards) {
      draft.leaveOut(key, 'the table has another key on the same columns.');
    }
  }
  for (const table of tables) {
    for (const key of byName(draft.state.childrenOf(table.id, 'foreign-key'))) {
      if (options.foreignKeys) rewriteForeignKey(draft, key);
      else {
        draft.tell(key, 'Left out, as was asked for: foreign keys.');
        draft.forget(key);
      }
    }
  }
}

/** Why a column cannot be part of a key; null when it can. */
export function whyNoKeyColumn(draft: Draft, types: TypeNames, id: RecordId): string | null {
  const column = draft.state.live(id, 'column');
  if (!column) return 'a column of it is not there.';
  const type = types.baseOf(column.body.type, column.body.typeId);
  return isKeyType(type) ? null : `the column “${column.body.name}” is ${type}, which no key can hold.`;
}

function rewriteKey(
  draft: Draft,
  types: TypeNames,
  key: SchemaRecord<'primary-key'> | SchemaRecord<'unique'>,
): void {
  const { columnIds, include = [], withoutOverlaps, deferrable, initiallyDeferred } = key.body;
  const reasons = columnIds.map((id) => whyNoKeyColumn(draft, types, id)).filter((one) => one !== null);
  const reason = withoutOverlaps
    ? 'there is no WITHOUT OVERLAPS.'
    : columnIds.length > mostKeyColumns
      ? `a key has at most ${mostKeyColumns} columns.`
      : (reasons[0] ?? null);
  if (reason !== null) {
    draft.leaveOut(key, reason);
    return;
  }
  const present = include.filter((id) => draft.state.live(id, 'column'));
  if (present.length < include.length) draft.warn(key, 'INCLUDE is without the columns that are not there.');
  if (deferrable || initiallyDeferred) {
    draft.warn(key, 'DEFERRABLE is left out: only foreign keys can wait for the end of a transaction.');
  }
  leaveOutStorage(draft, key);
  draft.change(key, {
    include: present.length > 0 ? present : undefined,
    withoutOverlaps: undefined,
    deferrable: undefined,
    initiallyDeferred: undefined,
    storage: undefined,
    tablespace: undefined,
  });
}

/** Says that where and how an index is stored is left out; the caller takes the fields away. */
export function leaveOutStorage(
  draft: Draft,
  record: SchemaRecord<'primary-key'> | SchemaRecord<'unique'> | SchemaRecord<'index'>,
): void {
  const stored = [record.body.storage, record.body.tablespace].filter((value) => value !== undefined);
  if (stored.length > 0) {
    draft.tell(record, `Left out, Aurora DSQL stores indexes its own way: ${stored.join(', ')}.`);
  }
}

function rewriteForeignKey(draft: Draft, key: SchemaRecord<'foreign-key'>): void {
  const { columnIds, referencedTableId, referencedColumnIds, period, notEnforced } = key.body;
  const isWhole = [...columnIds, ...referencedColumnIds].every((id) => draft.state.live(id, 'column'));
  const reason = period
    ? 'there is no PERIOD.'
    : notEnforced
      ? 'every foreign key is enforced here, and this one is NOT ENFORCED.'
      : !draft.state.live(referencedTableId, 'table')
        ? 'the table that it refers to is left out.'
        : !isWhole
          ? 'a column of it is not there.'
          : columnIds.length > mostKeyColumns
            ? `a key has at most ${mostKeyColumns} columns.`
            : null;
  if (reason !== null) {
    draft.leaveOut(key, reason);
    return;
  }
  const standsOn = referencedKey(key.body, draft.state);
  if (!standsOn) {
    draft.leaveOut(key, 'the columns that it refers to have no key here.');
    return;
  }
  if (standsOn.kind === 'index') becomeConstraint(draft, standsOn);
}

/**
 * CREATE INDEX ASYNC returns before the index is there, and a foreign key cannot wait for it. A unique index that
 * one refers to is therefore written as a unique constraint, which CREATE TABLE makes.
 */
function becomeConstraint(draft: Draft, index: SchemaRecord<'index'>): void {
  const { tableId, name, nullsNotDistinct, include, comment } = index.body;
  const columnIds = uniqueColumns(index);
  if (columnIds === null) return;
  const body = { tableId, name, columnIds: [...columnIds] };
  draft.tell(index, 'It is a unique constraint here, so that it is there when a foreign key refers to it.');
  draft.forget(index);
  draft.add('unique', `${index.id}/constraint`, {
    ...body,
    ...(nullsNotDistinct && { nullsNotDistinct }),
    ...(include && { include }),
    ...(comment !== undefined && { comment }),
  });
}
