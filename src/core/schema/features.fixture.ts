import { z } from 'zod';
import { bodySchemas } from './bodies';
import type { MemoryState } from './memory-state';
import type { SchemaRecord } from './record';
import { referencedKey, uniqueColumns } from './references';

/** Kinds that are no part of a database. */
const ofDiagrams: ReadonlySet<string> = new Set(['note', 'area', 'layout', 'review-setting']);

/** The tags of kept statements that a design is expected to have. */
const keptTags: readonly string[] = [
  ...['extension', 'function', 'procedure', 'view', 'materialized view', 'trigger', 'rule', 'policy'],
  ...['grant', 'alter view', 'comment on view'],
];

/**
 * What a model of this shape can say: every kind, every field of it, and of flags and choices every value.
 * It comes from the schemas themselves, so what is added to the model is asked for at once.
 */
export function allFeatures(): readonly string[] {
  const kinds = Object.entries(bodySchemas).filter(([kind]) => !ofDiagrams.has(kind));
  return [
    ...new Set(kinds.flatMap(([kind, schema]) => featuresIn(schema, kind))),
    ...keptTags.map((tag) => `verbatim: ${tag}`),
    ...Object.keys(telling),
  ];
}

/** What no field says by being there. */
const telling: Readonly<Record<string, (record: SchemaRecord, state: MemoryState) => boolean>> = {
  'column: not null': (one) => one.kind === 'column' && !one.body.nullable,
  'column: array': (one) => one.kind === 'column' && one.body.type.endsWith('[]'),
  'column: modifiers': (one) => one.kind === 'column' && one.body.type.includes('('),
  'column: virtual': (one) => one.kind === 'column' && one.body.generated?.stored === false,
  'foreign key: composite': (one) => one.kind === 'foreign-key' && one.body.columnIds.length > 1,
  'foreign key: in another order than the key': (one, state) => {
    if (one.kind !== 'foreign-key') return false;
    const key = referencedKey(one.body, state);
    return key !== undefined && uniqueColumns(key)?.join() !== one.body.referencedColumnIds.join();
  },
  'table: partition of a partition': (one, state) =>
    one.kind === 'table' &&
    state.live(one.body.partitionOf?.tableId ?? '', 'table')?.body.partitionOf !== undefined,
};

/** Which of them occur in a design. */
export function featuresOf(state: MemoryState): ReadonlySet<string> {
  const found = new Set<string>();
  for (const record of state.records()) {
    const { kind, body } = record;
    if (ofDiagrams.has(kind)) continue;
    collect(bodySchemas[kind], body, kind, found);
    if (kind === 'verbatim') found.add(`verbatim: ${body.tag}`);
    for (const [feature, tells] of Object.entries(telling)) if (tells(record, state)) found.add(feature);
  }
  return found;
}

/** The features under a path of a schema; choices and flags by value, all else by being there. */
function featuresIn(schema: z.core.$ZodType, path: string): readonly string[] {
  if (schema instanceof z.ZodOptional) return featuresIn(schema.unwrap(), path);
  if (schema instanceof z.ZodPipe) return featuresIn(schema.in, path);
  if (schema instanceof z.ZodArray) return [path, ...featuresIn(schema.element, `${path}[]`)];
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((one) => featuresIn(one, path));
  if (schema instanceof z.ZodEnum) return schema.options.map((value) => `${path}=${value}`);
  if (schema instanceof z.ZodLiteral) return [...schema.values].map((value) => `${path}=${String(value)}`);
  if (schema instanceof z.ZodObject) {
    return [
      path,
      ...Object.entries(schema.shape).flatMap(([field, one]) => featuresIn(one, `${path}.${field}`)),
    ];
  }
  return [path];
}

/** The same paths, as far as a value has them. A flag that is off is as good as one that is not there. */
function collect(schema: z.core.$ZodType, value: unknown, path: string, found: Set<string>): void {
  if (value === undefined || value === false) return;
  if (schema instanceof z.ZodOptional) collect(schema.unwrap(), value, path, found);
  else if (schema instanceof z.ZodPipe) collect(schema.in, value, path, found);
  else if (schema instanceof z.ZodUnion) {
    for (const one of schema.options) if (z.safeParse(one, value).success) collect(one, value, path, found);
  } else if (schema instanceof z.ZodEnum || schema instanceof z.ZodLiteral) {
    found.add(`${path}=${String(value)}`);
  } else {
    found.add(path);
    if (schema instanceof z.ZodArray && Array.isArray(value)) {
      for (const one of value) collect(schema.element, one, `${path}[]`, found);
    } else if (schema instanceof z.ZodObject && typeof value === 'object' && value !== null) {
      for (const [field, one] of Object.entries(schema.shape)) {
        collect(one, (value as Readonly<Record<string, unknown>>)[field], `${path}.${field}`, found);
      }
    }
  }
}
