import type { Outage } from './outage';
import type { ReadingPace } from './reading-pace';

/** A project that somebody watches at this server. */
interface Watch {
  watchers: number;
  /** On the clock of `performance.now()`, as below. */
  askedAt: number;
  readAt: number;
  readonly pace: ReadingPace;
  timer: NodeJS.Timeout | undefined;
  isReading: boolean;
}

/** Who asks without watching is answered for so long. */
const answerForMs = 5_000;

/**
 * Reads what is watched, again and again: one read at a time for a project, however many watch it, and none of
 * what nobody watches.
 */
export class WatchedProjects {
  readonly #read: (projectId: string) => Promise<boolean>;
  readonly #outage: Outage;
  readonly #pace: () => ReadingPace;
  readonly #watches = new Map<string, Watch>();
  #isClosed = false;

  /** @param read says whether it brought news; never rejects */
  constructor(read: (projectId: string) => Promise<boolean>, outage: Outage, pace: () => ReadingPace) {
    this.#read = read;
    this.#outage = outage;
    this.#pace = pace;
  }

  /** Gives the end of the watch. */
  watch(projectId: string): () => void {
    const watch = this.#watchOf(projectId);
    watch.watchers += 1;
    watch.pace.restart();
    this.#plan(projectId, watch);
    let isOver = false;
    return () => {
      if (!isOver) watch.watchers -= 1;
      isOver = true;
    };
  }

  /** Somebody wants to know without being told of changes. */
  ask(projectId: string): void {
    const isNew = !this.#watches.has(projectId);
    const watch = this.#watchOf(projectId);
    watch.askedAt = performance.now();
    if (isNew) this.#plan(projectId, watch);
  }

  close(): void {
    this.#isClosed = true;
    for (const { timer } of this.#watches.values()) clearTimeout(timer);
    this.#watches.clear();
  }

  #watchOf(projectId: string): Watch {
    const known = this.#watches.get(projectId);
    if (known !== undefined) return known;
    const never = Number.NEGATIVE_INFINITY;
    const watch: Watch = {
      watchers: 0,
      askedAt: never,
      readAt: never,
      pace: this.#pace(),
      timer: undefined,
      isReading: false,
    };
    this.#watches.set(projectId, watch);
    return watch;
  }

  #plan(projectId: string, watch: Watch): void {
    if (this.#isClosed || watch.isReading) return;
    clearTimeout(watch.timer);
    const dueIn = watch.readAt + watch.pace.waitMs() - performance.now();
    const wait = Math.max(0, dueIn, this.#outage.waitMs());
    watch.timer = setTimeout(() => void this.#look(projectId, watch), wait).unref();
  }

  async #look(projectId: string, watch: Watch): Promise<void> {
    if (watch.watchers === 0 && performance.now() - watch.askedAt > answerForMs) {
      this.#watches.delete(projectId);
      return;
    }
    // Began since this was planned.
    if (this.#outage.waitMs() === 0) {
      watch.isReading = true;
      watch.readAt = performance.now();
      watch.pace.read(await this.#read(projectId));
      watch.isReading = false;
    }
    this.#plan(projectId, watch);
  }
}
