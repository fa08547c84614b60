/** Tables in the outline: columns, exclusion constraints, statements about them, and partitions below. Pure. */
import type { RecordId } from '../../../core/schema/ids';
import { columnsOf } from '../../../core/schema/inheritance';
import type { MemoryState } from '../../../core/schema/memory-state';
import type { SchemaRecord } from '../../../core/schema/record';
import { isKind } from '../../../core/schema/record';
import { columnType } from '../../view/column-type';
import { boundText } from '../edits/partition-edits';
import type { Block, OutlineQuery } from './rows';
import { byName, groupOf, leaf, matches, numbered, partitionsGroup, plainRow } from './rows';

type Table = SchemaRecord<'table'>;

/** Partitions by the table that they are right below, by name. */
export type Partitions = ReadonlyMap<RecordId, readonly Table[]>;

export function partitionsByTable(state: MemoryState): Partitions {
  const found = new Map<RecordId, Table[]>();
  for (const table of state.ofKind('table')) {
    const above = table.body.partitionOf?.tableId;
    if (above === undefined) continue;
    const list = found.get(above);
    if (list) list.push(table);
    else found.set(above, [table]);
  }
  return found;
}

/** The tables of a namespace that are no partitions, by name. */
export function tableBlocks(
  state: MemoryState,
  namespaceId: RecordId,
  query: OutlineQuery,
  partitions: Partitions,
): readonly Block[] {
  return [...state.childrenOf(namespaceId, 'table')]
    .filter(({ body }) => body.partitionOf === undefined)
    .sort(byName)
    .flatMap((table) => tableBlock(state, table, query, partitions));
}

function tableBlock(
  state: MemoryState,
  table: Table,
  query: OutlineQuery,
  partitions: Partitions,
): readonly Block[] {
  const isFound = matches(table.body.name, query);
  const isOpen = query.expanded.has(table.id);
  // What is inside is read only where it can be seen or found: a thousand tables have ten thousand columns.
  const inside =
    isOpen || query.search !== '' ? insideOf(state, table, query, partitions, isOpen && isFound) : [];
  if (query.search !== '' && !isFound && inside.length === 0) return [];
  const isExpanded = isOpen || (query.search !== '' && inside.length > 0);
  const head = plainRow({
    id: table.id,
    kind: 'table',
    name: table.body.name,
    level: 2,
    parentId: table.body.namespaceId,
    isExpanded,
  });
  return [{ head, rows: isExpanded ? numbered(inside) : [] }];
}

function insideOf(
  state: MemoryState,
  table: Table,
  query: OutlineQuery,
  partitions: Partitions,
  showsAll: boolean,
): readonly Block[] {
  const isShown = (name: string) => showsAll || query.search === '' || matches(name, query);
  const below = partitions.get(table.id) ?? [];
  const group = { id: partitionsGroup(table.id), name: 'Partitions', level: 3, parentId: table.id };
  const isGroupRead = query.search !== '' || query.expanded.has(group.id);
  const blocks = isGroupRead ? partitionBlocks(state, below, query, partitions, 4, group.id) : [];
  const isGroupShown = query.search === '' || showsAll || blocks.length > 0;
  return [
    ...columnBlocks(state, table.id, isShown),
    ...partBlocks(state, table.id, 3, isShown),
    ...(isGroupShown ? groupOf(group, blocks, query, below.length) : []),
  ];
}

function columnBlocks(
  state: MemoryState,
  tableId: RecordId,
  isShown: (name: string) => boolean,
): readonly Block[] {
  const shown = columnsOf(tableId, state).filter(({ body }) => isShown(body.name));
  const key = shown.length === 0 ? undefined : state.childrenOf(tableId, 'primary-key')[0];
  return shown.map((column) => {
    const isInherited = column.body.tableId !== tableId;
    return leaf({
      id: isInherited ? `${tableId}/${column.id}` : column.id,
      kind: 'column',
      name: column.body.name,
      detail: columnType(column, state),
      level: 3,
      parentId: tableId,
      isKey: key?.body.columnIds.includes(column.id) ?? false,
      ...(isInherited && { inherited: column.id }),
    });
  });
}

/** Exclusion constraints, then statements about the table, by what they are and their name. */
function partBlocks(
  state: MemoryState,
  tableId: RecordId,
  level: number,
  isShown: (name: string) => boolean,
): readonly Block[] {
  const children = state.children(tableId);
  const exclusions = children.filter((child) => isKind(child, 'exclusion')).sort(byName);
  const statements = children
    .filter((child) => isKind(child, 'verbatim'))
    .sort((a, b) => a.body.tag.localeCompare(b.body.tag) || byName(a, b));
  const rows = [
    ...exclusions.map(({ id, body }) => ({
      id,
      kind: 'exclusion' as const,
      name: body.name,
      detail: 'exclusion',
    })),
    ...statements.map(({ id, body: { name, tag } }) => ({
      id,
      kind: 'statement' as const,
      name: name || tag,
      detail: tag,
    })),
  ];
  return rows.filter(({ name }) => isShown(name)).map((row) => leaf({ ...row, level, parentId: tableId }));
}

function partitionBlocks(
  state: MemoryState,
  tables: readonly Table[],
  query: OutlineQuery,
  partitions: Partitions,
  level: number,
  parentId: string,
): readonly Block[] {
  return [...tables].sort(byName).flatMap((table) => {
    const { id, body } = table;
    const isFound = matches(body.name, query);
    const isOpen = query.expanded.has(id);
    const below = partitions.get(id) ?? [];
    const isShown = (name: string) => query.search === '' || matches(name, query);
    const inside = [
      ...partBlocks(state, id, level + 1, isShown),
      ...(isOpen || query.search !== ''
        ? partitionBlocks(state, below, query, partitions, level + 1, id)
        : []),
    ];
    if (query.search !== '' && !isFound && inside.length === 0) return [];
    const isExpanded = isOpen || (query.search !== '' && inside.length > 0);
    const head = plainRow({
      id,
      kind: 'partition',
      name: body.name,
      detail: boundText(body.partitionOf?.bound ?? ''),
      level,
      parentId,
      isExpanded: inside.length + below.length === 0 ? null : isExpanded,
    });
    return [{ head, rows: isExpanded ? numbered(inside) : [] }];
  });
}
