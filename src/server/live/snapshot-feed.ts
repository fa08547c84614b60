import type { Pool, PoolClient } from 'pg';
import type { Actor } from '../../core/protocol/records';
import type { Problem } from '../../core/std/problem';
import type { Result } from '../../core/std/result';
import type { FeedEvent, LiveFeed, OwnCommit } from '../projects/project-service';
import { readFingerprint } from '../projects/snapshot';
import { statements } from '../storage/statements';
import { readSnapshot } from '../storage/with-retry';
import type { Cursor } from './cursor';
import { cursorFrom, isLater, laterOf, parseCursor, printCursor } from './cursor';
import type { Batch, Reading } from './feed-reader';
import { liveChange, readNow, readSince } from './feed-reader';
import type { FeedOptions } from './live-feed';
import { OwnEdits } from './own-edits';
import { Poller } from './poller';
import type { Deliver } from './subscribe';
import { subscribe, tell } from './subscribe';

/** One project that somebody in this process watches. */
type Channel = {
  readonly subscribers: Set<Deliver>;
  /** The latest time of its log that was seen; null until the first subscriber has caught up. */
  at: string | null;
  fingerprintDueAt: number;
};

/** Beyond that many a commit does not bring its own reading along: the next one finds what it wrote, too. */
const maxUnderWay = 8;

/** Where the common reading is; times are kept per project. */
type Place = Omit<Cursor, 'at'>;

/**
 * A reading that is not answered yet. Several can be under way from one cursor. Snapshots of one server are
 * ordered: each shows all that an earlier one does. So whichever is answered first, the others have to leave
 * out what was delivered since they began, and what is left is causally complete.
 */
type UnderWay = {
  /** Its place among all that began. */
  readonly number: number;
  /** What `tellOwn` told of before it began: it shows that. */
  readonly toldBefore: ReadonlySet<string>;
  /** What `tellOwn` told of since: it may show that or not. */
  readonly toldSince: Set<string>;
  /** Project and id of each change that readings have delivered since it began. */
  readonly delivered: Set<string>;
  /** The latest cursor of those that were answered meanwhile. */
  overtakenAt: Place | null;
};

/**
 * Reads by the snapshots of statements (`commitSnapshots`): exactly what became visible since its cursor, in one
 * statement for all watched projects. Hands each project's batch, serialised once, to everybody who watches it.
 */
export class SnapshotFeed implements LiveFeed {
  readonly readCursor = readSnapshotCursor;
  readonly #pool: Pool;
  readonly #options: FeedOptions;
  readonly #channels = new Map<string, Channel>();
  #cursor: Promise<Place> | null = null;
  /** The same once it is there, and the number of the reading that brought it. */
  #here: (Place & { readonly number: number }) | null = null;
  /** How many readings have begun. */
  #begun = 0;
  /** The readings that were asked for and not answered. */
  readonly #underWay = new Map<UnderWay, Promise<void>>();
  /** What was told of and not read since. */
  #own = new OwnEdits();
  readonly #poller: Poller;
  #isClosed = false;

