import fc from 'fast-check';
import type { BodyOf } from './bodies';
import { Design } from './design.fixture';
import type { RecordId } from './ids';
import type { RecordKind } from './kinds';
import { claimsOf } from './names';

/** Names that break careless programs: keywords, quotes, comments, other scripts, the longest there can be. */
export const nastyNames: readonly string[] = [
  ...['a', 'b', 'id', 'order', 'user', 'select', 'Total', 'ORDER', 'a"b', '"', "it's", 'größe', '索引一'],
  ...['🐘', 'x y', 'semi;colon', '--', '/* c */', '$$', 'back\\slash', 'tab\tname', 'new\nline'],
  ...['__proto__', 'constructor', 'a.b', '1st', 'a$b', '_', 'year', 'value', 'text', 'pg_class', 'int4'],
  ...['l'.repeat(63), 'é'.repeat(31)],
];

type NamedKind = {
  readonly [Kind in RecordKind]: BodyOf<Kind> extends { readonly name: string } ? Kind : never;
}[RecordKind];

/** Chooses by chance, as fast-check gives it, and keeps names apart. */
export class Draw {
  readonly design = new Design();
  readonly #draw: fc.GeneratorValue;
  readonly #taken = new Set<string>();
  #count = 0;

  constructor(draw: fc.GeneratorValue) {
    this.#draw = draw;
    this.#claim(this.design.public);
  }

  one<const Value>(values: readonly Value[]): Value {
    return this.#draw(fc.constantFrom<Value[]>, ...values);
  }

  some<Value>(values: readonly Value[], minLength = 0): Value[] {
    return this.#draw(fc.shuffledSubarray<Value>, [...values], { minLength });
  }

  shuffled<Value>(values: readonly Value[]): Value[] {
    return this.some(values, values.length);
  }

  /** True in one of so many cases, and false in the simplest one. */
  chance(of: number): boolean {
    return this.#draw(fc.nat, { max: of - 1 }) === 1;
  }

  times<Value>(most: number, make: () => Value): Value[] {
    return Array.from({ length: this.#draw(fc.nat, { max: most }) }, make);
  }

  /** One of these values, or nothing in the simplest case. */
  maybe<const Value>(...values: readonly Value[]): Value | undefined {
    return this.one<Value | undefined>([undefined, ...values]);
  }

  /** The first so many letters and a number that nothing else has. */
  unique(beginning: string): string {
    this.#count += 1;
    return `${beginning.slice(0, 20)}${this.#count}`;
  }

  /** Adds a record under a nasty name that is free in all its scopes. */
  named<Kind extends NamedKind>(kind: Kind, body: Omit<BodyOf<Kind>, 'name'>): RecordId {
    const any = this.one(nastyNames);
    // Schemas that begin with pg_ are PostgreSQL's own.
    const base = kind === 'namespace' ? any.replace(/^pg_/, 'p_') : any;
    for (let pass = 0; ; pass++) {
      const name = pass === 0 ? base : this.unique(base);
      const id = this.design.add(kind, withoutUndefined({ ...body, name }) as BodyOf<Kind>);
      if (this.#claim(id)) return id;
      this.design.state.forget(id);
    }
  }

  /** Adds a record under a name that only it has. */
  single<Kind extends NamedKind>(kind: Kind, beginning: string, body: Omit<BodyOf<Kind>, 'name'>): RecordId {
    const name = this.unique(beginning);
    const id = this.design.add(kind, withoutUndefined({ ...body, name }) as BodyOf<Kind>);
    this.#claim(id);
    return id;
  }

  body<Kind extends RecordKind>(id: RecordId, kind: Kind): BodyOf<Kind> {
    const record = this.design.state.live(id, kind);
    if (!record) throw new Error(`No ${kind} ${id}`);
    return record.body as BodyOf<Kind>;
  }

  #claim(id: RecordId): boolean {
    const record = this.design.state.get(id);
    if (!record || !('body' in record)) return false;
    const keys = claimsOf(record, this.design.state).map(({ scope, name }) => `${scope}\0${name}`);
    if (keys.some((key) => this.#taken.has(key))) return false;
    for (const key of keys) this.#taken.add(key);
    return true;
  }
}

function withoutUndefined(body: object): object {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
}
