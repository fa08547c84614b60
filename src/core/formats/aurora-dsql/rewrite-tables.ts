import type { RecordId } from '../../schema/ids';
import { columnsOf } from '../../schema/inheritance';
import type { SchemaRecord } from '../../schema/record';
import { isKind } from '../../schema/record';
import { byQualifiedName, plainName } from '../postgresql/export-context';
import type { Draft } from './draft';
import { listed } from './draft';

/** Every table becomes a plain one: no partitions, no inheritance, nothing about how it is stored. */
export function rewriteTables(draft: Draft): void {
  const tables = byQualifiedName(draft.context, draft.state.ofKind('table'));
  // Columns are read before anything is taken away.
  const inherited = tables.filter(({ body }) => body.inherits !== undefined && !body.partitionOf);
  const columns = new Map(inherited.map(({ id }) => [id, columnsOf(id, draft.state)]));
  for (const table of tables) if (table.body.partitionOf) leaveOutPartition(draft, table);
  const checks = new Map(inherited.map((table) => [table.id, inheritedChecks(draft, table)]));
  for (const table of inherited) {
    flatten(draft, table, columns.get(table.id) ?? [], checks.get(table.id) ?? []);
  }
  for (const table of draft.state.ofKind('table')) makePlain(draft, table);
}

function leaveOutPartition(draft: Draft, table: SchemaRecord<'table'>): void {
  const parent = draft.state.get(table.body.partitionOf?.tableId ?? '');
  const name = isKind(parent, 'table') ? plainName(draft.context, parent) : 'another table';
  draft.missing.relations.add(table.body.name);
  draft.leaveOut(table, `there are no partitions; its rows belong into “${name}”, which is one table here.`);
}

/** The checks that a table has from the tables above it, the nearest first. */
function inheritedChecks(draft: Draft, table: SchemaRecord<'table'>): readonly SchemaRecord<'check'>[] {
  const found: SchemaRecord<'check'>[] = [];
  const seen = new Set<RecordId>([table.id]);
  const visit = (ids: readonly RecordId[]) => {
    for (const id of ids) {
      const parent = draft.state.live(id, 'table');
      if (!parent || seen.has(id)) continue;
      seen.add(id);
      found.push(...draft.state.childrenOf(id, 'check').filter(({ body }) => !body.noInherit));
      visit(parent.body.inherits ?? []);
    }
  };
  visit(table.body.inherits ?? []);
  return found;
}

/** Gives a table with INHERITS all columns and checks as its own. */
function flatten(
  draft: Draft,
  table: SchemaRecord<'table'>,
  columns: readonly SchemaRecord<'column'>[],
  checks: readonly SchemaRecord<'check'>[],
): void {
  const own = new Map<RecordId, RecordId>();
  columns.forEach((column, index) => {
    const order = `a${String(index).padStart(5, '0')}V`;
    if (column.body.tableId === table.id) {
      const now = draft.state.live(column.id, 'column');
      if (now) draft.change(now, { order });
      return;
    }
    const id = `${table.id}/${column.id}`;
    own.set(column.id, id);
    // PostgreSQL inherits defaults and NOT NULL, but not that a column is an identity.
    const body = { ...column.body, tableId: table.id, order };
    delete body.identity;
    delete body.identityOptions;
    draft.add('column', id, body);
  });
  const copyOf = (id: RecordId) => own.get(id) ?? id;
  for (const record of draft.state.children(table.id)) pointTo(draft, record, copyOf);
  for (const key of draft.state.ofKind('foreign-key')) {
    if (key.body.referencedTableId !== table.id) continue;
    draft.change(key, { referencedColumnIds: key.body.referencedColumnIds.map(copyOf) });
  }
  copyChecks(draft, table, checks, copyOf);
  const parents = (table.body.inherits ?? []).flatMap((id) => {
    const parent = draft.state.live(id, 'table');
    return parent ? [plainName(draft.context, parent)] : [];
  });
  draft.warn(
    table,
    `There is no inheritance: the table has the columns and checks of ${listed(parents)} itself, and queries of ${listed(parents)} do not see its rows.`,
  );
}

