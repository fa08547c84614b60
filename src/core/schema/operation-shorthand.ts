/** Shorthands for writing operations. */
import type { BodyOf } from './bodies';
import type { RecordKind } from './kinds';
import type { Operation } from './operation';
import type { SchemaRecord } from './record';

/** Fields to change; null takes an optional one away. */
export type Patch<Kind extends RecordKind> = {
  readonly [Field in keyof BodyOf<Kind>]?: BodyOf<Kind>[Field] | null;
};

export function create<Kind extends RecordKind>(
  kind: Kind,
  id: string,
  body: Partial<BodyOf<Kind>>,
): Operation {
  return { verb: 'create', kind, id, body };
}

/** With a name that a program made up: taken, it gets the next number. */
export function createNumbered<Kind extends RecordKind>(
  kind: Kind,
  id: string,
  body: Partial<BodyOf<Kind>>,
): Operation {
  return { verb: 'create', kind, id, body, numbered: true };
}

export function update<Kind extends RecordKind>(record: SchemaRecord<Kind>, body: Patch<Kind>): Operation {
  return { verb: 'update', kind: record.kind, id: record.id, version: record.version, body };
}

export function remove(record: SchemaRecord, options: { readonly cascade?: boolean } = {}): Operation {
  const { kind, id, version } = record;
  return { verb: 'delete', kind, id, version, ...(options.cascade ? { cascade: true } : {}) };
}
