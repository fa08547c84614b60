import { randomUUID } from 'node:crypto';
import { prove } from '../../core/prove/prove';
import { MemoryState } from '../../core/schema/memory-state';
import { ok } from '../../core/std/result';
import { answerMessages } from '../sql/answer-messages';
import { openSandbox } from './open-sandbox';
import type { ProveRequest } from './requests';
import { watchMemory } from './watch-memory';

/** The process in which a design's script is executed, a new one for each proof; see ../sql/lane.ts. */
answerMessages<ProveRequest>(async ({ records, version, folder, mostMb }) => {
  watchMemory(mostMb);
  const open = (extensions: readonly string[]) => openSandbox(folder, extensions);
  return ok(await prove(open, MemoryState.from(records), { written: { version }, mintId: randomUUID }));
});
