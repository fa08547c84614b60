import type { Api } from '../../src/client/api/api';
import { ApiProblem, localProblem } from '../../src/client/api/api-problem';
import type { OpenStream, StreamEvent, StreamHandlers } from '../../src/client/sync/event-source';
import type { Actor } from '../../src/core/protocol/records';
import type { SeededRandom } from './random';
import type { SimulatedServer } from './server';
import type { VirtualTime } from './virtual-time';

/** How badly a network behaves: probabilities per message. */
export type Weather = {
  readonly lost: number;
  readonly repeated: number;
  readonly overloaded: number;
  /** Per delivery on a stream: cut, gone silent without being cut, or an old cursor served again. */
  readonly cut: number;
  readonly silent: number;
  readonly rewound: number;
};

export const calm: Weather = { lost: 0, repeated: 0, overloaded: 0, cut: 0, silent: 0, rewound: 0 };
export const storm: Weather = {
  lost: 0.15,
  repeated: 0.15,
  overloaded: 0.1,
  cut: 0.03,
  silent: 0.01,
  rewound: 0.05,
};

type Stream = { cursor: number; silent: boolean; open: boolean; readonly handlers: StreamHandlers };

/** One client's way to the server: slow, lossy, and at times not there at all. */
export class SimulatedLink {
  weather: Weather = calm;
  /** Nothing goes through, in either direction. */
  down = false;
  readonly #server: SimulatedServer;
  readonly #actor: Actor;
  readonly #time: VirtualTime;
  readonly #random: SeededRandom;

  constructor(server: SimulatedServer, actor: Actor, time: VirtualTime, random: SeededRandom) {
    this.#server = server;
    this.#actor = actor;
    this.#time = time;
    this.#random = random;
  }

  readonly api: Pick<Api, 'snapshot' | 'differences' | 'mutate' | 'live' | 'undoChange'> = {
    snapshot: async () => {
      await this.#travel();
      const snapshot = this.#server.snapshot();
      await this.#travel();
      return snapshot;
    },
    differences: async (_projectId, buckets) => {
      await this.#travel();
      const differences = this.#server.differences(buckets);
      await this.#travel();
      return differences;
    },
    mutate: async (_projectId, request) => {
      await this.#travel();
      const text = JSON.stringify(request);
      if (this.#random.chance(this.weather.repeated)) {
        this.#time.after(this.#random.below(3_000), () => this.#silently(text));
      }
      if (this.#random.chance(this.weather.overloaded)) throw overloaded();
      const answer = this.#server.commit(this.#actor, JSON.parse(text));
      if (this.#random.chance(this.weather.overloaded)) throw overloaded();
      await this.#travel();
      return answer;
    },
    undoChange: async (_projectId, changeId, id) => {
      await this.#travel();
      const answer = this.#server.undoChange(this.#actor, changeId, id);
      await this.#travel();
      return answer;
    },
    live: () => Promise.reject(new Error('the simulation opens streams by itself')),
  };

  readonly open: OpenStream = (after, handlers) => {
    const stream: Stream = { cursor: Number(after), silent: false, open: true, handlers };
    this.#travel().then(
      () => {
        if (!stream.open) return;
        handlers.opened();
        this.#deliver(stream);
      },
      (error: unknown) => this.#end(stream, error),
    );
    return () => {
      stream.open = false;
    };
  };

  #silently(text: string): void {
    try {
      this.#server.commit(this.#actor, JSON.parse(text));
    } catch {
      // The other copy gets the same answer; nobody waits for this one.
    }
  }

  #deliver(stream: Stream): void {
    if (!stream.open) return;
    if (this.down || this.#random.chance(this.weather.cut)) {
      this.#end(stream, localProblem('offline', 'unavailable', 'cut'));
      return;
    }
    stream.silent ||= this.#random.chance(this.weather.silent);
    if (!stream.silent) this.#batch(stream);
    const pause = this.weather === calm ? 1_000 : 200;
    this.#time.after(5 + this.#random.below(pause), () => this.#deliver(stream));
  }

  #batch(stream: Stream): void {
    if (this.#random.chance(this.weather.rewound)) {
      stream.cursor = Math.max(0, stream.cursor - this.#random.below(5));
    }
    const changes = this.#server.changesAfter(stream.cursor);
    stream.cursor += changes.length;
    const lastEventId = String(stream.cursor);
    if (changes.length > 0) this.#say(stream, { kind: 'changes', lastEventId, changes });
    if (this.#random.chance(0.2)) {
      const fingerprint = this.#server.fingerprint();
      this.#say(stream, { kind: 'fingerprint', lastEventId, fingerprint, cursor: lastEventId });
    }
    if (this.#random.chance(0.1)) this.#say(stream, { kind: 'heartbeat', lastEventId: null });
  }

  #say(stream: Stream, event: StreamEvent): void {
    if (stream.open) stream.handlers.event(event);
  }

  #end(stream: Stream, error: unknown): void {
    if (!stream.open) return;
    stream.open = false;
    stream.handlers.closed(error);
  }

  /** Some time on the way; rejects when it does not arrive. */
  async #travel(): Promise<void> {
    await this.#time.sleep(1 + this.#random.below(this.#random.chance(0.1) ? 800 : 40));
    if (this.down || this.#random.chance(this.weather.lost)) {
      await this.#time.sleep(this.#random.below(300));
      throw localProblem('offline', 'unavailable', 'lost on the way');
    }
  }
}

function overloaded(): ApiProblem {
  const detail = 'Busy; repeat with the same id.';
  const document = { type: 'about:blank', title: 'Busy', status: 503, detail, code: 'try-again' } as const;
  return new ApiProblem('problem', document);
}
