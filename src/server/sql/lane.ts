import { Worker } from 'node:worker_threads';
import type { Problem } from '../../core/std/problem';
import type { Result } from '../../core/std/result';
import { refused } from '../../core/std/result';

/** What a thread may use. */
export type LaneLimits = {
  /** How long one request may take before its thread is ended. */
  readonly timeMs: number;
  /** JavaScript heap of the thread, in MB. */
  readonly memoryMb: number;
  /** Requests that may wait for the thread, and what they may weigh together. */
  readonly waiting: { readonly requests: number; readonly weight: number };
  /** A thread that has carried a request of this weight holds so much memory that a new one is cheaper. */
  readonly heavy: number;
};

/** What people are told when a request comes to nothing through no fault of its text. */
export type LaneRefusals = {
  readonly tooSlow: string;
  readonly tooMuchMemory: string;
};

type Answer<Value> = Result<Value, Problem>;

type Job<Request, Value> = {
  readonly request: Request;
  readonly weight: number;
  readonly resolve: (answer: Answer<Value>) => void;
  readonly reject: (fault: Error) => void;
};

/** How a thread came off with a request. All but an answer mean that it is gone. */
type Outcome<Value> =
  | { readonly kind: 'answer'; readonly answer: Answer<Value> }
  | { readonly kind: 'too-slow' }
  | { readonly kind: 'out-of-memory' }
  | { readonly kind: 'crashed'; readonly fault: Error };

/**
 * One worker thread and those who wait for it, first come first served. The thread is started by the first
 * request and stays warm; whatever befalls it, the next request gets a thread that works.
 */
export class Lane<Request, Value> {
  readonly #file: URL;
  readonly #limits: LaneLimits;
  readonly #refusals: LaneRefusals;
  readonly #waiting: Job<Request, Value>[] = [];
  #weight = 0;
  #thread: Worker | undefined;
  #running: Promise<void> | undefined;
  #isClosed = false;

  /** @param file the bundled worker: it answers every message with one */
  constructor(file: URL, limits: LaneLimits, refusals: LaneRefusals) {
    this.#file = file;
    this.#limits = limits;
    this.#refusals = refusals;
  }

  /**
   * Gives the thread's answer. Refuses with `too-large` what takes too long or too much memory, and with
   * `unavailable` when too many wait already or the lane is closed.
   *
   * @param weight how much memory the request takes, in characters or so
   * @throws Error when the thread broke down: a bug
   */
  run(request: Request, weight: number): Promise<Answer<Value>> {
    const { requests, weight: most } = this.#limits.waiting;
    if (this.#isClosed) return Promise.resolve(refused(closing));
    const isFull = this.#waiting.length >= requests || this.#weight + weight > most;
    // Alone, even the heaviest request is let in: how heavy a request may be is not decided here.
    if (isFull && this.#weight > 0) return Promise.resolve(refused(busy));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ request, weight, resolve, reject });
      this.#weight += weight;
      this.#running ??= this.#work();
    });
  }

  /** Ends the thread, also in the middle of a request; whoever waits is refused. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const { resolve } of this.#waiting.splice(0)) resolve(refused(closing));
    await this.#retire();
    await this.#running;
  }

  async #work(): Promise<void> {
    for (let job = this.#waiting.shift(); job !== undefined; job = this.#waiting.shift()) {
      const outcome = await carry<Request, Value>(
        () => this.#thread ?? this.#start(),
        job.request,
        this.#limits.timeMs,
      );
      this.#weight -= job.weight;
      if (!this.#isReusable(outcome, job.weight)) await this.#retire();
      this.#settle(job, outcome);
    }
    this.#running = undefined;
  }

  #start(): Worker {
    const thread = new Worker(this.#file, {
      resourceLimits: { maxOldGenerationSizeMb: this.#limits.memoryMb },
      // Nothing of ours that a parser has to know, such as passwords.
      env: {},
      execArgv: [],
    });
    // Between two requests nobody listens, and an error that nobody hears would end the process.
    thread.on('error', () => undefined);
    thread.on('exit', () => {
      if (this.#thread === thread) this.#thread = undefined;
    });
    this.#thread = thread;
    return thread;
  }

  async #retire(): Promise<void> {
    const thread = this.#thread;
    this.#thread = undefined;
    await thread?.terminate();
  }

  /** What the parser in WebAssembly refuses may have left it without stack or memory: nobody else gets it. */
  #isReusable(outcome: Outcome<Value>, weight: number): boolean {
    return outcome.kind === 'answer' && outcome.answer.ok && weight < this.#limits.heavy;
  }

  #settle({ resolve, reject }: Job<Request, Value>, outcome: Outcome<Value>): void {
    switch (outcome.kind) {
      case 'answer':
        resolve(outcome.answer);
        break;
      case 'too-slow':
        resolve(refused({ code: 'too-large', detail: this.#refusals.tooSlow }));
        break;
      case 'out-of-memory':
        resolve(refused({ code: 'too-large', detail: this.#refusals.tooMuchMemory }));
        break;
      case 'crashed':
        if (this.#isClosed) resolve(refused(closing));
        else reject(outcome.fault);
    }
  }
}

const busy: Problem = {
  code: 'unavailable',
  detail: 'The server is busy with other scripts. Try again in a minute.',
};
const closing: Problem = {
  code: 'unavailable',
  detail: 'The server is being stopped. Try again when it is back.',
};

async function carry<Request, Value>(
  threadFor: () => Worker,
  request: Request,
  timeMs: number,
): Promise<Outcome<Value>> {
  try {
    const thread = threadFor();
    const outcome = outcomeOf<Value>(thread, timeMs);
    thread.postMessage(request);
    return await outcome;
  } catch (error) {
    return { kind: 'crashed', fault: error instanceof Error ? error : new Error(String(error)) };
  }
}

/** What the thread does first: answer, break down, or use up its time. */
function outcomeOf<Value>(thread: Worker, timeMs: number): Promise<Outcome<Value>> {
  return new Promise((resolve) => {
    const onMessage = (answer: Answer<Value>) => end({ kind: 'answer', answer });
    const onError = (fault: Error) =>
      end(isOutOfMemory(fault) ? { kind: 'out-of-memory' } : { kind: 'crashed', fault });
    const onExit = (status: number) =>
      end({ kind: 'crashed', fault: new Error(`A worker thread ended by itself, with status ${status}.`) });
    const timer = setTimeout(() => end({ kind: 'too-slow' }), timeMs);
    const end = (outcome: Outcome<Value>) => {
      clearTimeout(timer);
      thread.off('message', onMessage).off('error', onError).off('exit', onExit);
      resolve(outcome);
    };
    thread.on('message', onMessage).on('error', onError).on('exit', onExit);
  });
}

function isOutOfMemory(fault: Error): boolean {
  return 'code' in fault && fault.code === 'ERR_WORKER_OUT_OF_MEMORY';
}
