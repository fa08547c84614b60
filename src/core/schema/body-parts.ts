import { z } from 'zod';
import { utf8Length } from '../std/utf8';

/** What the bodies of records are made of: see bodies.ts. */

export const maxNameBytes = 63;

/** A PostgreSQL identifier: at most 63 bytes (NAMEDATALEN - 1), no NUL; longer ones are refused, not cut. */
export const nameSchema = z
  .string()
  .min(1, 'A name cannot be empty.')
  .check((payload) => {
    const message = nameProblem(payload.value);
    if (message !== null) payload.issues.push({ code: 'custom', message, input: payload.value });
  });

function nameProblem(name: string): string | null {
  if (name.includes('\0')) return 'A name cannot contain a NUL character.';
  return utf8Length(name) > maxNameBytes ? `A name has at most ${maxNameBytes} bytes in PostgreSQL.` : null;
}

export const idSchema = z.uuid('An id is a UUID.').toLowerCase();
export const withoutNul = (text: string) => !text.includes('\0');
export const textOf = (limit: number) =>
  z.string().max(limit).refine(withoutNul, 'Text cannot contain a NUL character.');
export const commentSchema = textOf(10_000).optional();
export const expressionSchema = textOf(20_000).refine(
  (text) => text.trim() !== '',
  'An expression cannot be empty.',
);
export const columnListSchema = z
  .array(idSchema)
  .min(1, 'At least one column is needed.')
  .max(32, 'PostgreSQL allows at most 32 columns in a key.')
  .refine((ids) => new Set(ids).size === ids.length, 'A column can be named only once.');
export const flag = z.boolean().optional();
export const coordinate = z.number().min(-10_000_000).max(10_000_000);
export const colorSchema = z
  .string()
  .regex(/^[a-z]{1,20}$/, 'A colour is one of the palette names.')
  .optional();

/** Where something stands in its list, which is sorted as text: see order-key.ts. */
export const orderSchema = z.string().regex(/^[0-9A-Za-z]{1,200}$/);

/** Which column each name in this record's expressions means; derived, so that renames do not break them. */
export const columnRefsSchema = z.record(z.string(), idSchema).optional();

export const literalDefault = z.object({ kind: z.literal('literal'), text: textOf(20_000) });
export const expressionDefault = z.object({ kind: z.literal('expression'), text: expressionSchema });
export const defaultValueSchema = z.discriminatedUnion('kind', [
  literalDefault,
  expressionDefault,
  z.object({ kind: z.literal('sequence'), sequenceId: idSchema }),
]);
export type DefaultValue = z.infer<typeof defaultValueSchema>;

export const referentialActionSchema = z.enum([
  'no action',
  'restrict',
  'cascade',
  'set null',
  'set default',
]);
export type ReferentialAction = z.infer<typeof referentialActionSchema>;

export const sequenceOptions = {
  start: z
    .string()
    .regex(/^-?\d{1,19}$/)
    .optional(),
  increment: z
    .string()
    .regex(/^-?\d{1,19}$/)
    .optional(),
  minimum: z
    .string()
    .regex(/^-?\d{1,19}$/)
    .optional(),
  maximum: z
    .string()
    .regex(/^-?\d{1,19}$/)
    .optional(),
  cache: z
    .string()
    .regex(/^\d{1,19}$/)
    .optional(),
  cycle: flag,
};

/** Operator class, with its parameters if any, and collation: both as written, qualified where need be. */
export const comparison = { opclass: textOf(200).optional(), collation: textOf(200).optional() };
export const indexElementOptions = {
  direction: z.enum(['asc', 'desc']).optional(),
  nulls: z.enum(['first', 'last']).optional(),
  ...comparison,
};
export const indexElementSchema = z.union([
  z.object({ columnId: idSchema, ...indexElementOptions }).strict(),
  z.object({ expression: expressionSchema, ...indexElementOptions }).strict(),
]);
export type IndexElement = z.infer<typeof indexElementSchema>;

/** An operator as written after WITH: `&&`, or `OPERATOR(app.&&)`. */
export const operatorSchema = textOf(200).refine(
  (text) => text.trim() !== '',
  'An operator cannot be empty.',
);
export const exclusionElementSchema = z.union([
  z.object({ columnId: idSchema, operator: operatorSchema, ...indexElementOptions }).strict(),
  z.object({ expression: expressionSchema, operator: operatorSchema, ...indexElementOptions }).strict(),
]);
export const partitionElementSchema = z.union([
  z.object({ columnId: idSchema, ...comparison }).strict(),
  z.object({ expression: expressionSchema, ...comparison }).strict(),
]);

export const deferrability = { deferrable: flag, initiallyDeferred: flag };
/** Access method of an index; btree (of an exclusion constraint: gist) when absent. */
export const methodSchema = z
  .string()
  .regex(/^[a-z_][a-z0-9_]{0,62}$/)
  .optional();
/** Storage parameters as written in the parentheses after WITH, e.g. `fillfactor=70`. */
export const storageParameters = textOf(1_000).optional();
/** The role that owns it; whoever runs the script when absent. */
export const ownerSchema = nameSchema.optional();
export const typeSchema = textOf(300).refine((text) => text.trim() !== '', 'A type is needed.');
export const withUniqueNames = <Item extends { readonly name: string }>(items: readonly Item[]) =>
  new Set(items.map((item) => item.name)).size === items.length;
