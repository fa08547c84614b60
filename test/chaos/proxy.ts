import type { Socket } from 'node:net';
import { connect, createServer } from 'node:net';
import type { CommitKind } from './wire';
import { commitIn, isBegin, isResult, isStatement, isVerdict, Messages } from './wire';

/** Which end of a half-open connection is gone; the other one does not hear of it. */
export type GoneEnd = 'client' | 'server';
/** A COMMIT that never arrives, or one that happens and is never answered. */
export type LostPart = 'request' | 'answer';

/** Before there is a snapshot, or when everything is written. */
export type HoldingPlace = 'behind-begin' | 'before-commit';

/** Takes a trouble away again. */
export type Undo = () => void;

/** One way through the network that can be spoiled, and is always there at the same address. */
export type Link = {
  readonly port: number;
  /** Where it leads to; null: nobody is there, connections end at once. */
  lead(port: number | null): void;
  /** Ends all connections and takes none. */
  cut(): Undo;
  /** Everything is that much later from now on, in order. */
  delay(ms: number): Undo;
  /** Nothing gets through, and nobody is told; in the end it arrives after all. */
  stall(): Undo;
  /** One end of every connection goes without a word to the other, until the end. New connections are whole. */
  halfOpen(gone: GoneEnd): Undo;
  /** The next so many COMMITs are lost, each with its connection. */
  loseCommits(part: LostPart, count: number): Undo;
  /** Transactions stand still there for so long: others come between. */
  holdTransactions(where: HoldingPlace, ms: number): Undo;
  /** COMMITs that were lost so far. */
  lost(): Readonly<Record<LostPart, number>>;
  close(): void;
};

/** Longer than a commit takes: then the connection is given up, whatever came of it. */
const verdictWithinMs = 2_000;

type Spoiling = {
  isCut: boolean;
  isStalled: boolean;
  delayMs: number;
  hold: { readonly where: HoldingPlace; readonly ms: number } | null;
  toLose: { readonly part: LostPart; left: number } | null;
  readonly lost: Record<LostPart, number>;
};

