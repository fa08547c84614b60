import type { PoolClient } from 'pg';
import type { Applied } from '../../core/schema/apply';
import type { RecordId } from '../../core/schema/ids';
import type { Claim } from '../../core/schema/names';
import { isLive } from '../../core/schema/record';
import { must } from '../../core/std/assert';
import type { Statement } from '../storage/statements';
import { statements } from '../storage/statements';
import type { Segment } from './attempt';
import type { StoredReader, WriteRow } from './write-rows';
import { depthOf, depths, rowColumns } from './write-rows';

type Target = {
  readonly projectId: string;
  readonly segment: Segment | undefined;
};

/**
 * Sends the statements that write an outcome (`rows` and what goes with them), without waiting between them, in the one order that all
 * writers keep: references removed, names released, records (parents before children, deletions last),
 * names taken, references added. The caller sends the log row behind them and awaits all.
 *
 * Each promise fails when its statement touched another number of rows than it had to: the rules judged
 * in this very snapshot, so that is a bug, and nothing may be committed.
 */
export function writeApplied(
  client: PoolClient,
  loaded: StoredReader,
  applied: Applied,
  rows: readonly WriteRow[],
  target: Target,
): readonly Promise<void>[] {
  // All of it is worked out before the first is sent: a statement on its way has to be awaited.
  const due = statementsFor(loaded, applied, rows, target);
  return due.map(({ statement, values, expected }) =>
    run(client, statement, [target.projectId, ...values], expected),
  );
}

/** A statement that is to be sent. */
export type Due = {
  readonly statement: Statement;
  readonly values: readonly unknown[];
  /** Rows it has to touch, where that is known. */
  readonly expected: number | null;
};

function statementsFor(
  loaded: StoredReader,
  applied: Applied,
  rows: readonly WriteRow[],
  { segment }: Target,
): readonly Due[] {
  const { releases, claims } = applied;
  const due: Due[] = [];
  if (segment) {
    due.push({ statement: statements.nextPiece, values: [segment.jobId, segment.piece], expected: 1 });
  }
  due.push(...removedRefs(applied));
  if (releases.length > 0) {
    due.push({
      statement: statements.releaseNames,
      values: claimColumns(releases),
      expected: releases.length,
    });
  }
  for (const [statement, group] of recordStatements(rows, applied.shaken)) {
    const columns = rowColumns(group);
    const isInsert = statement === statements.insertRecords;
    const values = isInsert ? [...columns, segment?.jobId ?? null] : columns;
    due.push({ statement, values, expected: group.length });
  }
  if (claims.length > 0) {
    due.push({ statement: statements.takeNames, values: claimColumns(claims), expected: claims.length });
  }
  due.push(...addedRefs(applied, rows, loaded));
  return due;
}

/** What written records rely on, reference by reference. */
export function keptRefs(applied: Applied): readonly { readonly from: RecordId; readonly to: RecordId }[] {
  return [...applied.references].flatMap(([from, targets]) => targets.map((to) => ({ from, to })));
}

function removedRefs(applied: Applied): readonly Due[] {
  const rewritten = rewrittenIds(applied);
  if (rewritten.length === 0) return [];
  const kept = keptRefs(applied);
  const values = [rewritten, kept.map((ref) => ref.from), kept.map((ref) => ref.to)];
  return [{ statement: statements.removeRefs, values, expected: null }];
}

/** Records whose references are others than before, or none. */
export function rewrittenIds({ writes, references }: Applied): readonly RecordId[] {
  return writes
    .filter(({ before, after }) => isLive(before) && (!isLive(after) || references.has(after.id)))
    .map(({ after }) => after.id);
}

function addedRefs(applied: Applied, rows: readonly WriteRow[], loaded: StoredReader): readonly Due[] {
  const kept = keptRefs(applied);
  if (kept.length === 0) return [];
  const written = new Map(rows.map((row) => [row.id, row.face]));
  const faces = kept.map(({ to }) => must(written.get(to) ?? loaded.stored(to)?.face, `face of ${to}`));
  const values = [kept.map((ref) => ref.from), kept.map((ref) => ref.to), faces];
  return [{ statement: statements.addRefs, values, expected: null }];
}

/**
 * The record whose new face a row has to be written together with. Children point to their parent's face: when
 * that changes, those that are there already change in one statement with it, and so do those that go, with all
 * that goes with them.
 */
export function shakenHeads(
  rows: readonly WriteRow[],
  shaken: ReadonlySet<RecordId>,
): (row: WriteRow) => WriteRow | undefined {
  const byId = new Map(rows.map((row) => [row.id, row]));
  return (row) => {
    let head: WriteRow | undefined;
    for (let at = row; at.seen > 0 && at.parentId !== null; ) {
      const parent = byId.get(at.parentId);
      if (!parent || (parent.face !== null && !shaken.has(parent.id))) break;
      if (parent.face !== null) head = parent;
      at = parent;
    }
    return head;
  };
}

/** Rows by the statement that writes them, in the order in which those have to run. */
export function recordStatements(
  rows: readonly WriteRow[],
  shaken: ReadonlySet<RecordId>,
): readonly (readonly [Statement, readonly WriteRow[]])[] {
  const headOf = shakenHeads(rows, shaken);
  const depth = (row: WriteRow) => depthOf((headOf(row) ?? row).kind);
  const isWithHead = (row: WriteRow) => row.face !== null || headOf(row) !== undefined;
  const live = rows.filter(isWithHead);
  const groups: (readonly [Statement, readonly WriteRow[]])[] = [];
  for (const level of depths) {
    const here = live.filter((row) => depth(row) === level);
    groups.push([statements.updateRecords, here.filter((row) => row.seen > 0)]);
    groups.push([statements.insertRecords, here.filter((row) => row.seen === 0)]);
  }
  groups.push([statements.updateRecords, rows.filter((row) => !isWithHead(row))]);
  return groups.filter(([, group]) => group.length > 0);
}

/** Names as one array per column. */
export function claimColumns(claims: readonly Claim[]): readonly unknown[] {
  return [
    claims.map((claim) => claim.scope),
    claims.map((claim) => claim.name),
    claims.map((claim) => claim.recordId),
  ];
}

/** @throws when it touched another number of rows than it had to; nothing may be committed then */
export async function run(
  client: PoolClient,
  statement: Statement,
  values: readonly unknown[],
  expected: number | null,
): Promise<void> {
  const { rowCount } = await client.query(statement, [...values]);
  if (expected === null || rowCount === expected) return;
  throw new Error(`Wrote ${rowCount} rows where ${expected} were due: ${statement.name}`);
}
