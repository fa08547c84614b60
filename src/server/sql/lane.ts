import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import type { Problem } from '../../core/std/problem';
import type { Result } from '../../core/std/result';
import { refused } from '../../core/std/result';

/** What a process may use. */
export type LaneLimits = {
  /** How long one request may take before its process is ended. */
  readonly timeMs: number;
  /** JavaScript heap of the process, in MB. */
  readonly memoryMb: number;
  /** Requests that may wait for the process, and what they may weigh together. */
  readonly waiting: { readonly requests: number; readonly weight: number };
  /** A process that has carried a request of this weight holds so much memory that a new one is cheaper. */
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
  readonly signal: AbortSignal | undefined;
};

/** What the worker answers: what was asked for, or where it broke down. */
export type Reply<Value> =
  | { readonly kind: 'answer'; readonly answer: Answer<Value> }
  | { readonly kind: 'fault'; readonly stack: string };

/** How a process came off with a request. All but an answer mean that it is of no more use. */
type Outcome<Value> =
  | { readonly kind: 'answer'; readonly answer: Answer<Value> }
  | { readonly kind: 'too-slow' }
  | { readonly kind: 'out-of-memory' }
  | { readonly kind: 'crashed'; readonly fault: Error };

/**
 * One worker process and those who wait for it, first come first served. The process is started by the first
 * request and stays warm; whatever befalls it, the next request gets one that works. A process and no thread:
 * where a thread runs into its memory limit inside JSON.parse, V8 ends all of the server.
 */
export class Lane<Request extends object, Value> {
  readonly #file: URL;
  readonly #limits: LaneLimits;
  readonly #refusals: LaneRefusals;
  readonly #waiting: Job<Request, Value>[] = [];
  #weight = 0;
  #worker: ChildProcess | undefined;
  #running: Promise<void> | undefined;
  #current: Job<Request, Value> | undefined;
  #isClosed = false;

  /** @param file the bundled worker: it answers every message with one */
  constructor(file: URL, limits: LaneLimits, refusals: LaneRefusals) {
    this.#file = file;
    this.#limits = limits;
    this.#refusals = refusals;
  }

