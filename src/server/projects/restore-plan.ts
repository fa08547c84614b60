import type { PoolClient } from 'pg';
import type { Actor } from '../../core/protocol/records';
import type { Applied } from '../../core/schema/apply';
import { applyOperations } from '../../core/schema/apply';
import { builtOn } from '../../core/schema/built-on';
import type { ChangeEntry } from '../../core/schema/change';
import { auditOf } from '../../core/schema/change';
import { operationsTo } from '../../core/schema/difference';
import { invert } from '../../core/schema/invert';
import { MemoryState } from '../../core/schema/memory-state';
import { isLive } from '../../core/schema/record';
import { Rewind } from '../../core/schema/rewind';
import type { Problem } from '../../core/std/problem';
import type { Result } from '../../core/std/result';
import { ok, refused } from '../../core/std/result';
import { statements } from '../storage/statements';
import { readEntries, readRows, readUnpublished, takenBack } from './read-records';
import type { StoredRecord } from './stored-record';
import type { StoredReader } from './write-rows';

/** A place in the log: the change that stands there, and when. */
export type Moment = { readonly id: string; readonly at: string };

/** Whose edits a restore would take back, and how many. */
export type EditsSince = { readonly actor: Actor; readonly edits: number };

/** What it takes to bring a project back to a moment. */
export type RestorePlan = {
  readonly moment: Moment;
  readonly applied: Applied;
  readonly stored: StoredReader;
  readonly since: readonly EditsSince[];
};

type LogRow = {
  readonly id: string;
  readonly at: string;
  readonly actor_id: string;
  readonly actor_name: string;
  readonly body: string;
  readonly publishes: string | null;
};

const rowsPerPage = 500;

const noSuchMoment: Problem = {
  code: 'not-found',
  detail:
    'There is no such edit in the log of this project, or none that is kept, so the state then is not known. Choose another one.',
};

/**
 * Works out how to come back to the state behind a change: what the ordinary rules make of the operations that
 * lead there. The client is in a snapshot; what a restore under way has written already is left out of it, so
 * that whoever goes on with that one finds the same plan.
 */
export async function planRestore(
  client: PoolClient,
  projectId: string,
  to: string,
): Promise<Result<RestorePlan, Problem>> {
  const { rows } = await client.query<Moment>(statements.moment, [projectId, to]);
  const moment = rows[0];
  if (!moment) return refused(noSuchMoment);
  const { stored, hidden, present } = await readPresent(client, projectId);
  const { rewind, since } = await readSince(client, projectId, moment);
  const wanted = rewind.from(present);
  if (!wanted.ok) return wanted;
  const applied = applyOperations(present, operationsTo(present, wanted.value));
  if (!applied.ok) return applied;
  return ok({
    moment,
    applied: applied.value,
    stored: storedReader(stored, present, applied.value, hidden),
    since,
  });
}

/**
 * Works out how to take one change back, whatever its size: refused when somebody has built on it since. The
 * moment is that of the change. What a job under way has written is left out, as in `planRestore`.
 */
export async function planUndo(
  client: PoolClient,
  projectId: string,
  of: string,
): Promise<Result<RestorePlan, Problem>> {
  const { rows } = await client.query<ChangeRow>(statements.change, [projectId, of]);
  const [change] = rows;
  if (!change) return refused(noSuchMoment);
  const { stored, hidden, present } = await readPresent(client, projectId);
  const entries = (await entriesOfRow(client, projectId, change)).map(auditOf);
  const built = builtOn(entries, present);
  if (built) return refused(built);
  const operations = invert(entries, (id) => present.get(id)?.version);
  const applied = applyOperations(present, operations);
  if (!applied.ok) return applied;
  const reader = storedReader(stored, present, applied.value, hidden);
  return ok({ moment: { id: of, at: change.at }, applied: applied.value, stored: reader, since: [] });
}

type ChangeRow = { readonly at: string; readonly body: string; readonly publishes: string | null };

async function entriesOfRow(
  client: PoolClient,
  projectId: string,
  { body, publishes }: Pick<ChangeRow, 'body' | 'publishes'>,
): Promise<readonly ChangeEntry[]> {
  return publishes === null ? JSON.parse(body) : readEntries(client, projectId, publishes);
}

/** What everybody sees, and what is behind it. */
async function readPresent(client: PoolClient, projectId: string) {
  const stored = await readRows(client, projectId);
  const hidden = await readUnpublished(client, projectId);
  const states = stored.map(({ state }) => state);
  return { stored, hidden, present: MemoryState.from(takenBack(states, hidden)) };
}

async function readSince(client: PoolClient, projectId: string, moment: Moment) {
  const rewind = new Rewind();
  const since = new Map<string, EditsSince>();
  let place = moment;
  for (;;) {
    const { rows } = await client.query<LogRow>(statements.changesSince, [
      projectId,
      place.at,
      place.id,
      rowsPerPage,
    ]);
    for (const row of rows) {
      const edits = (since.get(row.actor_id)?.edits ?? 0) + 1;
      since.set(row.actor_id, { actor: { id: row.actor_id, name: row.actor_name }, edits });
      for (const entry of await entriesOfRow(client, projectId, row)) rewind.add(entry);
    }
    const last = rows.at(-1);
    if (!last || rows.length < rowsPerPage) break;
    place = last;
  }
  return { rewind, since: [...since.values()].sort((a, b) => b.edits - a.edits) };
}

/**
 * What the store knew of each record before the restore wrote it. Of one that is written already the face is
 * worked out backwards, as `writeRows` decides them: its dependants, written later, need it.
 */
function storedReader(
  stored: readonly StoredRecord[],
  present: MemoryState,
  { shaken }: Applied,
  hidden: readonly ChangeEntry[],
): StoredReader {
  const byId = new Map(stored.map((record) => [record.state.id, record]));
  for (const { record: after } of hidden) {
    const now = byId.get(after.id);
    const state = present.get(after.id);
    if (!now || !state) continue;
    const faceBefore = now.face === null ? 1 : now.face - (shaken.has(after.id) ? 1 : 0);
    byId.set(after.id, { ...now, state, face: isLive(state) ? faceBefore : null });
  }
  return { stored: (id) => byId.get(id), children: (id) => present.children(id) };
}
