/** The outline as a flat list of rows, as a tree of namespaces, tables with their columns, and enums. Pure. */
import type { MemoryState } from '../../../core/schema/memory-state';
import { columnType } from '../../view/column-type';

export type OutlineRow = {
  readonly id: string;
  readonly kind: 'namespace' | 'table' | 'enum' | 'column' | 'canvas' | 'area' | 'note';
  readonly name: string;
  /** Beside the name: how many tables and enums, a column's type. */
  readonly detail: string;
  /** 1 for namespaces; what `aria-level` says. */
  readonly level: 1 | 2 | 3;
  readonly parentId: string | null;
  /** Null for what has nothing inside. */
  readonly isExpanded: boolean | null;
  readonly position: number;
  readonly siblings: number;
  readonly isKey: boolean;
};

export type OutlineQuery = {
  /** Lower case; empty shows everything. */
  readonly search: string;
  /** Tables whose columns are shown. A search shows the columns that it found. */
  readonly expanded: ReadonlySet<string>;
  readonly collapsedNamespaces: ReadonlySet<string>;
};

const byName = (a: { body: { name: string } }, b: { body: { name: string } }) =>
  a.body.name.localeCompare(b.body.name);

/** All rows that are to be seen, in order. */
export function outlineRows(state: MemoryState, query: OutlineQuery): readonly OutlineRow[] {
  const namespaces = [...state.ofKind('namespace')].sort(byName);
  const blocks = namespaces
    .map((namespace) => ({
      namespace,
      tables: [...tablesOf(state, namespace.id, query), ...enumsOf(state, namespace.id, query)],
    }))
    .filter(
      ({ namespace, tables }) =>
        query.search === '' || tables.length > 0 || matches(namespace.body.name, query),
    );
  const boxes = boxRows(state, query);
  const siblings = blocks.length + (boxes.length > 0 ? 1 : 0);
  const rows = blocks.flatMap(({ namespace, tables }, position) => {
    const isExpanded = query.search !== '' || !query.collapsedNamespaces.has(namespace.id);
    const head: OutlineRow = {
      id: namespace.id,
      kind: 'namespace',
      name: namespace.body.name,
      detail: String(tables.length),
      level: 1,
      parentId: null,
      isExpanded: tables.length === 0 ? null : isExpanded,
      position,
      siblings,
      isKey: false,
    };
    return isExpanded
      ? [head, ...tables.flatMap(({ rows }, at) => numbered(rows, at, tables.length))]
      : [head];
  });
  return boxes.length === 0 ? rows : [...rows, ...withCanvasRow(boxes, query, siblings)];
}

/** The row that notes and areas are under. It stands for no record. */
export const canvasRowId = 'canvas';

function withCanvasRow(
  boxes: readonly OutlineRow[],
  query: OutlineQuery,
  siblings: number,
): readonly OutlineRow[] {
  const isExpanded = query.search !== '' || !query.collapsedNamespaces.has(canvasRowId);
  const row: OutlineRow = {
    id: canvasRowId,
    kind: 'canvas',
    name: 'Notes and areas',
    detail: String(boxes.length),
    level: 1,
    parentId: null,
    isExpanded,
    position: siblings - 1,
    siblings,
    isKey: false,
  };
  return isExpanded ? [row, ...boxes] : [row];
}

/** Areas, then notes, each by what they are called. */
function boxRows(state: MemoryState, query: OutlineQuery): readonly OutlineRow[] {
  const areas = state.ofKind('area').map(({ id, body }) => ({ id, kind: 'area' as const, name: body.name }));
  const notes = state.ofKind('note').map(({ id, body }) => {
    const [line = ''] = body.text.trim().split('\n');
    return { id, kind: 'note' as const, name: line === '' ? 'Empty note' : line.slice(0, 80) };
  });
  const byText = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name);
  const found = [...areas.sort(byText), ...notes.sort(byText)].filter(({ name }) => matches(name, query));
  return found.map(({ id, kind, name }, position) => ({
    id,
    kind,
    name,
    detail: '',
    level: 2,
    parentId: canvasRowId,
    isExpanded: null,
    position,
    siblings: found.length,
    isKey: false,
  }));
}

