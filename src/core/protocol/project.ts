import { z } from 'zod';
import { idSchema } from '../schema/body-parts';
import { fingerprintSchema, liveRecordSchema, tombstoneSchema } from './records';

export const roles = ['owner', 'editor', 'commenter', 'viewer'] as const;
export const roleSchema = z.enum(roles);
export type Role = z.infer<typeof roleSchema>;

/** The roles that may change the schema. */
export const editingRoles: readonly Role[] = ['owner', 'editor'];

/** Whether a role may change the schema. */
export function mayEdit(role: Role): boolean {
  return editingRoles.includes(role);
}

export const projectNameSchema = z.string().trim().min(1, 'A project needs a name.').max(200);

export const projectSchema = z.object({
  id: z.string(),
  name: z.string(),
  role: roleSchema,
  createdAt: z.string(),
});
export type Project = z.infer<typeof projectSchema>;

/** How long a deleted project stays in its owner's trash, in days. */
export const trashDays = 30;

/** A project among others: with what lists are ordered by. Times are ISO 8601 UTC. */
export const listedProjectSchema = projectSchema.extend({
  /** Of the last edit by anybody. */
  changedAt: z.string(),
  /** In the trash only. */
  deletedAt: z.string().optional(),
});
export type ListedProject = z.infer<typeof listedProjectSchema>;

export const createProjectSchema = z.object({ id: idSchema.optional(), name: projectNameSchema }).strict();
export const updateProjectSchema = z.object({ name: projectNameSchema }).strict();
export const projectListSchema = z.object({ projects: z.array(listedProjectSchema) });

/** `GET /projects/{p}/snapshot`: one consistent read, with recent tombstones so that versions go on. */
export const snapshotSchema = z.object({
  project: projectSchema,
  records: z.array(liveRecordSchema),
  tombstones: z.array(tombstoneSchema),
  cursor: z.string(),
  fingerprint: fingerprintSchema,
});
export type Snapshot = z.infer<typeof snapshotSchema>;

const bucketSchema = z.string().regex(/^[0-9a-f]{2}$/, 'A bucket is the first two digits of ids.');

/** `POST /projects/{p}/snapshot/differences`: what the caller has, by the first two digits of the ids. */
export const bucketsSchema = z.object({ buckets: z.record(bucketSchema, fingerprintSchema) }).strict();

/** A snapshot of those buckets alone in which there is something else than the caller has. */
export const differencesSchema = snapshotSchema.extend({ buckets: z.array(bucketSchema) });
export type Differences = z.infer<typeof differencesSchema>;

export const createShareLinkSchema = z.object({ role: z.enum(['editor', 'commenter', 'viewer']) }).strict();
export const shareLinkSchema = z.object({ id: z.string(), key: z.string(), url: z.string() });
export const acceptedShareLinkSchema = z.object({ projectId: z.string(), role: roleSchema });
