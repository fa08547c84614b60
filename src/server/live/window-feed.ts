import type { Pool, PoolClient } from 'pg';
import type { LiveChange } from '../../core/protocol/change';
import type { Actor } from '../../core/protocol/records';
import type { Problem } from '../../core/std/problem';
import type { Result } from '../../core/std/result';
import type { FeedEvent, LiveFeed } from '../projects/project-service';
import { readFingerprint } from '../projects/snapshot';
import { readSnapshot } from '../storage/with-retry';
import { laterOf } from './cursor';
import { InOrder } from './in-order';
import type { FeedOptions } from './live-feed';
import { Poller } from './poller';
import type { Deliver } from './subscribe';
import { subscribe, tell } from './subscribe';
import type { Window, WindowRow } from './window-reader';
import { maxRows, readBeginning, readFound, readLogEnd, readWindow } from './window-reader';

/** What is known of a project's log. */
type View = {
  readonly order: InOrder;
  /** The end of the log that was seen, and the one at the last sweep. */
  at: string | null;
  sweptAt: string | null;
};

/** One project that somebody in this process watches. */
type Channel = {
  readonly subscribers: Set<Deliver>;
  /** Those of them who have caught up. */
  readonly following: Set<Deliver>;
  view: Promise<View> | null;
  sweepDueAt: number;
  fingerprintDueAt: number;
};

type Watched = { readonly projectId: string; readonly channel: Channel; readonly view: View };

/** What a sweep found of one project. */
type Swept = {
  readonly watched: Watched;
  readonly rows: readonly WindowRow[];
  readonly fingerprint: string | null;
};

/**
 * Reads an engine that cannot say what became visible since: it looks at the end of the log again and again, a
 * little of it often and, now and then, all that can be committed late. What is found is shown in an order in
 * which nothing comes before what it builds on, whatever the clocks say; what does not fit waits, and all that
 * can be late is looked at, at once. What does not fit even then is told to everybody: they start over.
 */
export class WindowFeed implements LiveFeed {
  readonly readCursor = readPlace;
  readonly #pool: Pool;
  readonly #options: FeedOptions;
  readonly #channels = new Map<string, Channel>();
  readonly #poller: Poller;

  constructor(pool: Pool, options: FeedOptions) {
    this.#pool = pool;
    this.#options = options;
    this.#poller = new Poller(() => this.#look(), { hotMs: options.hotPollMs, quietMs: options.quietPollMs });
  }

  subscribe(
    actor: Actor,
    projectId: string,
    after: string | null,
    deliver: Deliver,
  ): Promise<Result<{ close(): void }, Problem>> {
    let own: Deliver = deliver;
    return subscribe(
      this.#pool,
      { actor, projectId, deliver },
      {
        join: (receive) => {
          own = receive;
          this.#join(projectId, receive);
        },
        leave: (receive) => this.#leave(projectId, receive),
        catchUp: async () => {
          const channel = this.#channels.get(projectId);
          if (channel) await this.#begin(projectId, channel);
          const isThere = after === null || (await this.#catchUp(projectId, after, deliver));
          if (isThere) channel?.following.add(own);
          return isThere;
        },
      },
    );
  }

  wake(projectId: string): void {
    if (this.#channels.has(projectId)) this.#poller.wake();
  }

  /** What is read behind a COMMIT has to be brought into order with the rest: reading anew does that. */
  readBehind(): undefined {
    return undefined;
  }

  /** What else it saw cannot be known. */
  tellOwn(): boolean {
    return false;
  }

  async close(): Promise<void> {
    this.#channels.clear();
    this.#poller.stop();
    await this.#poller.looking;
  }

  #join(projectId: string, deliver: Deliver): void {
    const now = Date.now();
    const channel = this.#channels.get(projectId) ?? {
      subscribers: new Set(),
      following: new Set(),
      view: null,
      sweepDueAt: now + this.#options.sweepEveryMs,
      fingerprintDueAt: now + this.#options.fingerprintEveryMs,
    };
    channel.subscribers.add(deliver);
    this.#channels.set(projectId, channel);
    this.#poller.start();
  }

  #leave(projectId: string, deliver: Deliver): void {
    const channel = this.#channels.get(projectId);
    channel?.subscribers.delete(deliver);
    channel?.following.delete(deliver);
    if (channel?.subscribers.size === 0) this.#channels.delete(projectId);
    if (this.#channels.size === 0) this.#poller.stop();
  }

