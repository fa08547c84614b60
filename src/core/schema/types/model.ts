import { builtInNames } from './catalog';

/** A column's type, taken apart. Two spellings of one type give equal values. */
export type DataType = {
  /**
   * `pg_catalog` for built-in types, however they were written; null for a name without namespace,
   * which PostgreSQL looks up in its search path.
   */
  readonly namespace: string | null;
  /**
   * As format_type() names it without modifiers: `character varying`, `timestamp with time zone`.
   * Built in: `character` without a modifier is PostgreSQL's bpchar, `char` its one-byte `"char"`.
   */
  readonly name: string;
  /** What stands in parentheses: `['10', '2']`; `['Point', '4326']`; as written but for what PostgreSQL fills in. */
  readonly modifiers: readonly string[];
  /** Array dimensions as declared, 0 for none. PostgreSQL does not tell `int[]` and `int[][]` apart, nor is it printed. */
  readonly dimensions: number;
  /** Only of `interval`. */
  readonly intervalFields?: IntervalFields | undefined;
  /** Written as one of the serial words, which stand for an integer type with a sequence of its own. */
  readonly serial?: 'smallserial' | 'serial' | 'bigserial' | undefined;
};

export type IntervalFields =
  | 'year'
  | 'month'
  | 'day'
  | 'hour'
  | 'minute'
  | 'second'
  | 'year to month'
  | 'day to hour'
  | 'day to minute'
  | 'day to second'
  | 'hour to minute'
  | 'hour to second'
  | 'minute to second';

/** Whether PostgreSQL itself brings the type: needs no enum, no extension. */
export function isBuiltInType(type: DataType): boolean {
  return type.namespace === 'pg_catalog' && builtInNames.has(type.name);
}
