import { z } from 'zod';
import { utf8Length } from '../std/utf8';
import {
  colorSchema,
  columnListSchema,
  columnRefsSchema,
  commentSchema,
  comparison,
  coordinate,
  defaultValueSchema,
  deferrability,
  exclusionElementSchema,
  expressionDefault,
  expressionSchema,
  flag,
  idSchema,
  indexElementSchema,
  literalDefault,
  maxNameBytes,
  methodSchema,
  nameSchema,
  orderSchema,
  ownerSchema,
  partitionElementSchema,
  referentialActionSchema,
  sequenceOptions,
  storageParameters,
  textOf,
  typeSchema,
  withoutNul,
  withUniqueNames,
} from './body-parts';
import type { RecordKind } from './kinds';

/**
 * What a record of each kind holds. These zod schemas are the one description of a body:
 * the API validates with them, the browser too, and the types are inferred from them.
 *
 * Three shapes per kind are derived from it: the stored body (all of it), what a create may leave
 * out (`creates`), and what an update may change (`patches`; null removes an optional field).
 * Fields marked "derived" are written by the schema rules, whatever the caller sends.
 */

export const bodySchemas = {
  namespace: z.object({ name: nameSchema, owner: ownerSchema, comment: commentSchema }).strict(),
  table: z
    .object({
      namespaceId: idSchema,
      name: nameSchema,
      unlogged: flag,
      partitionBy: z
        .object({
          strategy: z.enum(['list', 'range', 'hash']),
          elements: z.array(partitionElementSchema).min(1, 'A partition key needs a column.').max(32),
        })
        .strict()
        .optional(),
      /** The partitioned table that this is a partition of, and `FOR VALUES …` or `DEFAULT`. It has that table's columns. */
      partitionOf: z
        .object({ tableId: idSchema, bound: textOf(20_000) })
        .strict()
        .optional(),
      /** Parents whose columns it has before its own, in their order. */
      inherits: z
        .array(idSchema)
        .min(1)
        .max(100)
        .refine((ids) => new Set(ids).size === ids.length, 'A table can be inherited from only once.')
        .optional(),
      /** Table access method; heap when absent. */
      accessMethod: nameSchema.optional(),
      tablespace: nameSchema.optional(),
      storage: storageParameters,
      /** ENABLE and FORCE ROW LEVEL SECURITY. */
      rowSecurity: flag,
      forceRowSecurity: flag,
      owner: ownerSchema,
      comment: commentSchema,
      columnRefs: columnRefsSchema,
    })
    .strict(),
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
      /** SET STORAGE, where it is not the type's own. */
      storage: z.enum(['plain', 'external', 'extended', 'main']).optional(),
      compression: z.enum(['pglz', 'lz4']).optional(),
      /** SET STATISTICS: how finely ANALYZE looks at the column. */
      statistics: z.number().int().min(0).max(10_000).optional(),
      /** Attribute options as written in SET (…), e.g. `n_distinct=-0.5`. */
      options: storageParameters,
      /** The name of its not-null constraint where it is not PostgreSQL's own (`t_c_not_null`), and NO INHERIT: from PostgreSQL 18. */
      notNullName: nameSchema.optional(),
      notNullNoInherit: flag,
      comment: commentSchema,
      /** A fractional index: columns sort by (order, id), so that moving one writes one record. */
      order: orderSchema,
      columnRefs: columnRefsSchema,
    })
    .strict(),
  'primary-key': z
    .object({
      tableId: idSchema,
      columnIds: columnListSchema,
      name: nameSchema,
      include: columnListSchema.optional(),
      /** The last column is a range that must not overlap (PostgreSQL 18). */
      withoutOverlaps: flag,
      storage: storageParameters,
      tablespace: nameSchema.optional(),
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
      withoutOverlaps: flag,
      storage: storageParameters,
      tablespace: nameSchema.optional(),
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
      /** The last pair of columns are ranges: every instant has to be covered (PostgreSQL 18). */
      period: flag,
      notValid: flag,
      /** NOT ENFORCED (PostgreSQL 18). */
      notEnforced: flag,
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
      notEnforced: flag,
      comment: commentSchema,
      columnRefs: columnRefsSchema,
    })
    .strict(),
  exclusion: z
    .object({
      tableId: idSchema,
      elements: z.array(exclusionElementSchema).min(1, 'An exclusion constraint needs a column.').max(32),
      name: nameSchema,
      method: methodSchema,
      predicate: expressionSchema.optional(),
      include: columnListSchema.optional(),
      storage: storageParameters,
      tablespace: nameSchema.optional(),
      ...deferrability,
      comment: commentSchema,
      columnRefs: columnRefsSchema,
    })
    .strict(),
  index: z
    .object({
      tableId: idSchema,
      elements: z.array(indexElementSchema).min(1, 'An index needs a column or an expression.').max(32),
      name: nameSchema,
      method: methodSchema,
      unique: flag,
      predicate: expressionSchema.optional(),
      include: columnListSchema.optional(),
      nullsNotDistinct: flag,
      storage: storageParameters,
      tablespace: nameSchema.optional(),
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
      owner: ownerSchema,
      comment: commentSchema,
    })
    .strict(),
  domain: z
    .object({
      namespaceId: idSchema,
      name: nameSchema,
      /** The type it restricts, spelled as a column's. */
      type: typeSchema,
      /** Derived: the type of this project that `type` names. */
      typeId: idSchema.optional(),
      collation: textOf(200).optional(),
      default: z.discriminatedUnion('kind', [literalDefault, expressionDefault]).optional(),
      notNull: flag,
      /** Conditions on VALUE. */
      checks: z
        .array(z.object({ name: nameSchema, expression: expressionSchema, notValid: flag }).strict())
        .max(100)
        .refine(withUniqueNames, 'A name of a constraint can occur only once in a domain.')
        .optional(),
      owner: ownerSchema,
      comment: commentSchema,
    })
    .strict(),
  composite: z
    .object({
      namespaceId: idSchema,
      name: nameSchema,
      attributes: z
        .array(
          z
            .object({
              name: nameSchema,
              type: typeSchema,
              typeId: idSchema.optional(),
              collation: textOf(200).optional(),
              comment: commentSchema,
            })
            .strict(),
        )
        .max(1_600)
        .refine(withUniqueNames, 'A name can occur only once in a composite type.'),
      owner: ownerSchema,
      comment: commentSchema,
    })
    .strict(),
  range: z
    .object({
      namespaceId: idSchema,
      name: nameSchema,
      /** The type whose values it spans. */
      type: typeSchema,
      typeId: idSchema.optional(),
      ...comparison,
      /** SUBTYPE_DIFF: a function, qualified where need be, as written. */
      subtypeDiff: textOf(200).optional(),
      /** Filled in with what PostgreSQL makes of the name. */
      multirangeName: nameSchema.optional(),
      owner: ownerSchema,
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
      unlogged: flag,
      owner: ownerSchema,
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
      /** What it is about, e.g. a trigger's table: it belongs to that, and goes with it. */
      recordId: idSchema.optional(),
      /** Where export puts it: before tables, between tables and their constraints, or after all. */
      phase: z.enum(['before tables', 'after tables', 'after constraints']),
      /** Order within the phase: sorts as text. */
      order: orderSchema,
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
  /** What a project has decided about a rule of the review, for one object or (without `recordId`) for all. */
  'review-setting': z
    .object({
      /** The rule's code. */
      rule: z.string().regex(/^[a-z][a-z0-9-]{0,62}$/),
      recordId: idSchema.optional(),
      /** In place of the rule's own; `ignored` says that what it finds is accepted. */
      severity: z.enum(['error', 'warning', 'info', 'ignored']),
      reason: textOf(2_000).optional(),
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
  exclusion: creating(bodySchemas.exclusion, ['name']),
  index: creating(bodySchemas.index, ['name']),
  enum: creating(bodySchemas.enum, ['namespaceId']),
  domain: creating(bodySchemas.domain, ['namespaceId']),
  composite: creating(bodySchemas.composite, ['namespaceId']),
  range: creating(bodySchemas.range, ['namespaceId']),
  sequence: creating(bodySchemas.sequence, ['namespaceId']),
  verbatim: creating(bodySchemas.verbatim, ['order']),
  note: creating(bodySchemas.note, []),
  area: creating(bodySchemas.area, []),
  layout: creating(bodySchemas.layout, []),
  'review-setting': creating(bodySchemas['review-setting'], []),
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
