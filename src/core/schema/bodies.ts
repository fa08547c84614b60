import { z } from 'zod';
import { utf8Length } from '../std/utf8';
import type { RecordKind } from './kinds';

/**
 * What a record of each kind holds. These zod schemas are the one description of a body:
 * the API validates with them, the browser too, and the types are inferred from them.
 *
 * Three shapes per kind are derived from it: the stored body (all of it), what a create may leave
 * out (`creates`), and what an update may change (`patches`; null removes an optional field).
 * Fields marked "derived" are written by the schema rules, whatever the caller sends.
 */

export const maxNameBytes = 63;

/** A PostgreSQL identifier: at most 63 bytes (NAMEDATALEN - 1), no NUL; longer ones are refused, not cut. */
export const nameSchema = z
  .string()
  .min(1, 'A name cannot be empty.')
  .refine((name) => !name.includes('\0'), 'A name cannot contain a NUL character.')
  .refine(
    (name) => utf8Length(name) <= maxNameBytes,
    `A name has at most ${maxNameBytes} bytes in PostgreSQL.`,
  );

export const idSchema = z.uuid('An id is a UUID.').transform((id) => id.toLowerCase());
const withoutNul = (text: string) => !text.includes('\0');
const textOf = (limit: number) =>
  z.string().max(limit).refine(withoutNul, 'Text cannot contain a NUL character.');
const commentSchema = textOf(10_000).optional();
const expressionSchema = textOf(20_000).refine(
  (text) => text.trim() !== '',
  'An expression cannot be empty.',
);
const columnListSchema = z
  .array(idSchema)
  .min(1, 'At least one column is needed.')
  .max(32, 'PostgreSQL allows at most 32 columns in a key.')
  .refine((ids) => new Set(ids).size === ids.length, 'A column can be named only once.');
const flag = z.boolean().optional();
const coordinate = z.number().min(-10_000_000).max(10_000_000);
const colorSchema = z
  .string()
  .regex(/^[a-z]{1,20}$/, 'A colour is one of the palette names.')
  .optional();

/** Which column each name in this record's expressions means; derived, so that renames do not break them. */
const columnRefsSchema = z.record(z.string(), idSchema).optional();

export const defaultValueSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('literal'), text: textOf(20_000) }),
  z.object({ kind: z.literal('expression'), text: expressionSchema }),
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

