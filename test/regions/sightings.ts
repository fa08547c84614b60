/** Where somebody's requests go to, as long as it answers. */
export type Home = { readonly region: 0 | 1; readonly server: number };

/** From who did something to who sees it. */
export type Distance = 'same process' | 'same Region' | 'other Region';

/** Milliseconds from when something was done until others showed it; ascending. */
export type Delays = Readonly<Record<Distance, readonly number[]>>;

/** When things were done, and when others saw them, by the one clock of this machine. */
export class Sightings {
  readonly #done = new Map<string, { readonly at: number; readonly home: Home }>();
  readonly #seen = new Set<string>();
  readonly #delays: Record<Distance, number[]> = {
    'same process': [],
    'same Region': [],
    'other Region': [],
  };

  done(what: string, home: Home, at: number): void {
    this.#done.set(what, { at, home });
  }

  /** NaN when nobody here did it. */
  doneAt(what: string): number {
    return this.#done.get(what)?.at ?? Number.NaN;
  }

  /** The first time counts that somebody sees it; what nobody here did is nothing. */
  seen(what: string, who: string, home: Home): void {
    const done = this.#done.get(what);
    const once = `${what} ${who}`;
    if (done === undefined || this.#seen.has(once)) return;
    this.#seen.add(once);
    this.#delays[distance(done.home, home)].push(performance.now() - done.at);
  }

  delays(): Delays {
    for (const delays of Object.values(this.#delays)) delays.sort((a, b) => a - b);
    return this.#delays;
  }
}

function distance(from: Home, to: Home): Distance {
  if (from.region !== to.region) return 'other Region';
  return from.server === to.server ? 'same process' : 'same Region';
}