type TableBlock = { readonly rows: readonly OutlineRow[] };

function tablesOf(state: MemoryState, namespaceId: string, query: OutlineQuery): readonly TableBlock[] {
  const blocks: TableBlock[] = [];
  for (const table of [...state.childrenOf(namespaceId, 'table')].sort(byName)) {
    const isFound = matches(table.body.name, query);
    const isOpen = query.expanded.has(table.id);
    // Columns are read only where they can be seen or found: a thousand tables have ten thousand of them.
    const columns =
      isOpen || query.search !== '' ? columnRows(state, table.id, query, isOpen && isFound) : [];
    if (query.search !== '' && !isFound && columns.length === 0) continue;
    const head: OutlineRow = {
      id: table.id,
      kind: 'table',
      name: table.body.name,
      detail: '',
      level: 2,
      parentId: namespaceId,
      isExpanded: isOpen || (query.search !== '' && columns.length > 0),
      position: 0,
      siblings: 0,
      isKey: false,
    };
    blocks.push({ rows: head.isExpanded ? [head, ...columns] : [head] });
  }
  return blocks;
}

/** The enums of a namespace, below its tables. */
function enumsOf(state: MemoryState, namespaceId: string, query: OutlineQuery): readonly TableBlock[] {
  const found = state.childrenOf(namespaceId, 'enum').filter(({ body }) => matches(body.name, query));
  return [...found].sort(byName).map(({ id, body }) => ({
    rows: [
      {
        id,
        kind: 'enum',
        name: body.name,
        detail: 'enum',
        level: 2,
        parentId: namespaceId,
        isExpanded: null,
        position: 0,
        siblings: 0,
        isKey: false,
      },
    ],
  }));
}

function columnRows(
  state: MemoryState,
  tableId: string,
  query: OutlineQuery,
  showsAll: boolean,
): readonly OutlineRow[] {
  const key = state.childrenOf(tableId, 'primary-key')[0];
  const shown = state
    .childrenOf(tableId, 'column')
    .filter(({ body }) => showsAll || query.search === '' || matches(body.name, query));
  return shown.map((column, position) => ({
    id: column.id,
    kind: 'column',
    name: column.body.name,
    detail: columnType(column, state),
    level: 3,
    parentId: tableId,
    isExpanded: null,
    position,
    siblings: shown.length,
    isKey: key?.body.columnIds.includes(column.id) ?? false,
  }));
}

function numbered(rows: readonly OutlineRow[], position: number, siblings: number): readonly OutlineRow[] {
  return rows.map((row) => (row.level === 2 ? { ...row, position, siblings } : row));
}

function matches(name: string, { search }: OutlineQuery): boolean {
  return name.toLowerCase().includes(search);
}

/** What a key does in a tree (WAI-ARIA Authoring Practices, tree view). */
export type TreeStep =
  | { readonly kind: 'go'; readonly id: string }
  | { readonly kind: 'toggle'; readonly row: OutlineRow }
  | null;

/** Where an arrow key, Home or End leads from the row with the focus. */
export function treeStep(rows: readonly OutlineRow[], focusedId: string | null, key: string): TreeStep {
  const index = rows.findIndex(({ id }) => id === focusedId);
  const row = rows[index];
  const go = (target: OutlineRow | undefined): TreeStep => (target ? { kind: 'go', id: target.id } : null);
  if (!row) return ['ArrowDown', 'ArrowUp', 'Home'].includes(key) ? go(rows[0]) : null;
  switch (key) {
    case 'ArrowDown':
      return go(rows[index + 1]);
    case 'ArrowUp':
      return go(rows[index - 1]);
    case 'Home':
      return go(rows[0]);
    case 'End':
      return go(rows.at(-1));
    case 'ArrowRight':
      if (row.isExpanded === null) return null;
      return row.isExpanded ? go(rows[index + 1]) : { kind: 'toggle', row };
    case 'ArrowLeft':
      if (row.isExpanded) return { kind: 'toggle', row };
      return go(rows.find(({ id }) => id === row.parentId));
    default:
      return null;
  }
}
