/** Copied tables → the operations that add them to a project. Pure: ids are minted by the caller. */
import { maxOperations } from '../../../core/protocol/mutation';
import { applyOperations } from '../../../core/schema/apply';
import type { RecordId } from '../../../core/schema/ids';
import { columnsOf } from '../../../core/schema/inheritance';
import { MemoryState } from '../../../core/schema/memory-state';
import type { Operation } from '../../../core/schema/operation';
import { orderKeyBetween } from '../../../core/schema/order-key';
import type { SchemaRecord } from '../../../core/schema/record';
import { isKind } from '../../../core/schema/record';
import type { Result } from '../../../core/std/result';
import { ok, refused } from '../../../core/std/result';
import type { Point } from '../../canvas/geometry/rect';
import type { Edit } from '../edits/edit';
import { create } from '../edits/operations';
import type { Clip, ClipTable } from './clip';
import { PasteContext } from './paste-context';
import { copiedTableName } from './paste-names';
import type { Copying } from './paste-records';
import {
  copiedColumn,
  copiedPart,
  copiedSequence,
  copiedTable,
  losesParents,
  ownedColumn,
} from './paste-records';

export type Paste = Edit & {
  readonly tableIds: readonly RecordId[];
  /** Sentences about what is different from what was copied. */
  readonly notices: readonly string[];
};

export type PasteOptions = {
  /** How far from where they stood the copies stand, in world units. */
  readonly shift: Point;
  readonly verb: 'Paste' | 'Duplicate';
  readonly newId: () => RecordId;
};

/**
 * The copies as one edit. What they lean on is found in the project or made (see `PasteContext`); foreign keys
 * between them go to the copies, others to where they went; names are made unique. Refused with a sentence when
 * it is more than one edit can hold, or the schema's rules say no.
 */
export function pasteTables(state: MemoryState, clip: Clip, options: PasteOptions): Result<Paste, string> {
  const whole = paste(state, clip, options, true);
  const tooLarge = sizeProblem(clip, whole.operations.length);
  if (tooLarge !== null) return refused(tooLarge);
  const applied = applyOperations(state, whole.operations);
  if (applied.ok) return ok(whole);
  // A key elsewhere may have changed so much that a foreign key to it cannot be: better without than not at all.
  const bare = paste(state, clip, options, false);
  const again = applyOperations(state, bare.operations);
  return again.ok ? ok(bare) : refused(again.problem.detail);
}

function sizeProblem({ tables }: Clip, count: number): string | null {
  if (count <= maxOperations) return null;
  const [has, most] = [count, maxOperations].map((number) => number.toLocaleString('en'));
  return `${tables.length} tables with their columns, keys and places are ${has} objects; at most ${most} can be added at once. Copy fewer tables at a time.`;
}

function paste(state: MemoryState, source: Clip, options: PasteOptions, goesOutside: boolean): Paste {
  const clip = MemoryState.from(source.records);
  const context = new PasteContext(state, clip, options.newId);
  const tables = source.tables.flatMap(({ id }) => clip.live(id, 'table') ?? []);
  const ids = new Map<string, RecordId>(ownedBy(clip, tables).map(({ id }) => [id, options.newId()]));
  const taken = inheritedColumns(state, clip, tables, ids);
  for (const { table, column } of taken) ids.set(ownedColumn(table.id, column.id), options.newId());
  const names = new Map<RecordId, string>();
  for (const { id, body } of tables) {
    names.set(id, copiedTableName(body.name, context.namespace(body.namespaceId), context.taken));
  }
  const copying: Copying = { state, clip, context, ids, names, goesOutside };
  const children = tables.flatMap(({ id }) => clip.children(id));
  const copies = [
    ...tables.map((table) => copiedTable(copying, table)),
    ...taken.map(({ table, column, order }) => copiedColumn(copying, column, { tableId: table.id, order })),
    ...children.filter((child) => isKind(child, 'column')).map((column) => copiedColumn(copying, column)),
    ...clip.ofKind('sequence').map((sequence) => copiedSequence(copying, sequence)),
    ...children.map((child) => copiedPart(copying, child)),
    ...source.tables.map((table) => copiedPlace(copying, table, options)),
  ].filter((operation) => operation !== null);
  const only = tables.length === 1 && tables[0] ? names.get(tables[0].id) : undefined;
  return {
    label: `${options.verb} ${only ?? `${tables.length} tables`}`,
    operations: [...context.operations, ...copies],
    tableIds: tables.flatMap(({ id }) => ids.get(id) ?? []),
    notices: [...new Set(context.notices)],
  };
}

type Inherited = {
  readonly table: SchemaRecord<'table'>;
  readonly column: SchemaRecord<'column'>;
  /** Before all of the table's own. */
  readonly order: string;
};

/** Columns that copied tables have from tables that are not here: the copies have them as their own. */
function inheritedColumns(
  state: MemoryState,
  clip: MemoryState,
  tables: readonly SchemaRecord<'table'>[],
  ids: ReadonlyMap<string, RecordId>,
): readonly Inherited[] {
  return tables.flatMap((table) => {
    if (!losesParents({ state, ids }, table.body.inherits ?? [])) return [];
    const first = clip.childrenOf(table.id, 'column')[0]?.body.order ?? null;
    let order: string | null = null;
    return columnsOf(table.id, clip)
      .filter(({ body }) => body.tableId !== table.id)
      .map((column) => {
        order = orderKeyBetween(order, first, column.id);
        return { table, column, order };
      });
  });
}

/** What is copied whole: the tables, what belongs to them, and sequences that their columns own. */
function ownedBy(clip: MemoryState, tables: readonly SchemaRecord<'table'>[]): readonly SchemaRecord[] {
  const children = tables.flatMap(({ id }) => clip.children(id));
  const columns = new Set(children.map(({ id }) => id));
  const sequences = clip.ofKind('sequence').filter(({ body }) => columns.has(body.ownedByColumnId ?? ''));
  return [...tables, ...children, ...sequences];
}

/** The copy stands where the original stood, shifted, in its colour. */
function copiedPlace(copying: Copying, { id, x, y }: ClipTable, options: PasteOptions): Operation | null {
  const recordId = copying.ids.get(id);
  if (recordId === undefined) return null;
  const layout = copying.clip.childrenOf(id, 'layout')[0];
  const place = { x: x + options.shift.x, y: y + options.shift.y };
  const copyId = (layout && copying.ids.get(layout.id)) ?? options.newId();
  // Who pastes chooses the place.
  const { arranged: _arranged, ...body } = { arranged: undefined, ...layout?.body };
  return create('layout', copyId, { ...body, recordId, ...place });
}
