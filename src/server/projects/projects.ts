import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import type { ListedProject, Project, Role } from '../../core/protocol/project';
import { trashDays } from '../../core/protocol/project';
import type { Actor } from '../../core/protocol/records';
import type { Problem } from '../../core/std/problem';
import type { Result } from '../../core/std/result';
import { ok, refused } from '../../core/std/result';
import type { Statement } from '../storage/statements';
import { statements } from '../storage/statements';
import { withRetry } from '../storage/with-retry';
import { judgeAndWrite, projectFrozen, projectNotFound, requestHash } from './commit';
import { LoadedState } from './loaded-state';

type ProjectRow = {
  readonly id: string;
  readonly name: string;
  readonly created_at: string;
  readonly role: Role;
  readonly state?: string;
};

function projectOf(row: ProjectRow): Project {
  return { id: row.id, name: row.name, role: row.role, createdAt: row.created_at };
}

/**
 * Makes a project with its owner and the schema `public`, in one transaction with the first entry of its
 * log. The same id twice by the same person gives the same project.
 */
export async function createProject(
  pool: Pool,
  actor: Actor,
  { id: projectId = randomUUID(), name }: { id?: string; name: string },
): Promise<Result<Project, Problem>> {
  const namespaceId = randomUUID();
  const operations = [
    { verb: 'create', kind: 'namespace', id: namespaceId, body: { name: 'public' } },
  ] as const;
  const began = performance.now();
  const { value } = await withRetry(pool, async (client, tryNumber): Promise<Result<Project, Problem>> => {
    const existing = await client.query<ProjectRow>(statements.project, [projectId, actor.id]);
    if (existing.rows[0]) return ok(projectOf(existing.rows[0]));
    const taken = await client.query(statements.head, [projectId, actor.id, projectId]);
    if (taken.rows[0]) return refused(projectNotFound(projectId));
    const created = await client.query<{ created_at: string }>(statements.createProject, [
      projectId,
      name,
      actor.id,
    ]);
    await client.query(statements.addMember, [projectId, actor.id, 'owner']);
    const loaded = new LoadedState(projectId, null);
    const mutation = { id: projectId, operations };
    const hash = requestHash(operations);
    const retries = tryNumber - 1;
    const last = await judgeAndWrite(client, loaded, { actor, projectId, mutation, hash, retries, began });
    const written = await last();
    if (!written.answer.ok) return written.answer;
    return ok({ id: projectId, name, role: 'owner', createdAt: created.rows[0]?.created_at ?? '' });
  });
  return value;
}

type ListedRow = ProjectRow & { readonly changed_at: string; readonly deleted_at?: string };

function listedOf({ changed_at: changedAt, deleted_at: deletedAt, ...row }: ListedRow): ListedProject {
  return { ...projectOf(row), changedAt, ...(deletedAt === undefined ? {} : { deletedAt }) };
}

/** Those of the actor, the last edited first. */
export async function listProjects(pool: Pool, actor: Actor): Promise<readonly ListedProject[]> {
  const { rows } = await pool.query<ListedRow>(statements.projectsOf, [actor.id]);
  return rows.map(listedOf);
}

/** What the actor owned and can still restore, the last deleted first. */
export async function listTrash(pool: Pool, actor: Actor): Promise<readonly ListedProject[]> {
  const { rows } = await pool.query<ListedRow>(statements.trashOf, [actor.id, trashDays]);
  return rows.map(listedOf);
}

/** The project as the actor may see it; `not-found` when not at all. */
export async function getProject(
  pool: Pool,
  actor: Actor,
  projectId: string,
): Promise<Result<Project, Problem>> {
  const { rows } = await pool.query<ProjectRow>(statements.project, [projectId, actor.id]);
  return rows[0] ? ok(projectOf(rows[0])) : refused(projectNotFound(projectId));
}

