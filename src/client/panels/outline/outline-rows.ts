/** The outline as a flat list of rows: a tree of namespaces with what is in them, then statements and the canvas. Pure. */
import type { MemoryState } from '../../../core/schema/memory-state';
import type { SchemaRecord } from '../../../core/schema/record';
import { shownType } from '../../view/column-type';
import { boxBlocks } from './box-rows';
import type { Block, OutlineQuery, OutlineRow, TypeKind } from './rows';
import { byName, leaf, matches, numbered, plainRow } from './rows';
import { statementBlocks } from './statement-rows';
import { partitionsByTable, tableBlocks } from './table-rows';

/** All rows that are to be seen, in order. */
export function outlineRows(state: MemoryState, query: OutlineQuery): readonly OutlineRow[] {
  return numbered([
    ...namespaceBlocks(state, query),
    ...statementBlocks(state, query),
    ...boxBlocks(state, query),
  ]);
}

function namespaceBlocks(state: MemoryState, query: OutlineQuery): readonly Block[] {
  const partitions = partitionsByTable(state);
  return [...state.ofKind('namespace')].sort(byName).flatMap(({ id, body }) => {
    const inside = [...tableBlocks(state, id, query, partitions), ...typeBlocks(state, id, query)];
    if (query.search !== '' && inside.length === 0 && !matches(body.name, query)) return [];
    const isExpanded = query.search !== '' || !query.collapsedNamespaces.has(id);
    const head = plainRow({
      id,
      kind: 'namespace',
      name: body.name,
      detail: String(inside.length),
      level: 1,
      parentId: null,
      isExpanded: inside.length === 0 ? null : isExpanded,
    });
    return [{ head, rows: isExpanded ? numbered(inside) : [] }];
  });
}

const typeKinds: readonly TypeKind[] = ['enum', 'domain', 'composite', 'range'];

/** The types of a namespace by name, then its sequences that no column owns. */
function typeBlocks(state: MemoryState, namespaceId: string, query: OutlineQuery): readonly Block[] {
  const types = typeKinds.flatMap((kind) => state.childrenOf(namespaceId, kind)).sort(byName);
  const sequences = state
    .childrenOf(namespaceId, 'sequence')
    .filter(({ body }) => body.ownedByColumnId === undefined)
    .sort(byName);
  return [...types, ...sequences]
    .filter(({ body }) => matches(body.name, query))
    .map((record) => {
      const { id, kind, body } = record;
      return leaf({
        id,
        kind,
        name: body.name,
        detail: detailOf(record, state),
        level: 2,
        parentId: namespaceId,
      });
    });
}

function detailOf(record: SchemaRecord<TypeKind | 'sequence'>, state: MemoryState): string {
  switch (record.kind) {
    case 'enum':
    case 'sequence':
      return record.kind;
    case 'domain':
      return `domain ${shownType(record.body, state)}`;
    case 'range':
      return `range ${shownType(record.body, state)}`;
    case 'composite':
      return 'composite';
  }
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
