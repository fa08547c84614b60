import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import pg from 'pg';

/** NOTIFY's channels are those of one database: https://www.postgresql.org/docs/18/sql-notify.html */
const channels = ['versionzero_here', 'versionzero_changes', 'versionzero_presence'] as const;
const hereChannel = 'versionzero_here';
export type Channel = Exclude<(typeof channels)[number], typeof hereChannel>;

/** What other servers of the same database say to this one, as long as it works; nobody may rely on it. */
export type Notifications = {
  /** Whether what others send arrives here at the moment. */
  readonly isLive: boolean;
  /** How many other servers were heard lately. */
  readonly peers: number;
  /** Hands over what others send; own messages do not come back. Gives the function that ends it. */
  listen(channel: Channel, receive: (payload: string) => void): () => void;
  /**
   * Tells the other servers, a few milliseconds later and together with what else there is to tell; of equal
   * messages the last one counts. Call it after COMMIT. Without others, while not live, or longer than
   * `maxPayloadBytes`, the message is dropped.
   */
  notify(channel: Channel, payload: string): void;
  /** Calls whenever another server may know nothing of what this one told before. */
  onArrival(arrived: () => void): () => void;
  close(): Promise<void>;
};

export type NotificationOptions = {
  /** Between two signs of life; who is silent for three of them is gone. */
  readonly hereEveryMs?: number;
  /** Takes one line for whoever runs the server. */
  readonly report?: (line: string) => void;
};

/** NOTIFY takes less than 8,000 bytes, of which the sender's name needs a few. */
export const maxPayloadBytes = 7_900;

const gatherMs = 10;
/** Far more than a moment brings; beyond it something is stuck, and the rest is better dropped than kept. */
const maxWaiting = 5_000;
const arrivesWithinMs = 2_000;
const firstPauseMs = 250;
const longestPauseMs = 30_000;
const endWithinMs = 1_000;

const send =
  'SELECT pg_notify(m.channel, m.payload) FROM unnest($1::text[], $2::text[]) AS m(channel, payload)';

/**
 * Listens on a connection of its own, and goes on trying for as long as it is open: whatever fails (the
 * database is away, a pooler in transaction mode lets LISTEN pass and delivers nothing) means `isLive` false
 * and messages dropped, never an error.
 *
 * @param pool of the database: its address is used, none of its connections
 */
export function openNotifications(
  pool: Pick<Pool, 'options'>,
  options: NotificationOptions = {},
): Notifications {
  return new Listener(pool, options);
}

type Message = { readonly channel: (typeof channels)[number]; readonly payload: string };

/** What servers say on `hereChannel`: I begin to listen, I am still here, I go. `test` is a word to oneself. */
type Word = 'hello' | 'here' | 'bye';

class Listener implements Notifications {
  /** Tells this server from the others: a process id does not, on several machines or behind a pooler. */
  readonly #id = randomBytes(4).toString('hex');
  readonly #pool: Pick<Pool, 'options'>;
  readonly #hereEveryMs: number;
  readonly #report: (line: string) => void;
  readonly #receivers = new Map<Channel, Set<(payload: string) => void>>();
  readonly #arrivals = new Set<() => void>();
  /** When each other server was heard last, on the clock of `performance.now()`. */
  readonly #heard = new Map<string, number>();
  readonly #waiting = new Map<string, Message>();
  readonly #closing = new AbortController();
  readonly #running: Promise<void>;
  /** The connection that is known to deliver. */
  #client: pg.Client | undefined;
  #sending: Promise<void> | undefined;
  #onEcho: () => void = () => undefined;
  #isReported = false;

  constructor(
    pool: Pick<Pool, 'options'>,
    { hereEveryMs = 10_000, report = () => undefined }: NotificationOptions,
  ) {
    this.#pool = pool;
    this.#hereEveryMs = hereEveryMs;
    this.#report = report;
    this.#running = this.#run();
  }

  get isLive(): boolean {
    return this.#client !== undefined;
  }

