/**
 * From PostgreSQL's catalogue to the model: what partitions and heirs have from above is no record of theirs.
 * References to their columns become references to those above; where they differ from above, a statement
 * says so.
 */
import type { RecordId } from '../../schema/ids';
import { parentTables } from '../../schema/inheritance';
import type { SchemaRecord } from '../../schema/record';
import { isKind } from '../../schema/record';
import { rendered } from './columns-below';
import type { ImportContext } from './context';
import { qualifiedName } from './context';
import { foldIndexes } from './fold-indexes';
import type { ColumnPair } from './heir-differences';
import { keepDifferences } from './heir-differences';

type Table = SchemaRecord<'table'>;
type Column = SchemaRecord<'column'>;

/** Leaves of every partition and heir only what is its own. */
export function foldHeirs(context: ImportContext): void {
  const { catalog } = context;
  for (const { id } of heirsOf(context)) {
    const table = catalog.live(id, 'table');
    if (table && !canFold(context, table)) standAlone(context, table);
  }
  const heirs = heirsOf(context);
  if (heirs.length === 0) return;
  foldIndexes(context, heirs);
  const folded = new Map<RecordId, RecordId>();
  for (const heir of heirs) foldColumns(context, heir, folded);
  for (const heir of heirs) foldConstraints(context, heir);
  pointAbove(context, folded);
  for (const id of folded.keys()) catalog.remove(id);
}

function heirsOf({ catalog }: ImportContext): readonly Table[] {
  if (!catalog.hasHeirs()) return [];
  return [...catalog.records()].filter(
    (record): record is Table => isKind(record, 'table') && parentTables(record.body).length > 0,
  );
}

/** Whether the table comes out the same when it is made with the columns of its parents. */
function canFold(context: ImportContext, table: Table): boolean {
  const { catalog, lineage } = context;
  const columns = columnsOf(context, table.id);
  const above = new Map<string, Column>();
  for (const parentId of parentTables(table.body)) {
    for (const column of columnsOf(context, parentId)) {
      if (!above.has(column.body.name)) above.set(column.body.name, column);
    }
  }
  const own = columns.filter(({ body }) => !above.has(body.name));
  if (table.body.partitionOf && own.length > 0) return false;
  const expected = [...above.keys(), ...own.map(({ body }) => body.name)];
  if (expected.join('\0') !== columns.map(({ body }) => body.name).join('\0')) return false;
  return columns.every((column) => {
    const parent = above.get(column.body.name);
    const isOwn = !table.body.partitionOf && !lineage.isInherited(column.id);
    if (!parent || isOwn) return true;
    return isSameColumn(context, column, parent) && catalog.ownedSequences(column.id).length === 0;
  });
}

function isSameColumn(context: ImportContext, { body }: Column, { body: above }: Column): boolean {
  const generated = (one: Column['body']) =>
    one.generated &&
    `${one.generated.stored} ${spaced(rendered(context, one.generated.expression, one.columnRefs))}`;
  return (
    body.type === above.type &&
    body.typeId === above.typeId &&
    body.collation === above.collation &&
    generated(body) === generated(above)
  );
}

