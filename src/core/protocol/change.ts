import { z } from 'zod';
import { mergeSchema } from './mutation';
import { actorSchema, fingerprintSchema, recordStateSchema } from './records';

export const auditEntrySchema = z.object({
  type: z.string(),
  recordId: z.string(),
  kind: z.string(),
  before: z.record(z.string(), z.unknown()).nullable(),
  after: z.record(z.string(), z.unknown()).nullable(),
});

/** What a change may say beside its operations. */
const besideSchema = {
  /** It was made visible together with others, by the change of this id. */
  partOf: z.string().optional(),
  /** It brought the project back to how the change of this id had left it, at this time. */
  restored: z.object({ id: z.string(), at: z.string() }).optional(),
} as const;

/** An accepted mutation with its place in the log. */
export const liveChangeSchema = z.object({
  id: z.string(),
  at: z.string(),
  actor: actorSchema,
  operations: z.array(auditEntrySchema),
  records: z.array(recordStateSchema),
  merges: z.array(mergeSchema),
  ...besideSchema,
});
export type LiveChange = z.infer<typeof liveChangeSchema>;

/** `event: changes`: one causally complete batch, to be applied as a whole. */
export const changesEventSchema = z.object({ changes: z.array(liveChangeSchema) });

/** `event: fingerprint`: of the stored records at this cursor. */
export const fingerprintEventSchema = z.object({ fingerprint: fingerprintSchema, cursor: z.string() });

/** `GET /projects/{p}/changes`: the audit log, newest first. */
export const changeLogSchema = z.object({
  changes: z.array(
    z.object({
      id: z.string(),
      at: z.string(),
      actor: actorSchema,
      retries: z.number().int(),
      operations: z.array(auditEntrySchema),
      ...besideSchema,
    }),
  ),
  next: z.string().nullable(),
});
export type ChangeLog = z.infer<typeof changeLogSchema>;
