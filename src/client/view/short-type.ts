/** PostgreSQL's long spellings → its own short ones (Data Types, table 8.1, and gram.y for `varbit`). */
const short: readonly (readonly [long: RegExp, short: string])[] = [
  [/^character varying\b/, 'varchar'],
  [/^character\b/, 'char'],
  [/^bit varying\b/, 'varbit'],
  [/^timestamp(\(\d+\))? with time zone\b/, 'timestamptz$1'],
  [/^timestamp(\(\d+\))? without time zone\b/, 'timestamp$1'],
  [/^time(\(\d+\))? with time zone\b/, 'timetz$1'],
  [/^time(\(\d+\))? without time zone\b/, 'time$1'],
];

/**
 * A type as it is shown where room is scarce: `timestamptz` for `timestamp with time zone`. It means the same
 * to PostgreSQL, so it may be typed back. What has no short name stays as it is.
 */
export function shortType(type: string): string {
  for (const [long, replacement] of short) {
    if (long.test(type)) return type.replace(long, replacement);
  }
  return type;
}
