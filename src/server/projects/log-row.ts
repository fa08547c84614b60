import type { PoolClient } from 'pg';
import { editingRoles } from '../../core/protocol/project';
import type { Actor } from '../../core/protocol/records';
import type { Applied } from '../../core/schema/apply';
import type { ChangeEntry } from '../../core/schema/change';
import { statements } from '../storage/statements';
import type { Outcome } from './outcome';
import type { WriteRow } from './write-rows';
import { rowColumns } from './write-rows';

/** A row of the log: what was asked, by whom, and what came of it. */
export type LogRow = {
  readonly projectId: string;
  readonly id: string;
  readonly actor: Actor;
  readonly outcome: Outcome;
  readonly entries: readonly ChangeEntry[];
  readonly retries: number;
  readonly requestHash: string;
  /** The import that this is a piece of, or that this publishes. */
  readonly segment?: string | undefined;
  readonly publishes?: string | undefined;
  /** What has to be there for the transaction to be committed. */
  readonly written?: Pick<Applied, 'writes' | 'claims'>;
};

const nothing = { writes: [], claims: [] } as const;

/** Sends the log row, the last statement of every mutation. Gives its place in time. */
export async function writeLogRow(client: PoolClient, row: LogRow): Promise<string> {
  const { writes, claims } = row.written ?? nothing;
  const values = [
    row.projectId,
    row.id,
    row.actor.id,
    row.actor.name,
    JSON.stringify(row.outcome),
    JSON.stringify(row.entries),
    row.retries,
    row.requestHash,
    row.segment ?? null,
    row.publishes ?? null,
    writes.map(({ after }) => after.id),
    writes.map(({ after }) => after.version),
  ];
  const names = [
    claims.map((claim) => claim.scope),
    claims.map((claim) => claim.name),
    claims.map((claim) => claim.recordId),
  ];
  const { rows } = await (claims.length === 0
    ? client.query<{ at: string }>(statements.logWithoutNames, values)
    : client.query<{ at: string }>(statements.log, [...values, ...names]));
  return rows[0]?.at ?? '';
}

/** An edit and what the log says of it. */
export type LoggedEdit = { readonly rows: readonly WriteRow[]; readonly log: LogRow };

/** What a statement of edits did: the places of its edits in time, by their ids, and which transaction it was. */
export type Written = {
  readonly times: ReadonlyMap<string, string>;
  /** Its number and its snapshot; undefined where it made none. */
  readonly transaction: { readonly xid: string; readonly snapshot: string } | undefined;
};

/**
 * Sends edits of one project in one statement, each with its log row, in the order given. Those that are not in
 * `times` were not made, because something was not as it was believed to be.
 */
export async function writeEdits(
  client: PoolClient,
  projectId: string,
  edits: readonly LoggedEdit[],
): Promise<Written> {
  const [first] = edits;
  const isOne = edits.length === 1 && first?.rows.length === 1;
  const { rows } = await (isOne
    ? client.query<WrittenRow>(statements.edit, valuesOfOne(projectId, first))
    : client.query<WrittenRow>(statements.edits, valuesOfAll(projectId, edits)));
  return { times: new Map(rows.map(({ id, at }) => [id, at])), transaction: rows[0] };
}

type WrittenRow = {
  readonly id: string;
  readonly at: string;
  readonly xid: string;
  readonly snapshot: string;
};

function valuesOfOne(projectId: string, { rows, log }: LoggedEdit): unknown[] {
  const [id, , , , face, seen, , fields, body, high, low] = rowColumns(rows).map(([value]) => value);
  return [
    projectId,
    editingRoles,
    log.id,
    log.actor.id,
    log.actor.name,
    JSON.stringify(log.outcome),
    JSON.stringify(log.entries),
    log.requestHash,
    id,
    seen,
    face,
    fields,
    body,
    high,
    low,
  ];
}

function valuesOfAll(projectId: string, edits: readonly LoggedEdit[]): unknown[] {
  const logs = edits.map(({ log }) => log);
  const [ids, , , , faces, seen, , fields, bodies, high, low] = rowColumns(edits.flatMap(({ rows }) => rows));
  const perRecord = <Value>(of: (edit: LoggedEdit, place: number) => Value) =>
    edits.flatMap((edit, place) => edit.rows.map(() => of(edit, place)));
  return [
    projectId,
    editingRoles,
    logs.map(({ id }) => id),
    logs.map(({ actor }) => actor.id),
    logs.map(({ actor }) => actor.name),
    logs.map(({ outcome }) => JSON.stringify(outcome)),
    logs.map(({ entries }) => JSON.stringify(entries)),
    logs.map(({ requestHash }) => requestHash),
    perRecord((_, place) => place),
    perRecord((edit) => edit.rows.length),
    perRecord(({ log }) => log.id),
    perRecord(({ log }) => log.actor.id),
    ids,
    seen,
    faces,
    fields,
    bodies,
    high,
    low,
  ];
}
