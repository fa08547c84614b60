import type { PoolClient } from 'pg';
import type { Applied } from '../../core/schema/apply';
import type { RecordId } from '../../core/schema/ids';
import type { Claim } from '../../core/schema/names';
import { isLive } from '../../core/schema/record';
import { must } from '../../core/std/assert';
import { statements } from '../storage/statements';
import type { Segment } from './commit';
import type { LoadedState } from './loaded-state';
import type { WriteRow } from './write-rows';
import { depthOf, depths, rowColumns, writeRows } from './write-rows';

type Target = {
  readonly projectId: string;
  readonly changeId: string;
  readonly segment: Segment | undefined;
};

/**
 * Sends the statements that write an outcome, without waiting between them, in the one order that all
 * writers keep: references removed, names released, records (parents before children, deletions last),
 * names taken, references added. The caller sends the log row behind them and awaits all.
 *
 * Each promise fails when its statement touched another number of rows than it had to: the rules judged
 * in this very snapshot, so that is a bug, and nothing may be committed.
 */
export function writeApplied(
  client: PoolClient,
  loaded: LoadedState,
  applied: Applied,
  { projectId, changeId, segment }: Target,
): readonly Promise<void>[] {
  const rows = writeRows(applied, loaded, changeId);
  const faces = new Map(rows.map((row) => [row.id, row.face]));
  const sent: Promise<void>[] = [];
  const send = (text: string, values: readonly unknown[], expected: number | null) => {
    sent.push(run(client, text, [projectId, ...values], expected));
  };
  const kept = [...applied.references].flatMap(([from, targets]) => targets.map((to) => ({ from, to })));
  const rewritten = applied.writes
    .filter(({ before, after }) => isLive(before) && (!isLive(after) || applied.references.has(after.id)))
    .map(({ after }) => after.id);
  if (segment) send(statements.nextPiece, [segment.jobId, segment.piece], 1);
  if (rewritten.length > 0) {
    send(statements.removeRefs, [rewritten, kept.map((ref) => ref.from), kept.map((ref) => ref.to)], null);
  }
  if (applied.releases.length > 0) {
    send(statements.releaseNames, claimColumns(applied.releases), applied.releases.length);
  }
  for (const [text, group] of recordStatements(rows, applied.shaken)) {
    const values = rowColumns(group);
    const isInsert = text === statements.insertRecords;
    send(text, isInsert ? [...values, segment?.jobId ?? null] : values, group.length);
  }
  if (applied.claims.length > 0) {
    send(statements.takeNames, claimColumns(applied.claims), applied.claims.length);
  }
  if (kept.length > 0) {
    const relied = kept.map(({ to }) => must(faces.get(to) ?? loaded.stored(to)?.face, `face of ${to}`));
    send(statements.addRefs, [kept.map((ref) => ref.from), kept.map((ref) => ref.to), relied], null);
  }
  return sent;
}

function recordStatements(
  rows: readonly WriteRow[],
  shaken: ReadonlySet<RecordId>,
): readonly (readonly [string, readonly WriteRow[]])[] {
  const kinds = new Map(rows.map((row) => [row.id, row.kind]));
  // Children point to their parent's face: when that changes, both change in one statement.
  const depth = ({ kind, parentId, seen }: WriteRow) => {
    const parentKind =
      parentId !== null && seen > 0 && shaken.has(parentId) ? kinds.get(parentId) : undefined;
    return depthOf(parentKind ?? kind);
  };
  const live = rows.filter((row) => row.face !== null);
  const groups: (readonly [string, readonly WriteRow[]])[] = [];
  for (const level of depths) {
    const here = live.filter((row) => depth(row) === level);
    groups.push([statements.updateRecords, here.filter((row) => row.seen > 0)]);
    groups.push([statements.insertRecords, here.filter((row) => row.seen === 0)]);
  }
  groups.push([statements.updateRecords, rows.filter((row) => row.face === null)]);
  return groups.filter(([, group]) => group.length > 0);
}

function claimColumns(claims: readonly Claim[]): readonly unknown[] {
  return [
    claims.map((claim) => claim.scope),
    claims.map((claim) => claim.name),
    claims.map((claim) => claim.recordId),
  ];
}

async function run(
  client: PoolClient,
  text: string,
  values: readonly unknown[],
  expected: number | null,
): Promise<void> {
  const { rowCount } = await client.query(text, [...values]);
  if (expected === null || rowCount === expected) return;
  throw new Error(`Wrote ${rowCount} rows where ${expected} were due: ${text.slice(0, 40)}`);
}
