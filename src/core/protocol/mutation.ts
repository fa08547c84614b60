import { z } from 'zod';
import { idSchema } from '../schema/body-parts';
import { wireOperationSchema } from '../schema/operation';
import { actorSchema, recordStateSchema } from './records';

/** Operations in one mutation; larger work is an import, which is staged in segments. */
export const maxOperations = 1_000;

/** `POST /projects/{p}/mutations`: all or nothing, idempotent by `id`. */
export const mutationRequestSchema = z
  .object({
    id: idSchema,
    operations: z.array(wireOperationSchema).min(1).max(maxOperations),
  })
  .strict();
export type MutationRequest = z.infer<typeof mutationRequestSchema>;

export const mergeSchema = z.object({
  recordId: z.string(),
  field: z.string(),
  verdict: z.enum(['merged', 'overwrote']),
  theirs: z.unknown().optional(),
  yours: z.unknown().optional(),
  by: actorSchema.optional(),
});

/** The answer to a mutation that was committed; a repeat gets the same one. `at` is ISO 8601 with µs. */
export const mutationResponseSchema = z.object({
  id: z.string(),
  at: z.string(),
  retries: z.number().int(),
  elapsedMs: z.number(),
  records: z.array(recordStateSchema),
  merges: z.array(mergeSchema),
});
export type MutationResponse = z.infer<typeof mutationResponseSchema>;
