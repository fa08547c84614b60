/** Operator classes that people reach for, by access method (PostgreSQL, Operator Classes; pg_trgm). */
import type { Suggestion } from '../../fields/combo-field';

const byMethod: { readonly [method: string]: readonly Suggestion[] } = {
  btree: [
    { label: 'text_pattern_ops', detail: 'LIKE ’abc%’ on text' },
    { label: 'varchar_pattern_ops', detail: 'LIKE ’abc%’ on varchar' },
    { label: 'jsonb_ops', detail: 'Whole documents' },
  ],
  gin: [
    { label: 'jsonb_path_ops', detail: 'Only @> and paths, smaller' },
    { label: 'jsonb_ops', detail: 'Keys and values' },
    { label: 'gin_trgm_ops', detail: 'LIKE ’%abc%’ (pg_trgm)' },
    { label: 'array_ops', detail: 'Arrays' },
  ],
  gist: [
    { label: 'gist_trgm_ops', detail: 'LIKE ’%abc%’ (pg_trgm)' },
    { label: 'inet_ops', detail: 'Networks' },
    { label: 'range_ops', detail: 'Ranges' },
  ],
  spgist: [
    { label: 'text_ops', detail: 'Prefixes' },
    { label: 'inet_ops', detail: 'Networks' },
  ],
};

/** Suggestions for an operator class of this access method. */
export function suggestOpclasses(method: string | undefined, typed: string): readonly Suggestion[] {
  const known = byMethod[method ?? 'btree'] ?? [];
  return known.filter(({ label }) => label.includes(typed.trim().toLowerCase()));
}
