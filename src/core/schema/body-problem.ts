import { z } from 'zod';
import { bodySchemas } from './bodies';
import type { RecordKind } from './kinds';

/**
 * What is wrong with a body that our own code has written, in words, or null: the answer of the kind's schema.
 * That asks for each of its optional fields, of which a body has few, so bodies with the same fields share a
 * schema of only these; it matters where ten thousands are checked.
 */
export function bodyProblem(kind: RecordKind, body: object): string | null {
  let step = stepTo(firstSteps, kind);
  for (const field in body) step = stepTo(step.next, field);
  step.schema ??= schemaOf(kind, Object.keys(body));
  const valid = step.schema.safeParse(body);
  return valid.success ? null : (valid.error.issues[0]?.message ?? 'it is not valid');
}

/** The schemas, found by one field after the other: making a key of all of them would cost as much again. */
type Step = { schema?: z.ZodObject; readonly next: Map<string, Step> };
const firstSteps = new Map<string, Step>();

function stepTo(steps: Map<string, Step>, name: string): Step {
  const known = steps.get(name);
  if (known) return known;
  const made: Step = { next: new Map() };
  steps.set(name, made);
  return made;
}

/** With the fields that have to be there. A schema with checks of its own needs all its fields. */
function schemaOf(kind: RecordKind, fields: readonly string[]): z.ZodObject {
  const schema: z.ZodObject = bodySchemas[kind];
  if (schema.def.checks?.length) return schema;
  const asked = Object.entries(schema.shape).filter(
    ([field, type]) => fields.includes(field) || !(type as z.ZodType).safeParse(undefined).success,
  );
  return z.object(Object.fromEntries(asked)).strict();
}
