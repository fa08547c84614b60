import type { Pool } from 'pg';
import type { Actor } from '../../core/protocol/records';
import type { Problem } from '../../core/std/problem';
import type { Result } from '../../core/std/result';
import { ok } from '../../core/std/result';
import type { FeedEvent, LiveFeed } from '../projects/project-service';
import { getProject } from '../projects/projects';
import { readFingerprint } from '../projects/snapshot';
import { statements } from '../storage/statements';
import { readSnapshot } from '../storage/with-retry';
import type { Cursor } from './cursor';
import { laterOf, parseCursor, printCursor } from './cursor';
import type { Batch, Reading } from './feed-reader';
import { readNow, readSince } from './feed-reader';

type Deliver = (event: FeedEvent) => void;

/** One project that somebody in this process watches. */
type Channel = {
  readonly subscribers: Set<Deliver>;
  /** The latest time of its log that was seen; null until the first subscriber has caught up. */
  at: string | null;
  fingerprintDueAt: number;
};

export type FeedOptions = {
  /** Between looks while edits come, and while none do. Milliseconds. */
  readonly hotPollMs?: number;
  readonly quietPollMs?: number;
  readonly fingerprintEveryMs?: number;
  /** A reader further behind than this many changes starts over from a snapshot. */
  readonly maxBehind?: number;
};

const hotForMs = 10_000;

/**
 * The log is the only feed. A commit in this process or a poll merely wakes the reader, which asks what
 * became visible since its cursor in one statement for all watched projects, and hands each project's
 * batch, serialised once, to everybody who watches it. While nobody watches, nothing is asked.
 */
export async function createLiveFeed(pool: Pool, options: FeedOptions = {}): Promise<LiveFeed> {
  await pool.query(statements.settleTransactions);
  return new Feed(pool, options);
}

class Feed implements LiveFeed {
  readonly #pool: Pool;
  readonly #options: Required<FeedOptions>;
  readonly #channels = new Map<string, Channel>();
  #cursor: Promise<Omit<Cursor, 'at'>> | null = null;
  #reading: Promise<void> | null = null;
  #isWoken = false;
  #isClosed = false;
  #timer: NodeJS.Timeout | null = null;
  #lastChangeAt = 0;

