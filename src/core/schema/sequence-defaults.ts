import type { BodyOf } from './bodies';

/** The numbers of a sequence or of an identity column. */
export type SequenceNumbers = Pick<
  BodyOf<'sequence'>,
  'start' | 'increment' | 'minimum' | 'maximum' | 'cache' | 'cycle'
>;

const limits = {
  smallint: ['-32768', '32767'],
  integer: ['-2147483648', '2147483647'],
  bigint: ['-9223372036854775808', '9223372036854775807'],
} as const;

/**
 * Leaves out what PostgreSQL would take anyway (init_params in sequence.c): pg_dump writes all options
 * out, a person writes none, and both mean the same sequence. Without `type` it is of bigint.
 */
export function withoutSequenceDefaults(
  numbers: SequenceNumbers,
  type: BodyOf<'sequence'>['type'],
): SequenceNumbers {
  const { increment = '1', cache, cycle } = numbers;
  const [lowest, highest] = limits[type ?? 'bigint'];
  const descends = increment.startsWith('-');
  const defaults = { minimum: descends ? lowest : '1', maximum: descends ? '-1' : highest };
  const minimum = numbers.minimum === defaults.minimum ? undefined : numbers.minimum;
  const maximum = numbers.maximum === defaults.maximum ? undefined : numbers.maximum;
  const first = descends ? (maximum ?? defaults.maximum) : (minimum ?? defaults.minimum);
  const kept = {
    start: numbers.start === first ? undefined : numbers.start,
    increment: increment === '1' ? undefined : increment,
    minimum,
    maximum,
    cache: cache === '1' ? undefined : cache,
    cycle: cycle || undefined,
  };
  return Object.fromEntries(Object.entries(kept).filter(([, value]) => value !== undefined));
}
