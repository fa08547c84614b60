import type { OpenStream, StreamEvent, StreamHandlers } from './event-source';
import type { Scheduler } from './scheduler';

/** What the tabs of one browser that show one project say to each other. `leader` names one stream of one tab. */
export type TabMessage =
  /** Who leads? */
  | { readonly kind: 'hello' }
  /** I do; `open` once the server answers my stream. Said before any event of it. */
  | { readonly kind: 'leading'; readonly leader: string; readonly open: boolean }
  | { readonly kind: 'event'; readonly leader: string; readonly event: StreamEvent }
  | { readonly kind: 'gone'; readonly leader: string };

/** What a browser offers to tabs of one origin; for one project each. */
export type Tabs = {
  /** Queues for the lock, which one tab has at a time and a crash gives back. The answer lets go of it. */
  lock(granted: () => void): () => void;
  /** Reaches all other tabs, in the order in which it was said. After `close` nothing is heard. */
  channel(heard: (message: TabMessage) => void): { post(message: TabMessage): void; close(): void };
  /** Calls when the page goes, maybe to come back from the browser's cache. The answer ends that. */
  onHide(listener: () => void): () => void;
};

type SharedStreamOptions = {
  readonly tabs: Tabs;
  readonly scheduler: Scheduler;
  /** Mints names of streams. */
  readonly uuid: () => string;
  /** The real stream, by which the server knows that this tab is here. */
  readonly own: OpenStream;
  /** The same without telling the server of this tab: its end must not take the tab out of presence. */
  readonly catchUp: OpenStream;
};

/** A leader that has not answered for so long hangs: better a stream of one's own than none. */
const patienceMs = 3_000;

/**
 * One stream for all tabs of a browser: it opens six HTTP/1.1 connections per host, so that with a stream per
 * tab the seventh tab would hang. Whoever has the lock leads: opens the real stream and passes on what it says.
 *
 * Nothing is missed, though cursors cannot be compared: a follower listens to the leader first, and only then
 * reads, by a short stream of its own, what is stored since its cursor. What was stored by then is in that; what
 * comes later comes by the leader, whose stream began before. Some comes twice, which the mirror is made for.
 * Each new leader begins at its own cursor, so with each the followers catch up again.
 */
export function sharedStream(options: SharedStreamOptions): OpenStream {
  return (after, handlers) => {
    const session = new Session(options, after, handlers);
    session.start();
    return () => session.end();
  };
}

/** One stream as one tab sees it, from its opening to its end. */
class Session {
  readonly #options: SharedStreamOptions;
  readonly #handlers: StreamHandlers;
  readonly #name: string;
  #cursor: string;
  #isOver = false;
  #hasOpened = false;
  #isLeader = false;
  /** The real stream, which a leader has; also a tab that nobody answered. */
  #isDirect = false;
  /** Whose events are taken. */
  #leader: string | null = null;
  #phase: 'waiting' | 'catching-up' | 'following' = 'waiting';
  /** What the leader said before this tab has caught up. */
  readonly #held: StreamEvent[] = [];
  #post: (message: TabMessage) => void = () => undefined;
  #closeStream: () => void = () => undefined;
  #cancelPatience: () => void = () => undefined;
  readonly #leave: (() => void)[] = [];

  constructor(options: SharedStreamOptions, after: string, handlers: StreamHandlers) {
    this.#options = options;
    this.#handlers = handlers;
    this.#cursor = after;
    this.#name = options.uuid();
  }

