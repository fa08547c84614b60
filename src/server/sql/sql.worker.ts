import { answerRequest } from './answer-request';
import type { Reply } from './lane';
import type { SqlRequest } from './requests';

/**
 * The process that reads and prints SQL: one message in, one message out; see lane.ts. It ends with the
 * server, and only then: a Ctrl-C in a terminal reaches it too, while the server still waits for its answer.
 */
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
process.on('disconnect', () => process.exit());
process.on('message', async (request: SqlRequest) => {
  process.send?.(await replyTo(request));
});

async function replyTo(request: SqlRequest): Promise<Reply<unknown>> {
  try {
    return { kind: 'answer', answer: await answerRequest(request) };
  } catch (error) {
    return { kind: 'fault', stack: error instanceof Error ? (error.stack ?? '') : '' };
  }
}