  get peers(): number {
    const silentSince = performance.now() - 3 * this.#hereEveryMs;
    for (const [id, heardAt] of this.#heard) if (heardAt < silentSince) this.#heard.delete(id);
    return this.#heard.size;
  }

  listen(channel: Channel, receive: (payload: string) => void): () => void {
    const receivers = this.#receivers.get(channel) ?? new Set();
    this.#receivers.set(channel, receivers.add(receive));
    return () => receivers.delete(receive);
  }

  notify(channel: Channel, payload: string): void {
    if (!this.isLive || this.peers === 0 || this.#waiting.size >= maxWaiting) return;
    if (Buffer.byteLength(payload) <= maxPayloadBytes) this.#tell(channel, payload);
  }

  onArrival(arrived: () => void): () => void {
    this.#arrivals.add(arrived);
    return () => this.#arrivals.delete(arrived);
  }

  async close(): Promise<void> {
    if (this.isLive) this.#say('bye');
    await atMost(endWithinMs, this.#sending);
    this.#closing.abort();
    await atMost(endWithinMs, this.#running);
  }

  async #run(): Promise<void> {
    const { signal } = this.#closing;
    for (let pauseMs = firstPauseMs; !signal.aborted; ) {
      const wasLive = await this.#serve();
      pauseMs = wasLive ? firstPauseMs : Math.min(2 * pauseMs, longestPauseMs);
      // Servers that lost the same database do not come back in step.
      await pause(pauseMs * (0.5 + Math.random()), signal);
    }
  }

  /** One connection, from its beginning to its end; says whether it delivered. */
  async #serve(): Promise<boolean> {
    const client = this.#newClient();
    const over = new AbortController();
    const end = () => over.abort();
    client.on('error', end);
    client.once('end', end);
    client.on('notification', ({ channel, payload = '' }) => this.#receive(channel, payload));
    this.#closing.signal.addEventListener('abort', end);
    try {
      await client.connect();
      await client.query(channels.map((channel) => `LISTEN ${channel}`).join('; '));
      if (!(await this.#isDelivered(over.signal))) return false;
      this.#client = client;
      await this.#stay(over.signal);
      return true;
    } catch {
      return false;
    } finally {
      this.#client = undefined;
      this.#heard.clear();
      this.#waiting.clear();
      this.#closing.signal.removeEventListener('abort', end);
      client.end().catch(() => undefined);
    }
  }

  /**
   * Whether a notification arrives. It is sent on another connection: a pooler that takes connections away
   * between transactions delivers to whoever has the listening one then, which would be the sender.
   */
  async #isDelivered(over: AbortSignal): Promise<boolean> {
    const arrival = new AbortController();
    this.#onEcho = () => arrival.abort();
    await this.#sendElsewhere({ channel: hereChannel, payload: this.#signed('test') });
    await pause(arrivesWithinMs, AbortSignal.any([arrival.signal, over]));
    if (arrival.signal.aborted) return true;
    if (!over.aborted && !this.#isReported) {
      this.#isReported = true;
      this.#report(
        'Notifications of the database do not arrive (is there a pooler in transaction mode?): edits made at other servers are looked for every other second, and the people there are not seen.',
      );
    }
    return false;
  }

  async #sendElsewhere({ channel, payload }: Message): Promise<void> {
    const client = this.#newClient();
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.query(send, [[channel], [payload]]);
    } finally {
      client.end().catch(() => undefined);
    }
  }

  #newClient(): pg.Client {
    return new pg.Client({
      ...this.#pool.options,
      // Not among the properties that are copied, so that it is not printed by accident.
      password: this.#pool.options.password,
      application_name: 'versionzero notifications',
      pipeline: false,
    });
  }

  /** Says that we are here until the connection is over, or is silent though nobody said so. */
  async #stay(over: AbortSignal): Promise<void> {
    let isEchoed = true;
    this.#onEcho = () => {
      isEchoed = true;
    };
    for (let word: Word = 'hello'; isEchoed && !over.aborted; word = 'here') {
      isEchoed = false;
      this.#say(word);
      await pause(this.#hereEveryMs, over);
    }
  }

  #receive(channel: string, message: string): void {
    const sender = message.slice(0, message.indexOf(' '));
    const payload = message.slice(sender.length + 1);
    if (sender === this.#id) {
      if (channel === hereChannel) this.#onEcho();
    } else if (channel === hereChannel) {
      this.#hear(sender, payload);
    } else {
      const known = channels.find((one): one is Channel => one === channel && one !== hereChannel);
      for (const receive of known ? (this.#receivers.get(known) ?? []) : []) receive(payload);
    }
  }

  #hear(sender: string, word: string): void {
    if (word === 'test' || !this.isLive) return;
    if (word === 'bye') {
      this.#heard.delete(sender);
      return;
    }
    const isNew = word === 'hello' || !this.#heard.has(sender);
    this.#heard.set(sender, performance.now());
    if (word === 'hello') this.#say('here');
    if (isNew) for (const arrived of this.#arrivals) arrived();
  }

  #say(word: Word): void {
    this.#tell(hereChannel, word);
  }

  #signed(text: string): string {
    return `${this.#id} ${text}`;
  }

  #tell(channel: Message['channel'], text: string): void {
    const payload = this.#signed(text);
    // The last of equal ones counts: what was told in between must not stand last.
    this.#waiting.delete(`${channel} ${payload}`);
    this.#waiting.set(`${channel} ${payload}`, { channel, payload });
    this.#sending ??= this.#send();
  }

  /** One transaction at a time for all that waits: each takes a transaction number and a lock of its database. */
  async #send(): Promise<void> {
    while (this.#waiting.size > 0) {
      await sleep(gatherMs);
      const messages = [...this.#waiting.values()];
      this.#waiting.clear();
      const lists = [messages.map(({ channel }) => channel), messages.map(({ payload }) => payload)];
      // A failure is that of the connection, which says so itself.
      await this.#client?.query(send, lists).catch(() => undefined);
    }
    this.#sending = undefined;
  }
}

/** Waits, or until the signal. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return sleep(ms, undefined, { signal }).catch(() => undefined);
}

/** Comes back with the promise, or without when that takes too long. */
async function atMost(ms: number, promise: Promise<void> | undefined): Promise<void> {
  const patience = new AbortController();
  await Promise.race([promise, pause(ms, patience.signal)]);
  patience.abort();
}