  start(): void {
    const { tabs } = this.#options;
    const channel = tabs.channel((message) => {
      if (!this.#isOver) this.#hear(message);
    });
    this.#post = channel.post;
    const hide = tabs.onHide(() => this.#close(null));
    const release = tabs.lock(() => {
      if (!this.#isOver) this.#lead();
    });
    // The lock last: who gets it next must find that this one has said that it goes.
    this.#leave.push(hide, channel.close, release);
    this.#wait();
  }

  /** Lets go of everything; no handler is called from now on. */
  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#cancelPatience();
    this.#closeStream();
    if (this.#isLeader) this.#post({ kind: 'gone', leader: this.#name });
    for (const leave of this.#leave) leave();
  }

  #close(error: unknown): void {
    if (this.#isOver) return;
    this.end();
    this.#handlers.closed(error);
  }

  #hear(message: TabMessage): void {
    switch (message.kind) {
      case 'hello':
        if (this.#isLeader) this.#sayLeading();
        return;
      case 'leading':
        if (!this.#isDirect) this.#follow(message.leader, message.open);
        return;
      case 'event':
        if (message.leader === this.#leader) this.#pass(message.event);
        return;
      case 'gone':
        if (message.leader !== this.#leader) return;
        this.#leaveLeader();
        this.#wait();
        return;
    }
  }

  #sayLeading(): void {
    this.#post({ kind: 'leading', leader: this.#name, open: this.#hasOpened });
  }

  /** Somebody has to answer in time, or the lock has to come. */
  #wait(): void {
    this.#post({ kind: 'hello' });
    this.#cancelPatience();
    this.#cancelPatience = this.#options.scheduler.after(patienceMs, () => this.#openDirect());
  }

  #leaveLeader(): void {
    this.#leader = null;
    if (this.#phase === 'catching-up') this.#closeStream();
    this.#phase = 'waiting';
    this.#held.length = 0;
  }

  #lead(): void {
    this.#isLeader = true;
    if (!this.#isDirect) this.#openDirect();
    if (!this.#isOver) this.#sayLeading();
  }

  #openDirect(): void {
    this.#cancelPatience();
    this.#leaveLeader();
    this.#isDirect = true;
    this.#closeInTime();
    this.#hasOpened = false;
    this.#closeStream = this.#options.own(this.#cursor, {
      opened: () => {
        this.#take({ kind: 'source', lastEventId: null, mayLag: false });
        this.#opened();
        if (this.#isLeader && !this.#isOver) this.#sayLeading();
      },
      event: (event) => {
        // Said before it is taken in: taking it in may end this session.
        if (this.#isLeader) this.#post({ kind: 'event', leader: this.#name, event });
        this.#take(event);
      },
      closed: (error) => this.#close(error),
    });
  }

  /** A tab that was live must not go on saying so while nobody has a stream. */
  #closeInTime(): void {
    if (!this.#hasOpened) return;
    this.#cancelPatience = this.#options.scheduler.after(patienceMs, () => this.#close(null));
  }

  #opened(): void {
    this.#cancelPatience();
    this.#hasOpened = true;
    this.#handlers.opened();
  }

  /** While the leader's stream is not open the server may hang, and is not asked by all tabs at once. */
  #follow(leader: string, isOpen: boolean): void {
    this.#cancelPatience();
    if (!isOpen) this.#closeInTime();
    if (leader !== this.#leader) {
      this.#leaveLeader();
      this.#leader = leader;
      this.#phase = 'waiting';
    }
    if (isOpen && this.#phase === 'waiting') this.#catchUp();
  }

  #catchUp(): void {
    this.#phase = 'catching-up';
    this.#closeStream = this.#options.catchUp(this.#cursor, {
      opened: () => {
        if (!this.#hasOpened) this.#opened();
      },
      event: (event) => {
        this.#take(event);
        // The server says who is here as soon as it has said what was missed.
        if (event.kind === 'presence' && !this.#isOver) this.#caughtUp();
      },
      closed: (error) => this.#close(error),
    });
  }

  #caughtUp(): void {
    this.#closeStream();
    this.#closeStream = () => undefined;
    this.#phase = 'following';
    this.#take({ kind: 'source', lastEventId: null, mayLag: true });
    for (const event of this.#held.splice(0)) {
      if (!this.#isOver) this.#take(event);
    }
  }

  #pass(event: StreamEvent): void {
    if (this.#phase !== 'following') {
      this.#held.push(event);
      return;
    }
    this.#take(event);
  }

  #take(event: StreamEvent): void {
    if (event.kind !== 'reload' && event.lastEventId !== null) this.#cursor = event.lastEventId;
    this.#handlers.event(event);
  }
}
