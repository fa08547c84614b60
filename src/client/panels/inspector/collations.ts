import { parseDataType } from '../../../core/schema/data-type';
import type { Suggestion } from '../fields/combo-field';

/** Collations that every PostgreSQL has (PostgreSQL, Collation Support), as they are written in SQL. */
const collations: readonly Suggestion[] = [
  { label: '"C"', detail: 'By bytes' },
  { label: '"C.utf8"', detail: 'By code points' },
  { label: '"und-x-icu"', detail: 'Unicode, for any language' },
  { label: '"ucs_basic"', detail: 'By code points' },
];

/** Suggestions for a collation. */
export function suggestCollations(typed: string): readonly Suggestion[] {
  return collations.filter(({ label }) => label.toLowerCase().includes(typed.trim().toLowerCase()));
}

const collatable = new Set(['text', 'character varying', 'character', 'name', 'citext']);

/** Whether values of a type have a collation; of a type of the project's own nobody knows here, so that it may. */
export function isCollatable(type: string): boolean {
  const parsed = parseDataType(type);
  return !parsed.ok || collatable.has(parsed.value.name);
}