  constructor(pool: Pool, options: FeedOptions) {
    this.#pool = pool;
    this.#options = {
      hotPollMs: 300,
      quietPollMs: 2_000,
      fingerprintEveryMs: 30_000,
      maxBehind: 2_000,
      ...options,
    };
  }

  async subscribe(
    actor: Actor,
    projectId: string,
    after: string | null,
    deliver: Deliver,
  ): Promise<Result<{ close(): void }, Problem>> {
    const project = await getProject(this.#pool, actor, projectId);
    if (!project.ok) return project;
    // Joined before catching up, and what arrives meanwhile is kept: so nothing falls between the two.
    let held: FeedEvent[] | null = [];
    const receive: Deliver = (event) => (held ? held.push(event) : deliver(event));
    const close = () => this.#leave(projectId, receive);
    this.#join(projectId, receive);
    try {
      // A reading under way was asked without this project and may end later than the catching up would.
      await this.#reading;
      const here = await this.#begin();
      if (after === null) this.#channel(projectId).at ??= null;
      else if (!(await this.#catchUp(projectId, after, here, deliver))) close();
    } catch (error) {
      close();
      throw error;
    }
    const missed = held;
    held = null;
    for (const event of missed) deliver(event);
    return ok({ close });
  }

  wake(projectId: string): void {
    if (this.#channels.has(projectId)) this.#read();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#channels.clear();
    if (this.#timer) clearTimeout(this.#timer);
    await this.#reading;
  }

  #join(projectId: string, deliver: Deliver): void {
    const fingerprintDueAt = Date.now() + this.#options.fingerprintEveryMs;
    const channel = this.#channels.get(projectId) ?? { subscribers: new Set(), at: null, fingerprintDueAt };
    channel.subscribers.add(deliver);
    this.#channels.set(projectId, channel);
    this.#schedule();
  }

  #leave(projectId: string, deliver: Deliver): void {
    const channel = this.#channels.get(projectId);
    channel?.subscribers.delete(deliver);
    if (channel?.subscribers.size === 0) this.#channels.delete(projectId);
    if (this.#channels.size > 0) return;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#cursor = null;
  }

  #channel(projectId: string): Channel {
    const channel = this.#channels.get(projectId);
    if (!channel) throw new Error('The project is not watched.');
    return channel;
  }

  /** Where the common reading begins: now, for the first who watches anything. */
  #begin(): Promise<Omit<Cursor, 'at'>> {
    if (!this.#cursor) {
      const beginning = readNow(this.#pool);
      this.#cursor = beginning;
      beginning.catch(() => {
        if (this.#cursor === beginning) this.#cursor = null;
      });
    }
    return this.#cursor;
  }

  /** Says whether the subscriber may go on; if not it was told to start over. */
  async #catchUp(
    projectId: string,
    after: string,
    here: Omit<Cursor, 'at'>,
    deliver: Deliver,
  ): Promise<boolean> {
    const from = parseCursor(after);
    if (from?.generation === here.generation) {
      const times = new Map([[projectId, from.at]]);
      const reading = await readSince(this.#pool, from, times, this.#options.maxBehind);
      if (!reading.isTooMuch) {
        const batch = reading.batches.get(projectId);
        const at = laterOf(from.at, batch?.at ?? null);
        const channel = this.#channels.get(projectId);
        if (channel) channel.at = laterOf(channel.at, at);
        if (batch) deliver(changesEvent({ ...reading.cursor, at }, batch));
        return true;
      }
    }
    deliver({ kind: 'reload' });
    return false;
  }

  #read(): void {
    if (this.#isClosed) return;
    if (this.#reading) {
      this.#isWoken = true;
      return;
    }
    this.#reading = this.#readOnce()
      .catch(() => undefined) // The database is away: the next poll finds out whether it is back.
      .finally(() => {
        this.#reading = null;
        if (this.#isWoken) {
          this.#isWoken = false;
          this.#read();
        } else this.#schedule();
      });
  }

  #schedule(): void {
    if (this.#isClosed || this.#channels.size === 0) return;
    if (this.#timer) clearTimeout(this.#timer);
    const isHot = Date.now() - this.#lastChangeAt < hotForMs;
    const { hotPollMs, quietPollMs } = this.#options;
    this.#timer = setTimeout(() => this.#read(), isHot ? hotPollMs : quietPollMs);
    this.#timer.unref();
  }

  async #readOnce(): Promise<void> {
    if (this.#channels.size === 0) return;
    const from = await this.#begin();
    const times = new Map([...this.#channels].map(([id, channel]) => [id, channel.at]));
    const due = [...this.#channels].filter(([, channel]) => channel.fingerprintDueAt <= Date.now());
    if (due.length === 0) {
      this.#take(await readSince(this.#pool, from, times, this.#options.maxBehind));
      return;
    }
    const dueIds = due.map(([id]) => id);
    const { reading, fingerprints } = await readSnapshot(this.#pool, async (client) => ({
      reading: await readSince(client, from, times, this.#options.maxBehind),
      fingerprints: await Promise.all(dueIds.map((id) => readFingerprint(client, id))),
    }));
    this.#take(reading);
    for (const [place, id] of dueIds.entries()) this.#tellFingerprint(id, reading, fingerprints[place] ?? '');
  }

  #take(reading: Reading): void {
    if (this.#channels.size > 0) this.#cursor = Promise.resolve(reading.cursor);
    if (reading.batches.size > 0) this.#lastChangeAt = Date.now();
    if (reading.isTooMuch) {
      for (const channel of this.#channels.values()) tell(channel, { kind: 'reload' });
      return;
    }
    for (const [projectId, batch] of reading.batches) {
      const channel = this.#channels.get(projectId);
      if (!channel) continue;
      channel.at = laterOf(channel.at, batch.at);
      if (batch.changes.length > 0) tell(channel, changesEvent({ ...reading.cursor, at: channel.at }, batch));
    }
  }

  #tellFingerprint(projectId: string, reading: Reading, fingerprint: string): void {
    const channel = this.#channels.get(projectId);
    if (!channel) return;
    channel.fingerprintDueAt = Date.now() + this.#options.fingerprintEveryMs;
    const cursor = printCursor({ ...reading.cursor, at: channel.at });
    tell(channel, { kind: 'fingerprint', cursor, json: JSON.stringify({ fingerprint, cursor }) });
  }
}

function tell(channel: Channel, event: FeedEvent): void {
  for (const deliver of channel.subscribers) deliver(event);
}

function changesEvent(cursor: Cursor, { changes }: Batch): FeedEvent {
  return { kind: 'changes', cursor: printCursor(cursor), changes, json: JSON.stringify({ changes }) };
}
