import type { MutationResponse } from '../../core/protocol/mutation';
import type { ProblemDocument } from '../../core/std/problem';
import type { Api } from '../api/api';
import { ApiProblem, isAccessLost, isTransient } from '../api/api-problem';
import { backoffMs, resendBackoff } from './backoff';
import type { PendingMutation } from './pending';
import { requestOf } from './pending';
import type { Scheduler } from './scheduler';

export type SenderOptions = {
  readonly api: Pick<Api, 'mutate'>;
  readonly projectId: string;
  readonly scheduler: Scheduler;
  readonly random: () => number;
  /** The oldest mutation without an answer. */
  next(): PendingMutation | undefined;
  acknowledged(mutation: PendingMutation, response: MutationResponse): void;
  refused(mutation: PendingMutation, problem: ProblemDocument): void;
  accessLost(problem: ProblemDocument): void;
};

/**
 * Sends what is pending, in the order in which it was made, one at a time, each until it has an answer:
 * the same mutation with the same id, so that a repeat changes nothing twice. Only the server's word ends it.
 */
export class Sender {
  readonly #options: SenderOptions;
  #running = false;
  #inFlight: PendingMutation | null = null;
  #attempt = 0;
  #cancelRetry: () => void = () => undefined;

  constructor(options: SenderOptions) {
    this.#options = options;
  }

  get inFlight(): PendingMutation | null {
    return this.#inFlight;
  }

  start(): void {
    this.#running = true;
    this.flush();
  }

  /**
   * What is on its way is forgotten: the next one to start sends it again. Were its answer taken in now, what is
   * written of it would be older than what another page, that has begun meanwhile, knows already.
   */
  stop(): void {
    this.#running = false;
    this.#inFlight = null;
    this.#cancelRetry();
  }

  /** Something is pending, or the network is back: no reason to wait any longer. */
  flush(): void {
    if (!this.#running || this.#inFlight) return;
    this.#cancelRetry();
    const mutation = this.#options.next();
    if (!mutation) return;
    this.#inFlight = mutation;
    const { api, projectId } = this.#options;
    api.mutate(projectId, requestOf(mutation)).then(
      (response) => this.#landed(mutation, () => this.#options.acknowledged(mutation, response)),
      (error: unknown) => this.#failed(mutation, error),
    );
  }

  #landed(mutation: PendingMutation, settle: () => void): void {
    if (this.#inFlight !== mutation) return;
    this.#inFlight = null;
    this.#attempt = 0;
    settle();
    this.flush();
  }

  #failed(mutation: PendingMutation, error: unknown): void {
    if (this.#inFlight !== mutation) return;
    if (error instanceof ApiProblem && isAccessLost(error)) {
      this.#inFlight = null;
      this.stop();
      this.#options.accessLost(error.problem);
      return;
    }
    if (error instanceof ApiProblem && !isTransient(error)) {
      this.#landed(mutation, () => this.#options.refused(mutation, error.problem));
      return;
    }
    this.#inFlight = null;
    const { scheduler, random } = this.#options;
    const afterMs = backoffMs(resendBackoff, this.#attempt, random());
    this.#attempt += 1;
    this.#cancelRetry();
    this.#cancelRetry = scheduler.after(afterMs, () => this.flush());
  }
}