  /** Where this process begins to know the project. */
  #begin(projectId: string, channel: Channel): Promise<View> {
    if (channel.view !== null) return channel.view;
    const beginning = readSnapshot(this.#pool, async (client): Promise<View> => {
      const { states, at, ids } = await readBeginning(client, projectId, this.#options.sweepMs);
      return { order: new InOrder(states, ids), at, sweptAt: at };
    });
    channel.view = beginning;
    beginning.catch(() => {
      if (channel.view === beginning) channel.view = null;
    });
    return beginning;
  }

  /**
   * Everything that can have been committed since somebody was at this place: some of it they have. Says whether
   * the subscriber may go on; if not it was told to start over.
   */
  async #catchUp(projectId: string, after: string, deliver: Deliver): Promise<boolean> {
    const place = parsePlace(after);
    const { maxBehind, sweepMs } = this.#options;
    const window: Window = { ms: sweepMs, limit: maxBehind + 1, isWithBodies: true };
    const missed = place && (await this.#missedSince(projectId, place, window));
    if (!missed || missed.changes.length > maxBehind) {
      deliver({ kind: 'reload' });
      return false;
    }
    if (missed.changes.length > 0) deliver(changesEvent(missed.at, missed.changes));
    return true;
  }

  /** Undefined when the log ends before that place: it is not the log that they read. */
  #missedSince(projectId: string, { at }: Place, window: Window) {
    return readSnapshot(this.#pool, async (client) => {
      const end = await readLogEnd(client, projectId);
      if (laterOf(end, at) !== end) return undefined;
      const rows = await readWindow(client, [{ projectId, at }], window);
      const found = await readFound(client, projectId, rows);
      const inOrder = found.toSorted((a, b) => (a.at < b.at || (a.at === b.at && a.id < b.id) ? -1 : 1));
      return { at: end, changes: inOrder.flatMap(({ changes }) => changes) };
    });
  }

  async #look(): Promise<void> {
    const watched = await this.#watched();
    await this.#lookAtTheEnd(watched);
    const now = Date.now();
    const due = watched.filter(
      ({ channel, view }) =>
        channel.view !== null &&
        (view.order.isWaiting || channel.sweepDueAt <= now || channel.fingerprintDueAt <= now),
    );
    if (due.length > 0) await this.#sweep(due);
  }

  async #watched(): Promise<readonly Watched[]> {
    return Promise.all(
      [...this.#channels].map(async ([projectId, channel]) => ({
        projectId,
        channel,
        view: await this.#begin(projectId, channel),
      })),
    );
  }

  async #lookAtTheEnd(watched: readonly Watched[]): Promise<void> {
    const { windowMs, maxBehind } = this.#options;
    const since = watched.map(({ projectId, view }) => ({ projectId, at: view.at }));
    const window: Window = { ms: windowMs, limit: maxRowsAtOnce, isWithBodies: true };
    const rows = await readWindow(this.#pool, since, window);
    for (const one of watched) {
      const found = rows.filter((row) => row.project_id === one.projectId);
      if (found.length < maxRowsAtOnce) await this.#take(this.#pool, one, found, maxBehind);
      else this.#startOver(one);
    }
  }

  /** Looks at all that can be committed late, in one snapshot with what the records come to. */
  async #sweep(due: readonly Watched[]): Promise<void> {
    const { sweepMs, maxBehind, sweepEveryMs, fingerprintEveryMs } = this.#options;
    const present = new Map(due.map(({ channel }) => [channel, [...channel.following]]));
    const swept = await readSnapshot(this.#pool, (client) =>
      Promise.all(due.map((watched) => sweepOne(client, watched, sweepMs))),
    );
    for (const { watched, rows, fingerprint } of swept) {
      const { channel, view } = watched;
      await this.#take(this.#pool, watched, rows, maxBehind);
      if (channel.view === null) continue;
      if (view.order.isWaiting) {
        this.#startOver(watched);
        continue;
      }
      view.order.keep(new Set(rows.map(({ id }) => id)));
      view.sweptAt = view.at;
      channel.sweepDueAt = Date.now() + sweepEveryMs;
      if (fingerprint === null) continue;
      channel.fingerprintDueAt = Date.now() + fingerprintEveryMs;
      const cursor = printPlace(view.at);
      const event = { kind: 'fingerprint', cursor, json: JSON.stringify({ fingerprint, cursor }) } as const;
      tell(new Set(present.get(channel)), event);
    }
  }

  /** Shows what is new among these rows, as far as it may be shown. */
  async #take(
    client: Pool | PoolClient,
    watched: Watched,
    rows: readonly WindowRow[],
    maxBehind: number,
  ): Promise<void> {
    const { projectId, channel, view } = watched;
    const isNew = rows.filter(({ id }) => !view.order.has(id));
    if (isNew.length > maxBehind) {
      this.#startOver(watched);
      return;
    }
    if (isNew.length === 0) return;
    this.#poller.stayHot();
    const shown = view.order.add(await readFound(client, projectId, isNew));
    view.at = isNew.reduce((at, row) => laterOf(at, row.at), view.at);
    if (shown.length > 0) tell(channel.subscribers, changesEvent(view.at, shown));
  }

  #startOver({ channel }: Watched): void {
    channel.view = null;
    tell(channel.subscribers, { kind: 'reload' });
  }
}

async function sweepOne(client: PoolClient, watched: Watched, ms: number): Promise<Swept> {
  const { projectId, channel, view } = watched;
  const isDue = channel.fingerprintDueAt <= Date.now();
  const [rows, fingerprint] = await Promise.all([
    readWindow(client, [{ projectId, at: view.sweptAt }], { ms, limit: maxRows, isWithBodies: false }),
    isDue ? readFingerprint(client, projectId) : null,
  ]);
  return { watched, rows, fingerprint };
}

/** A process that slept so long that this many came meanwhile starts over; so do those who watch through it. */
const maxRowsAtOnce = 20_000;

/** Where a reader is: the end of the log that it saw. */
type Place = { readonly at: string | null };

/** Where a reader goes on who has what this snapshot shows: the end of the log, before which some may come late. */
export async function readPlace(client: PoolClient, projectId: string): Promise<string> {
  return printPlace(await readLogEnd(client, projectId));
}

function printPlace(at: string | null): string {
  return Buffer.from(`w;${at ?? ''}`).toString('base64url');
}

const placePattern = /^w;((?:\d{4}-[0-9T:.-]+Z)?)$/;

function parsePlace(text: string): Place | null {
  const match = placePattern.exec(Buffer.from(text, 'base64url').toString());
  if (!match) return null;
  const [, at = ''] = match;
  return { at: at === '' ? null : at };
}

function changesEvent(at: string | null, changes: readonly LiveChange[]): FeedEvent {
  return { kind: 'changes', cursor: printPlace(at), changes, json: JSON.stringify({ changes }) };
}
