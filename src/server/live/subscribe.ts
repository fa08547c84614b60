import type { Pool } from 'pg';
import type { Actor } from '../../core/protocol/records';
import type { Problem } from '../../core/std/problem';
import type { Result } from '../../core/std/result';
import { ok } from '../../core/std/result';
import { noteDelivery } from '../observe/measures';
import type { FeedEvent } from '../projects/project-service';
import { getProject } from '../projects/projects';

export type Deliver = (event: FeedEvent) => void;

/** What a feed does for one who comes to watch a project. */
export type Joining = {
  join(receive: Deliver): void;
  leave(receive: Deliver): void;
  /** Delivers what happened since the subscriber's cursor. False: the subscriber was told to start over. */
  catchUp(): Promise<boolean>;
};

/**
 * Lets somebody watch who may see the project. Joined before catching up, and what arrives meanwhile is kept: so
 * nothing falls between the two.
 */
export async function subscribe(
  pool: Pool,
  {
    actor,
    projectId,
    deliver,
  }: { readonly actor: Actor; readonly projectId: string; readonly deliver: Deliver },
  { join, leave, catchUp }: Joining,
): Promise<Result<{ close(): void }, Problem>> {
  const project = await getProject(pool, actor, projectId);
  if (!project.ok) return project;
  let held: FeedEvent[] | null = [];
  const receive: Deliver = (event) => {
    if (!held) deliver(event);
    // Catching up may bring more than it counts: the next one will do.
    else if (event.kind !== 'fingerprint') held.push(event);
  };
  const close = () => leave(receive);
  join(receive);
  try {
    if (!(await catchUp())) {
      close();
      return ok({ close });
    }
  } catch (error) {
    close();
    throw error;
  }
  const missed = held;
  held = null;
  for (const event of missed) deliver(event);
  return ok({ close });
}

/** Tells everybody the same. */
export function tell(subscribers: ReadonlySet<Deliver>, event: FeedEvent): void {
  if (event.kind === 'changes') noteDelivery(event.changes);
  for (const deliver of subscribers) deliver(event);
}