function spaced(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function columnsOf({ catalog }: ImportContext, tableId: RecordId): readonly Column[] {
  return [...catalog.childrenOf(tableId, 'column')].sort((a, b) => (a.body.order < b.body.order ? -1 : 1));
}

/** Makes the table one of its own in the model; what makes it an heir is said by a statement. */
function standAlone(context: ImportContext, table: Table): void {
  const { catalog, lineage } = context;
  const { partitionOf } = table.body;
  const name = () => qualifiedName(catalog, catalog.live(table.id, 'table') ?? table);
  for (const parentId of parentTables(table.body)) {
    const parent = catalog.live(parentId, 'table');
    if (!parent) continue;
    const above = () => qualifiedName(catalog, catalog.live(parentId, 'table') ?? parent);
    const text = partitionOf
      ? () => `ALTER TABLE ${above()} ATTACH PARTITION ${name()} ${partitionOf.bound}`
      : () => `ALTER TABLE ${name()} INHERIT ${above()}`;
    context.verbatim.add({
      tag: 'alter table',
      name: name(),
      reason: `its columns are not those of ${above()} in their order, so it has its own: kept as text`,
      text,
      phase: partitionOf ? 'after constraints' : 'after tables',
      about: table.id,
      attachedTo: [parentId],
    });
  }
  for (const record of catalog.children(table.id)) {
    // They come with ATTACH PARTITION.
    if (record.kind === 'foreign-key' && lineage.isInherited(record.id)) catalog.remove(record.id);
    else if (record.kind === 'column' && partitionOf && record.body.identity) {
      catalog.update(record, { identity: undefined, identityOptions: undefined });
    }
    lineage.setInherited(record.id, false);
    lineage.detach(record.id);
  }
  catalog.update(table, { partitionOf: undefined, inherits: undefined });
}

/** Notes for every column that is only there from above which one it is; keeps what is different. */
function foldColumns(context: ImportContext, heir: Table, folded: Map<RecordId, RecordId>): void {
  const { catalog, lineage } = context;
  const pairs: ColumnPair[] = [];
  for (const column of catalog.childrenOf(heir.id, 'column')) {
    if (!heir.body.partitionOf && !lineage.isInherited(column.id)) continue;
    const parentId = parentTables(heir.body).find((id) => catalog.column(id, column.body.name));
    const above = parentId === undefined ? undefined : catalog.column(parentId, column.body.name);
    if (!above) continue;
    folded.set(column.id, above.id);
    pairs.push({ column, above, top: topmost(context, heir, above) });
  }
  keepDifferences(context, heir, pairs);
}

/** An export makes every partition with the columns of the table at the top, and changes them afterwards. */
function topmost({ catalog }: ImportContext, heir: Table, above: Column): Column {
  let top = above;
  let table = catalog.live(heir.body.partitionOf?.tableId, 'table');
  while (table?.body.partitionOf) {
    table = catalog.live(table.body.partitionOf.tableId, 'table');
    top = (table && catalog.column(table.id, above.body.name)) ?? top;
  }
  return top;
}

/** Checks and foreign keys that the parents have too come with them. */
function foldConstraints(context: ImportContext, heir: Table): void {
  const { catalog, lineage } = context;
  for (const record of catalog.children(heir.id)) {
    if (lineage.isInherited(record.id)) {
      if (record.kind === 'check' || record.kind === 'foreign-key') catalog.remove(record.id);
      continue;
    }
    if (record.kind !== 'check' || !heir.body.partitionOf) continue;
    const above = catalog.constraint(heir.body.partitionOf.tableId, record.body.name);
    if (isKind(above, 'check') && isSameCheck(context, record, above)) catalog.remove(record.id);
  }
}

function isSameCheck(
  context: ImportContext,
  { body }: SchemaRecord<'check'>,
  { body: above }: SchemaRecord<'check'>,
): boolean {
  const text = (one: SchemaRecord<'check'>['body']) =>
    spaced(rendered(context, one.expression, one.columnRefs));
  return !above.noInherit && text(body) === text(above);
}

/** Whatever names a column that is gone names the one above instead. */
function pointAbove({ catalog }: ImportContext, folded: ReadonlyMap<RecordId, RecordId>): void {
  const final = (id: RecordId): RecordId => {
    let at = id;
    for (let next = folded.get(at); next !== undefined; next = folded.get(at)) at = next;
    return at;
  };
  for (const record of [...catalog.records()]) {
    if (folded.has(record.id)) continue;
    const body = replaced(record.body, folded, final);
    if (body !== record.body) catalog.put({ ...record, body } as SchemaRecord);
  }
}

/** The same value where nothing in it is replaced. */
function replaced(
  value: unknown,
  folded: ReadonlyMap<RecordId, RecordId>,
  final: (id: RecordId) => RecordId,
): unknown {
  if (typeof value === 'string') return folded.has(value) ? final(value) : value;
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) {
    const items = value.map((item) => replaced(item, folded, final));
    return items.some((item, at) => item !== value[at]) ? items : value;
  }
  const entries = Object.entries(value).map(
    ([key, item]) => [key, replaced(item, folded, final), item] as const,
  );
  if (entries.every(([, now, before]) => now === before)) return value;
  return Object.fromEntries(entries.map(([key, now]) => [key, now]));
}
