import type { z } from 'zod';
import { bodySchemas } from './bodies';
import type { RecordKind } from './kinds';

/**
 * What is wrong with a body that our own code has written, in words, or null: the answer of the kind's schema.
 * Where ten thousands are checked, most of what they say has been said before: the values of a field that its
 * schema has accepted are remembered, a few thousand of each. Whatever else is there is the whole schema's business.
 */
export function bodyProblem(kind: RecordKind, body: object): string | null {
  const { fields, required } = fieldsOf(kind);
  let present = 0;
  for (const name in body) {
    const field = fields.get(name);
    if (field === undefined || !field.takes(Reflect.get(body, name))) return problemOf(kind, body);
    if (field.isRequired) present += 1;
  }
  return present === required ? null : problemOf(kind, body);
}

function problemOf(kind: RecordKind, body: object): string | null {
  const valid = bodySchemas[kind].safeParse(body);
  return valid.success ? null : (valid.error.issues[0]?.message ?? 'it is not valid');
}

type Fields = { readonly fields: ReadonlyMap<string, Field>; readonly required: number };
const known = new Map<RecordKind, Fields>();

/** None of a schema that has checks of its own: those need all fields together. */
function fieldsOf(kind: RecordKind): Fields {
  const there = known.get(kind);
  if (there) return there;
  const schema: z.ZodObject = bodySchemas[kind];
  const shape = schema.def.checks?.length ? [] : Object.entries(schema.shape);
  const fields = new Map(shape.map(([name, type]) => [name, new Field(type as z.ZodType)]));
  const required = [...fields.values()].filter(({ isRequired }) => isRequired).length;
  // Without a field that it could have, no body passes here.
  const made = { fields, required: shape.length === 0 ? Number.NaN : required };
  known.set(kind, made);
  return made;
}

const maxRemembered = 4_000;
const maxLength = 200;

/** A field and the values that its schema has accepted; of objects nothing is remembered. */
class Field {
  readonly isRequired: boolean;
  readonly #schema: z.ZodType;
  readonly #accepted = new Set<unknown>();

  constructor(schema: z.ZodType) {
    this.#schema = schema;
    this.isRequired = !schema.safeParse(undefined).success;
  }

  takes(value: unknown): boolean {
    if (this.#accepted.has(value)) return true;
    if (!this.#schema.safeParse(value).success) return false;
    if (isSmall(value)) {
      if (this.#accepted.size >= maxRemembered) this.#accepted.clear();
      this.#accepted.add(value);
    }
    return true;
  }
}

function isSmall(value: unknown): boolean {
  return typeof value === 'string' ? value.length <= maxLength : typeof value !== 'object';
}
