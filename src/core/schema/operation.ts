import { z } from 'zod';
import { createSchemas, patchSchemas } from './bodies';
import { idSchema } from './body-parts';
import type { RecordKind } from './kinds';
import { recordKinds } from './kinds';

/**
 * What someone asks for. Everything that changes a project, whoever sends it, is a list of these.
 *
 * - create: the caller mints the id. The id of a deleted record brings that record back.
 *   A `layout.create` for something that has a layout moves it instead of adding a second.
 *   `numbered`: its name is one that a program made up; where somebody has it, it gets the next number.
 * - update: `body` holds only the fields that change, null removes an optional one; `version` is the
 *   record's version that the caller saw, which decides what counts as a conflict.
 * - delete: takes along what belongs to the record; refused as `referenced` when something else
 *   relies on it, unless `cascade` says to take that along too.
 * - `strict`: refuse with `changed-since` instead of merging when the record was changed after `version`
 *   (for update: one of the fields it touches). Undo is strict.
 */
export type Operation =
  | {
      readonly verb: 'create';
      readonly kind: RecordKind;
      readonly id: string;
      readonly body: Readonly<Record<string, unknown>>;
      readonly numbered?: boolean | undefined;
    }
  | {
      readonly verb: 'update';
      readonly kind: RecordKind;
      readonly id: string;
      readonly version: number;
      readonly body: Readonly<Record<string, unknown>>;
      readonly strict?: boolean | undefined;
    }
  | {
      readonly verb: 'delete';
      readonly kind: RecordKind;
      readonly id: string;
      readonly version: number;
      readonly cascade?: boolean | undefined;
      readonly strict?: boolean | undefined;
    };

const versionSchema = z.number().int().min(1).max(2_000_000_000);

function wireSchemasOf(kind: RecordKind) {
  return [
    z
      .object({
        type: z.literal(`${kind}.create`),
        id: idSchema,
        body: createSchemas[kind],
        numbered: z.boolean().optional(),
      })
      .strict(),
    z
      .object({
        type: z.literal(`${kind}.update`),
        id: idSchema,
        version: versionSchema,
        body: patchSchemas[kind],
        strict: z.boolean().optional(),
      })
      .strict(),
    z
      .object({
        type: z.literal(`${kind}.delete`),
        id: idSchema,
        version: versionSchema,
        cascade: z.boolean().optional(),
        strict: z.boolean().optional(),
      })
      .strict(),
  ] as const;
}

const wireSchemas = recordKinds.flatMap(wireSchemasOf);
type WireSchema = (typeof wireSchemas)[number];

/** An operation as it travels: `type` is `<kind>.<verb>`, object first. */
export const wireOperationSchema = z.discriminatedUnion('type', wireSchemas as [WireSchema, ...WireSchema[]]);
export type WireOperation = z.infer<typeof wireOperationSchema>;

/** The operation that a validated wire operation means. */
export function fromWire(wire: WireOperation): Operation {
  const dot = wire.type.lastIndexOf('.');
  const { type, ...rest } = wire;
  return { verb: type.slice(dot + 1), kind: type.slice(0, dot), ...rest } as Operation;
}

/** The operation as it travels. */
export function toWire(operation: Operation): WireOperation {
  const { verb, kind, ...rest } = operation;
  return { type: `${kind}.${verb}`, ...rest } as WireOperation;
}
