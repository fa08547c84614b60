import type { Problem } from '../../core/std/problem';
import type { Result } from '../../core/std/result';
import type { Reply } from './lane';

/**
 * What a worker process of a lane does: one message in, one message out. It ends with the server, and only
 * then: a Ctrl-C in a terminal reaches it too, while the server still waits for its answer.
 */
export function answerMessages<Request>(
  answer: (request: Request) => Promise<Result<unknown, Problem>>,
): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
  process.on('disconnect', () => process.exit());
  process.on('message', async (request: Request) => {
    process.send?.(await replyTo(() => answer(request)));
  });
}

async function replyTo(answer: () => Promise<Result<unknown, Problem>>): Promise<Reply<unknown>> {
  try {
    return { kind: 'answer', answer: await answer() };
  } catch (error) {
    return { kind: 'fault', stack: error instanceof Error ? (error.stack ?? '') : '' };
  }
}
