import { sameJson } from '../../std/canonical-json';
import type { RecordKind } from '../kinds';
import type { SchemaRecord } from '../record';

/** Fields that others rely on, by kind: a change in one of them is told to every referrer. */
const reliedOn: { readonly [Kind in RecordKind]: readonly string[] } = {
  namespace: [],
  table: ['namespaceId', 'partitionBy', 'partitionOf', 'inherits'],
  column: ['type', 'typeId', 'nullable', 'identity', 'generated', 'collation'],
  'primary-key': ['columnIds', 'deferrable'],
  unique: ['columnIds', 'deferrable'],
  'foreign-key': [],
  check: [],
  exclusion: [],
  index: ['elements', 'unique', 'predicate'],
  enum: ['labels'],
  domain: ['type', 'typeId', 'notNull'],
  composite: ['attributes'],
  range: ['type', 'typeId'],
  sequence: [],
  verbatim: ['definesType', 'definesRelation'],
  note: [],
  area: [],
  layout: [],
  'review-setting': [],
};

/** Whether an edit changed something that other records rely on. */
export function isShaken(before: SchemaRecord, after: SchemaRecord): boolean {
  const old: Readonly<Record<string, unknown>> = before.body;
  const now: Readonly<Record<string, unknown>> = after.body;
  return reliedOn[after.kind].some((field) =>
    field === 'labels' ? !keepsLabels(old[field], now[field]) : !sameJson(old[field], now[field]),
  );
}

/** Labels that stay in their order with new ones among them harm nobody. */
function keepsLabels(old: unknown, now: unknown): boolean {
  if (!Array.isArray(old) || !Array.isArray(now)) return false;
  const kept = now.filter((label) => old.includes(label));
  return sameJson(kept, old);
}