/** @param speaks `postgres`: COMMITs are found and can be lost or held */
export async function openLink(speaks: 'http' | 'postgres'): Promise<Link> {
  const spoiling: Spoiling = {
    isCut: false,
    isStalled: false,
    delayMs: 0,
    hold: null,
    toLose: null,
    lost: { request: 0, answer: 0 },
  };
  const connections = new Set<Connection>();
  let target: number | null = null;
  const server = createServer({ noDelay: true }, (client) => {
    if (target === null || spoiling.isCut) {
      client.on('error', () => undefined);
      client.destroy();
      return;
    }
    const upstream = connect({ port: target, host: '127.0.0.1', noDelay: true });
    const connection = new Connection(client, upstream, spoiling, speaks);
    connections.add(connection);
    void connection.over.then(() => connections.delete(connection));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const set = (trouble: Partial<Spoiling>, none: Partial<Spoiling>): Undo => {
    Object.assign(spoiling, trouble);
    return () => {
      Object.assign(spoiling, none);
      for (const connection of connections) connection.flush();
    };
  };
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    lead: (port) => {
      target = port;
    },
    cut: () => {
      for (const connection of connections) connection.end();
      return set({ isCut: true }, { isCut: false });
    },
    delay: (ms) => set({ delayMs: ms }, { delayMs: 0 }),
    stall: () => set({ isStalled: true }, { isStalled: false }),
    halfOpen: (gone) => {
      const half = [...connections];
      for (const connection of half) connection.lose(gone);
      return () => {
        for (const connection of half) connection.end();
      };
    },
    loseCommits: (part, count) => set({ toLose: { part, left: count } }, { toLose: null }),
    holdTransactions: (where, ms) => set({ hold: { where, ms } }, { hold: null }),
    lost: () => ({ ...spoiling.lost }),
    close: () => {
      server.close();
      for (const connection of connections) connection.end();
    },
  };
}

/** One connection through a link. */
class Connection {
  readonly over: Promise<void>;
  readonly #client: Socket;
  readonly #upstream: Socket;
  readonly #spoiling: Spoiling;
  readonly #up: Lane;
  readonly #down: Lane;
  readonly #asked = new Messages('client');
  readonly #answered = new Messages('server');
  #fate: { readonly part: LostPart; readonly kind: CommitKind } | null = null;
  #gone: GoneEnd | null = null;
  #isBehindBegin = false;
  /** Statements that were passed on and not answered yet. */
  #unanswered = 0;

  constructor(client: Socket, upstream: Socket, spoiling: Spoiling, speaks: 'http' | 'postgres') {
    this.#client = client;
    this.#upstream = upstream;
    this.#spoiling = spoiling;
    this.#up = new Lane(upstream, spoiling);
    this.#down = new Lane(client, spoiling);
    client.on('error', () => undefined);
    upstream.on('error', () => undefined);
    client.on('data', (data) => (speaks === 'http' ? this.#up.push(data) : this.#ask(data)));
    upstream.on('data', (data) => (speaks === 'http' ? this.#down.push(data) : this.#answer(data)));
    client.on('close', () => this.#closed('client'));
    upstream.on('close', () => this.#closed('server'));
    const closed = (socket: Socket) => new Promise<void>((resolve) => socket.once('close', () => resolve()));
    this.over = Promise.all([closed(client), closed(upstream)]).then(() => undefined);
  }

  lose(gone: GoneEnd): void {
    this.#gone = gone;
    (gone === 'client' ? this.#client : this.#upstream).destroy();
  }

  end(): void {
    this.#gone = null;
    this.#client.destroy();
    this.#upstream.destroy();
  }

  flush(): void {
    this.#up.flush();
    this.#down.flush();
  }

  #closed(end: GoneEnd): void {
    if (this.#gone === end) return;
    if (this.#gone !== null) this.end();
    // What was said before the end still arrives, unless nothing does.
    else if (end === 'server') this.#down.finish();
    else this.#up.finish();
  }

  #ask(data: Buffer): void {
    const messages = this.#asked.take(data);
    if (this.#fate?.part === 'request') return;
    const { toLose, hold } = this.#spoiling;
    // Together as they came, where nothing has to be told from what is around it.
    if (toLose === null && hold === null) {
      this.#unanswered += messages.filter(isStatement).length;
      this.#up.push(Buffer.concat(messages));
    } else for (const message of messages) this.#askOne(message);
  }

  #askOne(message: Buffer): void {
    const kind = commitIn(message);
    if (kind !== null) this.#decideFate(kind);
    if (this.#fate?.part === 'request') return;
    if (isStatement(message)) this.#unanswered += 1;
    const { hold } = this.#spoiling;
    const isThere = hold?.where === 'before-commit' ? kind !== null : this.#isBehindBegin;
    this.#isBehindBegin = isBegin(message);
    this.#up.push(message, isThere ? (hold?.ms ?? 0) : 0);
  }

  #decideFate(kind: CommitKind): void {
    const { toLose, lost } = this.#spoiling;
    if (toLose === null || toLose.left === 0 || this.#fate !== null) return;
    const { part } = toLose;
    toLose.left -= 1;
    lost[part] += 1;
    this.#fate = { part, kind };
    setTimeout(() => this.end(), verdictWithinMs).unref();
    this.#endWhenAnswered();
  }

  /** What was sent before a lost COMMIT is answered first. */
  #endWhenAnswered(): void {
    if (this.#fate?.part === 'request' && this.#unanswered <= 0) this.#upstream.destroy();
  }

  #answer(data: Buffer): void {
    const fate = this.#fate;
    if (fate?.part !== 'answer') this.#down.push(data);
    const messages = this.#answered.take(data);
    this.#unanswered -= messages.filter(isResult).length;
    this.#endWhenAnswered();
    const isOver = messages.some((message) => fate && isVerdict(message, fate.kind));
    if (isOver && fate?.part === 'answer') this.end();
  }
}

type Parcel = { readonly data: Buffer; readonly due: number };

/** One direction of a connection: everything in order, and as late as the link has it. */
class Lane {
  readonly #to: Socket;
  readonly #spoiling: Spoiling;
  #waiting: Parcel[] = [];
  #lastDue = 0;
  #isFinished = false;

  constructor(to: Socket, spoiling: Spoiling) {
    this.#to = to;
    this.#spoiling = spoiling;
  }

  push(data: Buffer, extraMs = 0): void {
    if (this.#to.destroyed || data.length === 0) return;
    const due = Math.max(this.#lastDue, performance.now() + this.#spoiling.delayMs + extraMs);
    this.#lastDue = due;
    this.#waiting.push({ data, due });
    this.flush();
  }

  /** No more is coming. */
  finish(): void {
    this.#isFinished = true;
    this.flush();
  }

  flush(): void {
    if (this.#spoiling.isStalled) return;
    const now = performance.now();
    for (let next = this.#waiting[0]; next !== undefined && next.due <= now; next = this.#waiting[0]) {
      this.#waiting.shift();
      if (!this.#to.destroyed) this.#to.write(next.data);
    }
    const [first] = this.#waiting;
    if (first !== undefined) setTimeout(() => this.flush(), first.due - now).unref();
    else if (this.#isFinished) this.#to.destroySoon();
  }
}