const sequenceOptions = {
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

const indexElementOptions = {
  direction: z.enum(['asc', 'desc']).optional(),
  nulls: z.enum(['first', 'last']).optional(),
  opclass: textOf(200).optional(),
  collation: textOf(200).optional(),
};
export const indexElementSchema = z.union([
  z.object({ columnId: idSchema, ...indexElementOptions }).strict(),
  z.object({ expression: expressionSchema, ...indexElementOptions }).strict(),
]);
export type IndexElement = z.infer<typeof indexElementSchema>;

const deferrability = { deferrable: flag, initiallyDeferred: flag };

export const bodySchemas = {
  namespace: z.object({ name: nameSchema, comment: commentSchema }).strict(),
  table: z.object({ namespaceId: idSchema, name: nameSchema, comment: commentSchema }).strict(),
  column: z
    .object({
      tableId: idSchema,
      name: nameSchema,
      /** PostgreSQL's spelling, e.g. `numeric(10,2)[]`; normalised like format_type(). */
      type: textOf(300).refine((text) => text.trim() !== '', 'A column needs a type.'),
      /** Derived: the enum, table or verbatim record of this project that `type` names. */
      typeId: idSchema.optional(),
      nullable: z.boolean(),
      default: defaultValueSchema.optional(),
      identity: z.enum(['always', 'by default']).optional(),
      identityOptions: z.object(sequenceOptions).strict().optional(),
      generated: z.object({ expression: expressionSchema, stored: z.boolean() }).strict().optional(),
      collation: textOf(200).optional(),
      comment: commentSchema,
      /** A fractional index: columns sort by (order, id), so that moving one writes one record. */
      order: z.string().regex(/^[0-9A-Za-z]{1,200}$/),
      columnRefs: columnRefsSchema,
    })
    .strict(),
  'primary-key': z
    .object({
      tableId: idSchema,
      columnIds: columnListSchema,
      name: nameSchema,
      include: columnListSchema.optional(),
      ...deferrability,
      comment: commentSchema,
    })
    .strict(),
  unique: z
    .object({
      tableId: idSchema,
      columnIds: columnListSchema,
      name: nameSchema,
      include: columnListSchema.optional(),
      nullsNotDistinct: flag,
      ...deferrability,
      comment: commentSchema,
    })
    .strict(),
  'foreign-key': z
    .object({
      tableId: idSchema,
      columnIds: columnListSchema,
      referencedTableId: idSchema,
      referencedColumnIds: columnListSchema,
      name: nameSchema,
      onDelete: referentialActionSchema.optional(),
      onUpdate: referentialActionSchema.optional(),
      /** SET NULL or SET DEFAULT for only these referencing columns (PostgreSQL 15). */
      onDeleteColumnIds: columnListSchema.optional(),
      match: z.enum(['simple', 'full']).optional(),
      notValid: flag,
      ...deferrability,
      comment: commentSchema,
    })
    .strict(),
  check: z
    .object({
      tableId: idSchema,
      expression: expressionSchema,
      name: nameSchema,
      notValid: flag,
      noInherit: flag,
      comment: commentSchema,
      columnRefs: columnRefsSchema,
    })
    .strict(),
  index: z
    .object({
      tableId: idSchema,
      elements: z.array(indexElementSchema).min(1, 'An index needs a column or an expression.').max(32),
      name: nameSchema,
      /** Access method; btree when absent. */
      method: z
        .string()
        .regex(/^[a-z_][a-z0-9_]{0,62}$/)
        .optional(),
      unique: flag,
      predicate: expressionSchema.optional(),
      include: columnListSchema.optional(),
      nullsNotDistinct: flag,
      /** Storage parameters as written after WITH, e.g. `fillfactor=70`. */
      storage: textOf(1_000).optional(),
      comment: commentSchema,
      columnRefs: columnRefsSchema,
    })
    .strict(),
  enum: z
    .object({
      namespaceId: idSchema,
      name: nameSchema,
      labels: z
        .array(
          z
            .string()
            .refine(withoutNul)
            .refine(
              (label) => utf8Length(label) <= maxNameBytes,
              `A label has at most ${maxNameBytes} bytes in PostgreSQL.`,
            ),
        )
        .max(1_000)
        .refine((labels) => new Set(labels).size === labels.length, 'A label can occur only once.'),
      comment: commentSchema,
    })
    .strict(),
  sequence: z
    .object({
      namespaceId: idSchema,
      name: nameSchema,
      type: z.enum(['smallint', 'integer', 'bigint']).optional(),
      ...sequenceOptions,
      /** OWNED BY: the sequence is dropped with this column. */
      ownedByColumnId: idSchema.optional(),
      comment: commentSchema,
    })
    .strict(),
  /** A statement the model has no structure for: kept as text, in its place, and given back on export. */
  verbatim: z
    .object({
      /** PostgreSQL's command tag in lower case without CREATE, e.g. `function`, `view`, `extension`. */
      tag: textOf(100),
      /** Qualified name as a person would read it; empty when the statement names nothing. */
      name: textOf(300),
      text: textOf(900_000),
      /** Where export puts it: before tables, between tables and their constraints, or after all. */
      phase: z.enum(['before tables', 'after tables', 'after constraints']),
      /** Order within the phase: sorts as text. */
      order: z.string().regex(/^[0-9A-Za-z]{1,200}$/),
      /** The type this statement creates, so that columns may use it. */
      definesType: z.object({ namespaceId: idSchema, name: nameSchema }).strict().optional(),
      /** The relation this statement creates (a view, say), so that its name is taken. */
      definesRelation: z.object({ namespaceId: idSchema, name: nameSchema }).strict().optional(),
    })
    .strict(),
  note: z.object({ text: textOf(20_000), color: colorSchema }).strict(),
  area: z.object({ name: textOf(200), color: colorSchema }).strict(),
  /** Where something is drawn; apart from what it is, so that dragging never meets renaming. */
  layout: z
    .object({
      recordId: idSchema,
      x: coordinate,
      y: coordinate,
      width: z.number().min(1).max(1_000_000).optional(),
      height: z.number().min(1).max(1_000_000).optional(),
      color: colorSchema,
      /** The layout chose the place and may choose another; absent as soon as a person has chosen one. */
      arranged: flag,
    })
    .strict(),
} as const satisfies { readonly [Kind in RecordKind]: z.ZodObject };

export type BodyOf<Kind extends RecordKind> = z.infer<(typeof bodySchemas)[Kind]>;

/** A create may leave out these fields: the schema rules fill them in. */
function creating(schema: z.ZodObject, fields: readonly string[]): z.ZodObject {
  const optional = fields.map((field) => [field, (schema.shape[field] as z.ZodType).optional()]);
  return schema.extend(Object.fromEntries(optional));
}

/** What the body of a create has to hold, by kind. */
export const createSchemas: { readonly [Kind in RecordKind]: z.ZodObject } = {
  namespace: creating(bodySchemas.namespace, []),
  table: creating(bodySchemas.table, ['namespaceId']),
  column: creating(bodySchemas.column, ['nullable', 'order']),
  'primary-key': creating(bodySchemas['primary-key'], ['name']),
  unique: creating(bodySchemas.unique, ['name']),
  'foreign-key': creating(bodySchemas['foreign-key'], ['name']),
  check: creating(bodySchemas.check, ['name']),
  index: creating(bodySchemas.index, ['name']),
  enum: creating(bodySchemas.enum, ['namespaceId']),
  sequence: creating(bodySchemas.sequence, ['namespaceId']),
  verbatim: creating(bodySchemas.verbatim, ['order']),
  note: creating(bodySchemas.note, []),
  area: creating(bodySchemas.area, []),
  layout: creating(bodySchemas.layout, []),
};

/** A record stays with its owner: these fields are set once. */
const fixedFields: ReadonlySet<string> = new Set(['tableId', 'recordId']);

function patching(schema: z.ZodObject): z.ZodObject {
  const shape: Record<string, z.ZodType> = {};
  for (const [field, type] of Object.entries(schema.shape)) {
    if (fixedFields.has(field)) continue;
    const inner = type as z.ZodType;
    shape[field] = inner.safeParse(undefined).success ? inner.nullable() : inner.optional();
  }
  return z.object(shape).strict();
}

/** What the body of an update may hold, by kind: only fields that change; null removes one. */
export const patchSchemas = Object.fromEntries(
  Object.entries(bodySchemas).map(([kind, schema]) => [kind, patching(schema)]),
) as { readonly [Kind in RecordKind]: z.ZodObject };
