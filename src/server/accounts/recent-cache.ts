/** How a value is kept: until when (milliseconds of the cache's clock), and what. */
interface Entry<Value> {
  readonly value: Value;
  readonly until: number;
}

/**
 * The last few thousand things that were looked up, so that an edit costs no query for who sent it.
 * Whoever was not asked for longest goes first. Values live for `ttlMs`: so long does a change made by
 * another process take to be seen here.
 */
export class RecentCache<Value> {
  readonly #entries = new Map<string, Entry<Value>>();
  readonly #pending = new Map<string, Promise<Value | null>>();
  readonly #options: { readonly ttlMs: number; readonly capacity: number; readonly now: () => number };

  constructor(options: { readonly ttlMs: number; readonly capacity: number; readonly now: () => number }) {
    this.#options = options;
  }

  /** The value, looked up at most once at a time per key. What was not found is not kept. */
  async get(key: string, lookUp: () => Promise<Value | null>): Promise<Value | null> {
    const known = this.#entries.get(key);
    if (known !== undefined && known.until > this.#options.now()) {
      // A Map remembers the order of insertion: the last used moves to the end.
      this.#entries.delete(key);
      this.#entries.set(key, known);
      return known.value;
    }
    const pending = this.#pending.get(key);
    if (pending !== undefined) return pending;
    const looking = this.#lookUp(key, lookUp);
    this.#pending.set(key, looking);
    try {
      return await looking;
    } finally {
      this.#pending.delete(key);
    }
  }

  /** Replaces every value for which `change` gives another one. */
  update(change: (value: Value) => Value): void {
    for (const [key, entry] of this.#entries) {
      const value = change(entry.value);
      if (value !== entry.value) this.#entries.set(key, { value, until: entry.until });
    }
  }

  async #lookUp(key: string, lookUp: () => Promise<Value | null>): Promise<Value | null> {
    const value = await lookUp();
    this.#entries.delete(key);
    if (value !== null) {
      this.#entries.set(key, { value, until: this.#options.now() + this.#options.ttlMs });
      this.#forgetOldest();
    }
    return value;
  }

  #forgetOldest(): void {
    for (const key of this.#entries.keys()) {
      if (this.#entries.size <= this.#options.capacity) return;
      this.#entries.delete(key);
    }
  }
}
