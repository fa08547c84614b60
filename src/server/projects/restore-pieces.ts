import type { Applied } from '../../core/schema/apply';
import type { RecordId } from '../../core/schema/ids';
import { must } from '../../core/std/assert';
import { statements } from '../storage/statements';
import type { RestorePlan } from './restore-plan';
import type { Due } from './write-applied';
import { claimColumns, keptRefs, recordStatements, rewrittenIds, shakenHeads } from './write-applied';
import type { WriteRow } from './write-rows';
import { depthOf, rowColumns, writeRows } from './write-rows';

/** One transaction of a restore that needs several: its statements, and the writes that its log row tells. */
export type Piece = { readonly due: readonly Due[]; readonly writes: Applied['writes'] };

/** As much as one transaction takes on every engine (3,000 rows, 10 MiB), with room for the log row. */
const rowsPerPiece = 900;
const bytesPerPiece = 400_000;

/**
 * A restore in pieces, to be written one after the other while nobody else writes and nobody sees them. Their
 * order is the one that all writers keep, over all of them: references removed, names released, records, names
 * taken, references added. So each piece leaves what the store's own foreign keys and keys allow, though not
 * a schema that could exist; that is there again with the last. The same plan makes the same pieces.
 */
export function restorePieces({ applied, stored }: RestorePlan, changeId: string): readonly Piece[] {
  const rows = writeRows(applied, stored, changeId);
  const faces = new Map(rows.map((row) => [row.id, row.face]));
  const faceOf = (id: RecordId) => must(faces.get(id) ?? stored.stored(id)?.face, `face of ${id}`);
  const kept = keptRefs(applied);
  return [
    ...chunks(rewrittenIds(applied)).map((ids) => {
      const some = new Set(ids);
      const theirs = kept.filter(({ from }) => some.has(from));
      const values = [ids, theirs.map(({ from }) => from), theirs.map(({ to }) => to)];
      return only({ statement: statements.removeRefs, values, expected: null });
    }),
    ...chunks(applied.releases).map((names) =>
      only({ statement: statements.releaseNames, values: claimColumns(names), expected: names.length }),
    ),
    ...recordPieces(applied, rows),
    ...chunks(applied.claims).map((names) =>
      only({ statement: statements.takeNames, values: claimColumns(names), expected: names.length }),
    ),
    ...chunks(kept).map((refs) => {
      const values = [
        refs.map(({ from }) => from),
        refs.map(({ to }) => to),
        refs.map(({ to }) => faceOf(to)),
      ];
      return only({ statement: statements.addRefs, values, expected: null });
    }),
  ];
}

function only(due: Due): Piece {
  return { due: [due], writes: [] };
}

function chunks<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  const count = Math.ceil(items.length / rowsPerPiece);
  return Array.from({ length: count }, (_, place) =>
    items.slice(place * rowsPerPiece, (place + 1) * rowsPerPiece),
  );
}

function recordPieces(applied: Applied, rows: readonly WriteRow[]): readonly Piece[] {
  const byId = new Map(applied.writes.map((write) => [write.after.id, write]));
  return recordStatements(inOrderOfParents(rows), applied.shaken).flatMap(([statement, group]) =>
    together(group, applied.shaken).map((some) => {
      const columns = rowColumns(some);
      const values = statement === statements.insertRecords ? [...columns, null] : columns;
      const writes = some.flatMap(({ id }) => byId.get(id) ?? []);
      return { due: [{ statement, values, expected: some.length }], writes };
    }),
  );
}

/**
 * Parents before children, and of what goes children before parents: in several statements the order within
 * their group counts. A kept statement can belong to another, so the kind alone does not tell.
 */
function inOrderOfParents(rows: readonly WriteRow[]): readonly WriteRow[] {
  const parents = new Map(rows.map(({ id, parentId }) => [id, parentId]));
  const depth = ({ id, kind }: WriteRow) => {
    let above = 0;
    for (let at = parents.get(id); at != null && parents.has(at); at = parents.get(at)) above += 1;
    return depthOf(kind) + above;
  };
  const deep = rows.map((row) => ({ row, depth: depth(row) }));
  const staying = deep.filter(({ row }) => row.face !== null).sort((a, b) => a.depth - b.depth);
  const going = deep.filter(({ row }) => row.face === null).sort((a, b) => b.depth - a.depth);
  return [...staying, ...going].map(({ row }) => row);
}

/** Cuts a group into statements; a record that gets another face stays with its children, who point to it. */
function together(
  group: readonly WriteRow[],
  shaken: ReadonlySet<RecordId>,
): readonly (readonly WriteRow[])[] {
  const headOf = shakenHeads(group, shaken);
  const families = new Map<RecordId, WriteRow[]>();
  for (const row of group) {
    const head = headOf(row)?.id ?? row.id;
    const family = families.get(head);
    if (family) family.push(row);
    else families.set(head, [row]);
  }
  const statementsOf: WriteRow[][] = [];
  let [some, bytes]: [WriteRow[], number] = [[], 0];
  for (const family of families.values()) {
    const size = JSON.stringify(family.map(({ state }) => state)).length;
    if (some.length > 0 && (some.length + family.length > rowsPerPiece || bytes + size > bytesPerPiece)) {
      statementsOf.push(some);
      [some, bytes] = [[], 0];
    }
    some.push(...family);
    bytes += size;
  }
  if (some.length > 0) statementsOf.push(some);
  return statementsOf;
}