  constructor(pool: Pool, options: FeedOptions) {
    this.#pool = pool;
    this.#options = options;
    this.#poller = new Poller(() => this.#readOnce(), {
      hotMs: options.hotPollMs,
      quietMs: options.quietPollMs,
    });
  }

  subscribe(
    actor: Actor,
    projectId: string,
    after: string | null,
    deliver: Deliver,
  ): Promise<Result<{ close(): void }, Problem>> {
    return subscribe(
      this.#pool,
      { actor, projectId, deliver },
      {
        join: (receive) => this.#join(projectId, receive),
        leave: (receive) => this.#leave(projectId, receive),
        catchUp: async () => {
          // A reading under way was asked without this project and may end later than the catching up would.
          await Promise.all([this.#poller.looking, ...this.#underWay.values()]);
          const here = await this.#begin();
          return after === null || this.#catchUp(projectId, after, here, deliver);
        },
      },
    );
  }

  wake(projectId: string, isRead = false): void {
    if (!isRead && this.#channels.has(projectId)) this.#poller.wake();
  }

  readBehind(projectId: string, client: PoolClient, isToldOf = false): Promise<void> | undefined {
    if (this.#isClosed || !this.#here || !this.#channels.has(projectId)) return undefined;
    if (this.#underWay.size >= maxUnderWay) return undefined;
    if (isToldOf && this.#own.send(client, this.#here, this.#begun)) return undefined;
    // The connection may break, or COMMIT may never be answered: then it is looked for elsewhere.
    return this.#readFrom(client, this.#here).catch(() => this.#poller.wake());
  }

  tellOwn(client: PoolClient, commit: OwnCommit): boolean {
    const here = this.#here;
    if (this.#isClosed || here === null) return false;
    const verdict = this.#own.judge(client, commit, here, this.#begun);
    if (verdict !== 'tell') return verdict === 'shown';
    const { projectId, xid, changes } = commit;
    const channel = this.#channels.get(projectId);
    // At the cursor of the last reading: who resumes there gets it once more, and loses nothing.
    if (channel)
      tell(channel.subscribers, changesEvent({ ...here, at: channel.at }, changes.map(liveChange)));
    for (const { id } of changes) {
      const key = keyOf(projectId, id);
      this.#own.add(key, xid);
      for (const reading of this.#underWay.keys()) reading.toldSince.add(key);
    }
    this.#poller.stayHot();
    return true;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#channels.clear();
    this.#poller.stop();
    await Promise.all([this.#poller.looking, ...this.#underWay.values()]);
  }

  #join(projectId: string, deliver: Deliver): void {
    const fingerprintDueAt = Date.now() + this.#options.fingerprintEveryMs;
    const channel = this.#channels.get(projectId) ?? { subscribers: new Set(), at: null, fingerprintDueAt };
    channel.subscribers.add(deliver);
    this.#channels.set(projectId, channel);
    this.#poller.start();
  }

  #leave(projectId: string, deliver: Deliver): void {
    const channel = this.#channels.get(projectId);
    channel?.subscribers.delete(deliver);
    if (channel?.subscribers.size === 0) this.#channels.delete(projectId);
    if (this.#channels.size > 0) return;
    this.#poller.stop();
    this.#cursor = null;
    this.#here = null;
    this.#own = new OwnEdits();
  }

  /** Where the common reading begins: now, for the first who watches anything. */
  #begin(): Promise<Place> {
    if (this.#cursor !== null) return this.#cursor;
    const number = this.#nextNumber();
    const beginning = readNow(this.#pool);
    this.#cursor = beginning;
    beginning.then(
      (here) => {
        if (this.#cursor === beginning) this.#here = { ...here, number };
      },
      () => {
        if (this.#cursor === beginning) this.#cursor = null;
      },
    );
    return beginning;
  }

  /** Says whether the subscriber may go on; if not it was told to start over. */
  async #catchUp(projectId: string, after: string, here: Place, deliver: Deliver): Promise<boolean> {
    const from = parseCursor(after);
    if (from?.generation === here.generation) {
      const times = new Map([[projectId, from.at]]);
      const reading = await readSince(this.#pool, from, times, this.#options.maxBehind);
      if (!reading.isTooMuch) {
        const batch = reading.batches.get(projectId);
        const at = laterOf(from.at, batch?.at ?? null);
        const channel = this.#channels.get(projectId);
        if (channel) channel.at = laterOf(channel.at, at);
        if (batch) deliver(changesEvent({ ...reading.cursor, at }, batch.changes));
        return true;
      }
    }
    deliver({ kind: 'reload' });
    return false;
  }

  async #readOnce(): Promise<void> {
    const from = await this.#begin();
    const due = [...this.#channels].filter(([, channel]) => channel.fingerprintDueAt <= Date.now());
    if (due.length === 0) {
      await this.#readFrom(this.#pool, from);
      return;
    }
    await this.#readWithFingerprints(
      from,
      due.map(([id]) => id),
    );
  }

  #nextNumber(): number {
    this.#begun += 1;
    return this.#begun;
  }

  #times(): ReadonlyMap<string, string | null> {
    return new Map([...this.#channels].map(([id, channel]) => [id, channel.at]));
  }

  /** Sends the reading before it returns. */
  #readFrom(client: Pool | PoolClient, from: Place): Promise<void> {
    return this.#track(readSince(client, from, this.#times(), this.#options.maxBehind));
  }

  /**
   * Takes a reading once it is answered; until then it is known to be under way.
   *
   * @param also is done in the same breath, with nothing delivered in between; not when something was delivered
   * that this reading did not see
   */
  #track(answer: Promise<Reading>, also: (reading: Reading) => void = () => undefined): Promise<void> {
    const own: UnderWay = {
      number: this.#nextNumber(),
      toldBefore: new Set(this.#own.keys),
      toldSince: new Set(),
      delivered: new Set(),
      overtakenAt: null,
    };
    const taken = answer
      .then((reading) => {
        this.#take(reading, own);
        const isOvertaken = own.overtakenAt !== null && isLater(own.overtakenAt, reading.cursor);
        if (!isOvertaken && own.toldSince.size === 0) also(reading);
      })
      .finally(() => this.#underWay.delete(own));
    this.#underWay.set(
      own,
      taken.catch(() => undefined),
    );
    return taken;
  }

  /** What a reading brings and what the records then come to; overtaken, it is left to the next one to say. */
  async #readWithFingerprints(from: Place, dueIds: readonly string[]): Promise<void> {
    let fingerprints: readonly string[] = [];
    const answer = readSnapshot(this.#pool, async (client) => {
      const reading = await readSince(client, from, this.#times(), this.#options.maxBehind);
      fingerprints = await Promise.all(dueIds.map((id) => readFingerprint(client, id)));
      return reading;
    });
    await this.#track(answer, (reading) => {
      for (const [place, id] of dueIds.entries())
        this.#tellFingerprint(id, reading, fingerprints[place] ?? '');
    });
  }

  #take(reading: Reading, own: UnderWay): void {
    this.#moveTo(reading.cursor, own);
    this.#own.forget(own.toldBefore);
    if (reading.batches.size > 0) this.#poller.stayHot();
    if (reading.isTooMuch) {
      for (const channel of this.#channels.values()) tell(channel.subscribers, { kind: 'reload' });
      return;
    }
    for (const [projectId, batch] of reading.batches) {
      const changes = batch.changes.filter(({ id }) => isNews(keyOf(projectId, id), own));
      for (const other of this.#underWay.keys()) {
        if (other !== own) for (const { id } of changes) other.delivered.add(keyOf(projectId, id));
      }
      const channel = this.#channels.get(projectId);
      if (!channel) continue;
      channel.at = laterOf(channel.at, batch.at);
      if (changes.length > 0)
        tell(channel.subscribers, changesEvent({ ...reading.cursor, at: channel.at }, changes));
    }
  }

  /** Forward only: of two readings under way at once the one that saw more may be answered first. */
  #moveTo(cursor: Place, own: UnderWay): void {
    if (own.overtakenAt && !isLater(cursor, own.overtakenAt)) return;
    for (const other of this.#underWay.keys()) if (other !== own) other.overtakenAt = cursor;
    if (this.#channels.size === 0) return;
    this.#cursor = Promise.resolve(cursor);
    this.#here = { ...cursor, number: own.number };
  }

  #tellFingerprint(projectId: string, reading: Reading, fingerprint: string): void {
    const channel = this.#channels.get(projectId);
    if (!channel) return;
    channel.fingerprintDueAt = Date.now() + this.#options.fingerprintEveryMs;
    const cursor = printCursor({ ...reading.cursor, at: channel.at });
    tell(channel.subscribers, { kind: 'fingerprint', cursor, json: JSON.stringify({ fingerprint, cursor }) });
  }
}

function keyOf(projectId: string, changeId: string): string {
  return `${projectId} ${changeId}`;
}

/** Whether nobody was shown it yet. */
function isNews(key: string, { delivered, toldBefore, toldSince }: UnderWay): boolean {
  if (toldSince.delete(key)) return false;
  return !delivered.has(key) && !toldBefore.has(key);
}

function changesEvent(cursor: Cursor, changes: Batch['changes']): FeedEvent {
  return { kind: 'changes', cursor: printCursor(cursor), changes, json: JSON.stringify({ changes }) };
}

/** Where a reader goes on who has what this snapshot shows. */
export async function readSnapshotCursor(client: PoolClient, projectId: string): Promise<string> {
  const { rows } = await client.query<{ snapshot: string; generation: string; at: string | null }>(
    statements.cursor,
    [projectId],
  );
  const [here] = rows;
  if (!here) throw new Error('The database gave no snapshot.');
  return printCursor(cursorFrom(here.generation, here.snapshot, here.at));
}
