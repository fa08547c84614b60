/** What the outline is made of: rows, in blocks that are siblings. Pure. */
import type { RecordId } from '../../../core/schema/ids';

export type TypeKind = 'enum' | 'domain' | 'composite' | 'range';

export type OutlineRow = {
  readonly id: string;
  readonly kind:
    | 'namespace'
    | 'table'
    | 'partition'
    | TypeKind
    | 'sequence'
    | 'column'
    | 'exclusion'
    | 'statement'
    | 'group'
    | 'canvas'
    | 'area'
    | 'note';
  readonly name: string;
  /** Beside the name: how many tables and types, a column's type. */
  readonly detail: string;
  /** 1 for namespaces; what `aria-level` says. */
  readonly level: number;
  readonly parentId: string | null;
  /** Null for what has nothing inside. */
  readonly isExpanded: boolean | null;
  readonly position: number;
  readonly siblings: number;
  readonly isKey: boolean;
  /** The record that it stands for, where that is not its id: another table's column that this one has, too. */
  readonly inherited?: RecordId;
};

export type OutlineQuery = {
  /** Lower case; empty shows everything. */
  readonly search: string;
  /** Tables, partitions and groups whose content is shown. A search shows what it found. */
  readonly expanded: ReadonlySet<string>;
  readonly collapsedNamespaces: ReadonlySet<string>;
};

/** A row with those below it. */
export type Block = { readonly head: OutlineRow; readonly rows: readonly OutlineRow[] };

/** A row of which only this much is to be said. */
export function plainRow(
  row: Pick<OutlineRow, 'id' | 'kind' | 'name' | 'level' | 'parentId'> & Partial<OutlineRow>,
): OutlineRow {
  return { detail: '', isExpanded: null, position: 0, siblings: 0, isKey: false, ...row };
}

/** A row with nothing below it. */
export function leaf(row: Parameters<typeof plainRow>[0]): Block {
  return { head: plainRow(row), rows: [] };
}

/** The rows of blocks that are siblings, each with its place among them. */
export function numbered(blocks: readonly Block[]): readonly OutlineRow[] {
  return blocks.flatMap(({ head, rows }, position) => [
    { ...head, position, siblings: blocks.length },
    ...rows,
  ]);
}

/** A group and what is in it: closed until somebody opens it or searches. Nothing where it is empty. */
export function groupOf(
  group: Pick<OutlineRow, 'id' | 'name' | 'level' | 'parentId'>,
  blocks: readonly Block[],
  query: OutlineQuery,
  /** How many it says there are, where not all were looked at. */
  count = blocks.length,
): readonly Block[] {
  if (count === 0) return [];
  const isExpanded = query.expanded.has(group.id) || (query.search !== '' && blocks.length > 0);
  const head = plainRow({ ...group, kind: 'group', detail: count.toLocaleString('en'), isExpanded });
  return [{ head, rows: isExpanded ? numbered(blocks) : [] }];
}

/** Whether a name is searched for. */
export function matches(name: string, { search }: OutlineQuery): boolean {
  return name.toLowerCase().includes(search);
}

export const byName = (a: { body: { name: string } }, b: { body: { name: string } }) =>
  a.body.name.localeCompare(b.body.name);

/** The record that a row stands for; null for groups. */
export function recordOf({ id, kind, inherited }: OutlineRow): RecordId | null {
  return kind === 'canvas' || kind === 'group' ? null : (inherited ?? id);
}

/** The group of a table's partitions. It stands for no record. */
export function partitionsGroup(tableId: RecordId): string {
  return `partitions:${tableId}`;
}
