import { z } from 'zod';
import { recordKinds } from '../schema/kinds';

/** A live record as it travels. */
export const liveRecordSchema = z.object({
  id: z.string(),
  kind: z.enum(recordKinds),
  version: z.number().int(),
  parentId: z.string().nullable(),
  body: z.record(z.string(), z.unknown()),
});

/** A deleted record as it travels. */
export const tombstoneSchema = z.object({
  id: z.string(),
  kind: z.enum(recordKinds),
  version: z.number().int(),
  parentId: z.string().nullable(),
  deleted: z.literal(true),
});

export const recordStateSchema = z.union([liveRecordSchema, tombstoneSchema]);

export const actorSchema = z.object({ id: z.string(), name: z.string() });
export type Actor = z.infer<typeof actorSchema>;

/** `count` of live records and two 64-bit sums as decimal text: see schema/fingerprint. */
export const fingerprintSchema = z.string().regex(/^\d+:\d+:\d+$/);
