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

/** Fields that are judged by what the record relies on, by kind, although that may stay the same. */
const judgedByOthers: { readonly [Kind in RecordKind]?: readonly string[] } = {
  column: ['type', 'default'],
  'foreign-key': ['columnIds', 'referencedColumnIds'],
};

/**
 * Whether an edit has to be judged by what the record relied on before. Then it relies on that anew, which meets
 * whoever changes it at the same moment: a default that takes a label, and the end of that label.
 */
export function leansAnew(before: SchemaRecord, after: SchemaRecord): boolean {
  const old: Readonly<Record<string, unknown>> = before.body;
  const now: Readonly<Record<string, unknown>> = after.body;
  return (judgedByOthers[after.kind] ?? []).some((field) => !sameJson(old[field], now[field]));
}
