import { z } from 'zod';
import { idSchema } from '../schema/body-parts';
import { recordKinds } from '../schema/kinds';
import { actorSchema } from './records';

/** `POST /projects/{p}/changes/{c}/restore`: back to how this change left the project, once per `id`. */
export const restoreRequestSchema = z.object({ id: idSchema }).strict();

const momentSchema = z.object({ id: z.string(), at: z.string() });

/** The answer to a restore; a repeat gets the same one. `at` is ISO 8601 with microseconds. */
export const restoredSchema = z.object({
  id: z.string(),
  at: z.string(),
  /** The change that the project was brought back to. */
  to: momentSchema,
  /** How many records that wrote. */
  records: z.number().int(),
});
export type RestoreAnswer = z.infer<typeof restoredSchema>;

/** `GET /projects/{p}/changes/{c}/restore`: what a restore would do if nobody edits before it. */
export const restorePreviewSchema = z.object({
  to: momentSchema,
  /** By kind of record, those that it would do nothing to left out. */
  counts: z.array(
    z.object({
      kind: z.enum(recordKinds),
      /** Deleted since, and back then. */
      restored: z.number().int(),
      changed: z.number().int(),
      /** Made since, and gone then. */
      deleted: z.number().int(),
    }),
  ),
  /** Whose edits it would take back, those with the most first. */
  since: z.array(z.object({ actor: actorSchema, edits: z.number().int() })),
  records: z.number().int(),
});
export type RestorePreview = z.infer<typeof restorePreviewSchema>;