  /**
   * Gives the worker's answer. Refuses with `too-large` what takes too long or too much memory, and with
   * `unavailable` when too many wait already or the lane is closed.
   *
   * @param weight how much memory the request takes, in characters or so
   * @param signal whoever asked is gone: a request that waits is dropped, one under way ends with its process
   * @throws Error when the worker broke down: a bug
   */
  run(request: Request, weight: number, signal?: AbortSignal): Promise<Answer<Value>> {
    const { requests, weight: most } = this.#limits.waiting;
    if (this.#isClosed) return Promise.resolve(refused(closing));
    if (signal?.aborted) return Promise.resolve(refused(cancelled));
    const isFull = this.#waiting.length >= requests || this.#weight + weight > most;
    // Alone, even the heaviest request is let in: how heavy a request may be is not decided here.
    if (isFull && this.#weight > 0) return Promise.resolve(refused(busy));
    return new Promise((resolve, reject) => {
      const job: Job<Request, Value> = { request, weight, resolve, reject, signal };
      this.#waiting.push(job);
      this.#weight += weight;
      signal?.addEventListener('abort', () => this.#giveUp(job), { once: true });
      this.#running ??= this.#work();
    });
  }

  #giveUp(job: Job<Request, Value>): void {
    const place = this.#waiting.indexOf(job);
    if (place >= 0) {
      this.#waiting.splice(place, 1);
      this.#weight -= job.weight;
      job.resolve(refused(cancelled));
    } else if (job === this.#current) void this.#retire();
  }

  /** Ends the process, also in the middle of a request; whoever waits is refused. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const { resolve } of this.#waiting.splice(0)) resolve(refused(closing));
    await this.#retire();
    await this.#running;
  }

  async #work(): Promise<void> {
    for (let job = this.#waiting.shift(); job !== undefined; job = this.#waiting.shift()) {
      this.#current = job;
      const outcome = await carry<Request, Value>(
        () => this.#worker ?? this.#start(),
        job.request,
        this.#limits.timeMs,
      );
      this.#current = undefined;
      this.#weight -= job.weight;
      if (!this.#isReusable(outcome, job.weight)) await this.#retire();
      this.#settle(job, outcome);
    }
    this.#running = undefined;
  }

  #start(): ChildProcess {
    const { SystemRoot = '' } = process.env;
    const worker = fork(this.#file, [], {
      execArgv: [`--max-old-space-size=${this.#limits.memoryMb}`],
      // Nothing of ours that a parser has to know, such as passwords; Windows starts nothing without its own.
      env: { NODE_ENV: 'production', SystemRoot },
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    // Between two requests nobody listens, and an error that nobody hears would end the server.
    worker.on('error', () => undefined);
    worker.on('exit', () => {
      if (this.#worker === worker) this.#worker = undefined;
    });
    this.#worker = worker;
    return worker;
  }

  async #retire(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    if (worker === undefined || worker.exitCode !== null || worker.signalCode !== null) return;
    const ended = new Promise((resolve) => worker.once('exit', resolve));
    // It may be busy and deaf to anything gentler, and has nothing to lose.
    worker.kill('SIGKILL');
    await ended;
  }

  /** What the parser in WebAssembly refuses may have left it without stack or memory: nobody else gets it. */
  #isReusable(outcome: Outcome<Value>, weight: number): boolean {
    return outcome.kind === 'answer' && outcome.answer.ok && weight < this.#limits.heavy;
  }

  #settle({ resolve, reject, signal }: Job<Request, Value>, outcome: Outcome<Value>): void {
    // Its process was ended for that, whatever it looks like.
    if (signal?.aborted) {
      resolve(refused(cancelled));
      return;
    }
    switch (outcome.kind) {
      case 'answer':
        resolve(outcome.answer);
        break;
      case 'too-slow':
        resolve(refused({ code: 'too-large', detail: this.#refusals.tooSlow }));
        break;
      case 'out-of-memory':
        // Closing ends the process by the signal that a kernel out of memory sends.
        if (this.#isClosed) resolve(refused(closing));
        else resolve(refused({ code: 'too-large', detail: this.#refusals.tooMuchMemory }));
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
const cancelled: Problem = { code: 'unavailable', detail: 'The request was cancelled.' };
const closing: Problem = {
  code: 'unavailable',
  detail: 'The server is being stopped. Try again when it is back.',
};

async function carry<Request extends object, Value>(
  workerFor: () => ChildProcess,
  request: Request,
  timeMs: number,
): Promise<Outcome<Value>> {
  try {
    const worker = workerFor();
    const outcome = outcomeOf<Value>(worker, timeMs);
    // When it cannot be sent, the process is ending, which the outcome tells.
    worker.send(request, () => undefined);
    return await outcome;
  } catch (error) {
    return { kind: 'crashed', fault: error instanceof Error ? error : new Error(String(error)) };
  }
}

/** What the process does first: answer, break down, or use up its time. */
function outcomeOf<Value>(worker: ChildProcess, timeMs: number): Promise<Outcome<Value>> {
  return new Promise((resolve) => {
    const onMessage = (message: unknown) => end(outcomeOfReply(message as Reply<Value>));
    const onError = (fault: Error) => end({ kind: 'crashed', fault });
    const onExit = (status: number | null, signal: NodeJS.Signals | null) =>
      end(outcomeOfExit(status, signal));
    const timer = setTimeout(() => end({ kind: 'too-slow' }), timeMs);
    const end = (outcome: Outcome<Value>) => {
      clearTimeout(timer);
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      resolve(outcome);
    };
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
  });
}

function outcomeOfReply<Value>(reply: Reply<Value>): Outcome<Value> {
  if (reply.kind === 'answer') return reply;
  const fault = new Error('A worker process broke down.');
  fault.stack = reply.stack;
  return { kind: 'crashed', fault };
}

/** V8 aborts at its memory limit; the kernel kills what takes too much. Nothing else of ours ends like that. */
function outcomeOfExit(status: number | null, signal: NodeJS.Signals | null): Outcome<never> {
  const isOutOfMemory = signal === 'SIGABRT' || signal === 'SIGKILL' || status === abortedStatus;
  if (isOutOfMemory) return { kind: 'out-of-memory' };
  return {
    kind: 'crashed',
    fault: new Error(`A worker process ended with ${signal ?? `status ${status}`}.`),
  };
}

/** Where there are no signals. */
const abortedStatus = 134;