function copyChecks(
  draft: Draft,
  table: SchemaRecord<'table'>,
  checks: readonly SchemaRecord<'check'>[],
  copyOf: (id: RecordId) => RecordId,
): void {
  const names = new Set(draft.state.childrenOf(table.id, 'check').map(({ body }) => body.name));
  for (const { id, body } of checks) {
    if (names.has(body.name)) continue;
    names.add(body.name);
    const columnRefs = refsTo(body.columnRefs, copyOf);
    draft.add('check', `${table.id}/${id}`, {
      ...body,
      tableId: table.id,
      ...(columnRefs && { columnRefs }),
    });
  }
}

type ColumnRefs = Record<string, RecordId> | undefined;

function refsTo(refs: ColumnRefs, copyOf: (id: RecordId) => RecordId): ColumnRefs {
  return refs && Object.fromEntries(Object.entries(refs).map(([name, id]) => [name, copyOf(id)]));
}

/** Makes what belongs to a table mean the table's own columns. */
function pointTo(draft: Draft, record: SchemaRecord, copyOf: (id: RecordId) => RecordId): void {
  const include = 'include' in record.body ? record.body.include?.map(copyOf) : undefined;
  switch (record.kind) {
    case 'column':
    case 'check':
      draft.change(record, { columnRefs: refsTo(record.body.columnRefs, copyOf) });
      return;
    case 'primary-key':
    case 'unique':
      draft.change(record, { columnIds: record.body.columnIds.map(copyOf), include });
      return;
    case 'foreign-key':
      draft.change(record, {
        columnIds: record.body.columnIds.map(copyOf),
        onDeleteColumnIds: record.body.onDeleteColumnIds?.map(copyOf),
      });
      return;
    case 'index': {
      const elements = record.body.elements.map((element) =>
        'columnId' in element ? { ...element, columnId: copyOf(element.columnId) } : element,
      );
      draft.change(record, { elements, include, columnRefs: refsTo(record.body.columnRefs, copyOf) });
      return;
    }
    default:
      return;
  }
}

/** Takes away what says how a table is stored, protected and owned. */
function makePlain(draft: Draft, table: SchemaRecord<'table'>): void {
  const { body } = table;
  if (body.partitionBy) {
    draft.warn(
      table,
      'PARTITION BY is left out: it is one plain table here, with the rows of all partitions.',
    );
  }
  if (body.unlogged) draft.warn(table, 'UNLOGGED is left out: every table is durable.');
  if (body.rowSecurity || body.forceRowSecurity) {
    draft.warn(table, 'Row level security is left out: whoever may read the table sees all of its rows.');
  }
  const stored = [body.accessMethod, body.tablespace, body.storage].filter((value) => value !== undefined);
  if (stored.length > 0) {
    draft.tell(table, `Left out, Aurora DSQL stores tables its own way: ${stored.join(', ')}.`);
  }
  draft.change(table, {
    partitionBy: undefined,
    partitionOf: undefined,
    inherits: undefined,
    unlogged: undefined,
    accessMethod: undefined,
    tablespace: undefined,
    storage: undefined,
    rowSecurity: undefined,
    forceRowSecurity: undefined,
    columnRefs: undefined,
  });
}

/** Ownership is by roles of the cluster, which the script does not make. */
export function leaveOutOwners(draft: Draft): void {
  const owners = new Set<string>();
  for (const record of [...draft.state.records()]) {
    if (!('owner' in record.body) || record.body.owner === undefined) continue;
    owners.add(record.body.owner);
    const body = { ...record.body };
    delete body.owner;
    draft.state.replace({ ...record, body } as SchemaRecord);
  }
  if (owners.size === 0) return;
  draft.report.push({
    severity: 'info',
    name: [...owners].sort().join(', '),
    message: 'Owners are left out: everything belongs to whoever runs the script.',
  });
}
