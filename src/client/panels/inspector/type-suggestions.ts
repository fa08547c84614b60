import { typeCompletions } from '../../../core/schema/data-type';
import { shortType } from '../../view/short-type';
import type { Suggestion } from '../fields/combo-field';

const builtIn: readonly Suggestion[] = typeCompletions.map(({ label, detail }) => ({
  label: shortType(label),
  detail,
}));

/** What people also call it. What was typed matches either. */
const nicknames: Readonly<Record<string, string>> = {
  bigint: 'int8 bigserial',
  integer: 'int int4 serial',
  smallint: 'int2',
  'varchar(255)': 'character varying string',
  'char(1)': 'character',
  timestamptz: 'timestamp with time zone datetime',
  timestamp: 'timestamp without time zone',
  time: 'time without time zone',
  'double precision': 'float8 float',
  real: 'float4',
  boolean: 'bool',
  'numeric(12,2)': 'decimal money',
};

/**
 * Types that go with what was typed: the project's own first, then those that begin with it, then those that
 * contain it or are also known by it. Everything for an empty text.
 */
export function suggestTypes(typed: string, own: readonly Suggestion[]): readonly Suggestion[] {
  const all: readonly Suggestion[] = [...own, ...builtIn];
  const wanted = typed.trim().toLowerCase();
  if (wanted === '') return all;
  const rank = ({ label, detail }: Suggestion): number => {
    const name = label.toLowerCase();
    if (name.startsWith(wanted)) return 0;
    const known = (nicknames[label] ?? '').split(' ');
    if (known.some((nickname) => nickname.startsWith(wanted))) return 1;
    if (name.includes(wanted)) return 2;
    return detail.toLowerCase().includes(wanted) ? 3 : 4;
  };
  return all
    .map((suggestion) => ({ suggestion, rank: rank(suggestion) }))
    .filter((entry) => entry.rank < 4)
    .sort((a, b) => a.rank - b.rank)
    .map((entry) => entry.suggestion);
}
