import { z } from 'zod';
import { idSchema } from '../schema/bodies';
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

export const createProjectSchema = z.object({ id: idSchema.optional(), name: projectNameSchema }).strict();
export const updateProjectSchema = z.object({ name: projectNameSchema }).strict();
export const projectListSchema = z.object({ projects: z.array(projectSchema) });

/** `GET /projects/{p}/snapshot`: one consistent read, with recent tombstones so that versions go on. */
export const snapshotSchema = z.object({
  project: projectSchema,
  records: z.array(liveRecordSchema),
  tombstones: z.array(tombstoneSchema),
  cursor: z.string(),
  fingerprint: fingerprintSchema,
});
export type Snapshot = z.infer<typeof snapshotSchema>;

export const createShareLinkSchema = z.object({ role: z.enum(['editor', 'commenter', 'viewer']) }).strict();
export const shareLinkSchema = z.object({ id: z.string(), key: z.string(), url: z.string() });
export const acceptedShareLinkSchema = z.object({ projectId: z.string(), role: roleSchema });
