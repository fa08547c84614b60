import { importByExecution } from '../../core/prove/import-by-execution';
import { ok } from '../../core/std/result';
import { answerMessages } from '../sql/answer-messages';
import { importContext } from '../sql/import-context';
import { openSandbox } from './open-sandbox';
import type { RunScriptRequest } from './requests';
import { watchMemory } from './watch-memory';

/** The process in which a script is run to see what it makes, a new one for each script; see ../sql/lane.ts. */
answerMessages<RunScriptRequest>(async ({ sql, read, folder, mostMb, ...target }) => {
  watchMemory(mostMb);
  const open = (extensions: readonly string[]) => openSandbox(folder, extensions);
  return ok(await importByExecution(open, sql, read, importContext(target)));
});