/** Changes a project by one statement, when the actor's role is among those allowed. */
async function changeProject(
  pool: Pool,
  actor: Actor,
  projectId: string,
  allowed: readonly Role[],
  change: { readonly statement: Statement; readonly values: readonly unknown[] },
): Promise<Result<Project, Problem>> {
  const { value } = await withRetry(pool, async (client): Promise<Result<Project, Problem>> => {
    const { rows } = await client.query<ProjectRow>(statements.project, [projectId, actor.id]);
    const row = rows[0];
    if (!row) return refused(projectNotFound(projectId));
    if (!allowed.includes(row.role)) {
      const detail = `This takes the role ${allowed.join(' or ')}; yours is ${row.role}.`;
      return refused({ code: 'forbidden', detail });
    }
    if (row.state === 'frozen') return refused(projectFrozen);
    await client.query(change.statement, [...change.values]);
    return ok(projectOf(row));
  });
  return value;
}

export async function renameProject(
  pool: Pool,
  actor: Actor,
  projectId: string,
  name: string,
): Promise<Result<Project, Problem>> {
  const change = { statement: statements.renameProject, values: [projectId, name] };
  const changed = await changeProject(pool, actor, projectId, ['owner', 'editor'], change);
  return changed.ok ? ok({ ...changed.value, name }) : changed;
}

/**
 * Nobody sees it afterwards, its owner's trash excepted; writes in flight fail, because the epoch is raised.
 * Nothing of it is removed before `purgeTrash` does.
 */
export async function deleteProject(
  pool: Pool,
  actor: Actor,
  projectId: string,
): Promise<Result<null, Problem>> {
  const change = { statement: statements.deleteProject, values: [projectId] };
  const changed = await changeProject(pool, actor, projectId, ['owner'], change);
  return changed.ok ? ok(null) : changed;
}

/**
 * Gives a deleted project back to all its members, as it was; what is not deleted stays as it is. `not-found`
 * for everybody but the owner, and after `trashDays`.
 */
export async function restoreProject(
  pool: Pool,
  actor: Actor,
  projectId: string,
): Promise<Result<Project, Problem>> {
  const { value } = await withRetry(pool, async (client): Promise<Result<Project, Problem>> => {
    const { rows } = await client.query<ProjectRow>(statements.restorable, [projectId, actor.id, trashDays]);
    if (!rows[0]) return refused(projectNotFound(projectId));
    await client.query(statements.restoreProject, [projectId]);
    return ok(projectOf(rows[0]));
  });
  return value;
}

/** Only this hash of a share link's key is stored. The key has 192 random bits, so no salt is needed. */
function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

/** A link that gives a role to whoever opens it. The key is in this answer only. */
export async function createShareLink(
  pool: Pool,
  actor: Actor,
  projectId: string,
  role: Role,
): Promise<Result<{ id: string; key: string }, Problem>> {
  const id = randomUUID();
  const key = randomBytes(24).toString('base64url');
  const change = {
    statement: statements.createShareLink,
    values: [id, projectId, hashOf(key), role, actor.id],
  };
  const changed = await changeProject(pool, actor, projectId, ['owner', 'editor'], change);
  return changed.ok ? ok({ id, key }) : changed;
}

const rank: { readonly [R in Role]: number } = { viewer: 0, commenter: 1, editor: 2, owner: 3 };

/** Makes the actor a member. A link never takes rights away from somebody who has more. */
export async function acceptShareLink(
  pool: Pool,
  actor: Actor,
  key: string,
): Promise<Result<{ projectId: string; role: Role }, Problem>> {
  type LinkRow = { readonly project_id: string; readonly role: Role; readonly held: Role | null };
  type Accepted = Result<{ projectId: string; role: Role }, Problem>;
  const { value } = await withRetry(pool, async (client): Promise<Accepted> => {
    const { rows } = await client.query<LinkRow>(statements.shareLink, [hashOf(key), actor.id]);
    const link = rows[0];
    if (!link) return refused({ code: 'not-found', detail: 'This link is not valid. Ask for a new one.' });
    const { project_id: projectId, role, held } = link;
    if (held !== null && rank[held] >= rank[role]) return ok({ projectId, role: held });
    if (held === null) await client.query(statements.addMember, [projectId, actor.id, role]);
    else await client.query(statements.changeRole, [projectId, actor.id, role]);
    return ok({ projectId, role });
  });
  return value;
}
