import type { OpenStream, StreamEvent } from '../../src/client/sync/event-source';
import type { TabMessage, Tabs } from '../../src/client/sync/shared-stream';
import type { SeededRandom } from './random';
import type { VirtualTime } from './virtual-time';

type Waiting = { readonly tab: BrowserTab; readonly granted: () => void };
type Listener = { readonly tab: BrowserTab; heard(message: TabMessage): void };

/** What tabs of one browser share: one lock, and a channel whose messages take their time. */
export class SimulatedBrowser {
  readonly time: VirtualTime;
  readonly random: SeededRandom;
  readonly listeners = new Set<Listener>();
  /** That are open now. */
  streams = 0;
  readonly #queue: Waiting[] = [];
  #holder: Waiting | null = null;

  constructor(time: VirtualTime, random: SeededRandom) {
    this.time = time;
    this.random = random;
  }

  get holder(): BrowserTab | undefined {
    return this.#holder?.tab;
  }

  request(waiting: Waiting): void {
    this.#queue.push(waiting);
    this.#grantSoon();
  }

  release(waiting: Waiting): void {
    if (this.#holder === waiting) this.#holder = null;
    const place = this.#queue.indexOf(waiting);
    if (place >= 0) this.#queue.splice(place, 1);
    this.#grantSoon();
  }

  forget(tab: BrowserTab): void {
    for (const waiting of [...this.#queue, this.#holder]) if (waiting?.tab === tab) this.release(waiting);
  }

  #grantSoon(): void {
    this.time.after(this.random.below(20), () => {
      if (this.#holder) return;
      this.#holder = this.#queue.shift() ?? null;
      this.#holder?.granted();
    });
  }
}

/** One tab: what it says and hears, until it crashes. */
export class BrowserTab {
  readonly #browser: SimulatedBrowser;
  readonly #hiding = new Set<() => void>();
  readonly #openStreams = new Set<() => void>();
  #isDead = false;
  /** Streams are asked for, and nobody answers. */
  isSwallowed = false;

  constructor(browser: SimulatedBrowser) {
    this.#browser = browser;
  }

  readonly tabs: Tabs = {
    lock: (granted) => {
      const waiting: Waiting = { tab: this, granted };
      if (!this.#isDead) this.#browser.request(waiting);
      return () => this.#browser.release(waiting);
    },
    channel: (heard) => {
      const own: Listener = { tab: this, heard };
      const due = new Map<Listener, number>();
      this.#browser.listeners.add(own);
      return {
        post: (message) => this.#say(own, message, due),
        close: () => this.#browser.listeners.delete(own),
      };
    },
    onHide: (listener) => {
      this.#hiding.add(listener);
      return () => this.#hiding.delete(listener);
    },
  };

  /** In order between any two, each as late as chance will have it. */
  #say(own: Listener, message: TabMessage, due: Map<Listener, number>): void {
    if (this.#isDead || !this.#browser.listeners.has(own)) return;
    const { time, random, listeners } = this.#browser;
    const text = JSON.stringify(message);
    for (const listener of listeners) {
      if (listener === own) continue;
      const at = Math.max(due.get(listener) ?? 0, time.now() + random.below(random.chance(0.1) ? 400 : 10));
      due.set(listener, at);
      time.after(at - time.now(), () => {
        if (listeners.has(listener)) listener.heard(JSON.parse(text));
      });
    }
  }

  /** A stream as the real server's: says who is here behind what was missed. What it says is on its way for a while. */
  stream(open: OpenStream): OpenStream {
    return (after, handlers) => {
      if (this.#isDead || this.isSwallowed) return () => undefined;
      let isOpen = true;
      this.#browser.streams += 1;
      const over = (): boolean => {
        const was = isOpen;
        isOpen = false;
        if (was) this.#browser.streams -= 1;
        return was;
      };
      let due = 0;
      const later = (event: StreamEvent) => {
        const { time, random } = this.#browser;
        due = Math.max(due, time.now() + random.below(150));
        time.after(due - time.now(), () => {
          if (isOpen) handlers.event(event);
        });
      };
      const close = open(after, {
        opened: () => {
          handlers.opened();
          this.#browser.time.after(0, () => later({ kind: 'presence', lastEventId: null, people: [] }));
        },
        event: later,
        closed: (error) => {
          if (over()) handlers.closed(error);
        },
      });
      const end = () => {
        over();
        close();
      };
      this.#openStreams.add(end);
      return end;
    };
  }

  /** The page goes into the browser's cache or away. */
  hide(): void {
    for (const listener of [...this.#hiding]) listener();
  }

  /** At once, without a word. */
  crash(): void {
    this.#isDead = true;
    for (const listener of this.#browser.listeners) {
      if (listener.tab === this) this.#browser.listeners.delete(listener);
    }
    for (const end of this.#openStreams) end();
    this.#browser.forget(this);
  }
}
