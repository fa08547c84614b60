import { parentPort } from 'node:worker_threads';
import { answerRequest } from './answer-request';
import type { SqlRequest } from './requests';

/**
 * The thread that reads and prints SQL: one message in, one message out. An error that nobody expects ends
 * the thread, which tells the lane (see lane.ts) and leaves nothing half done behind.
 */
parentPort?.on('message', async (request: SqlRequest) => {
  parentPort?.postMessage(await answerRequest(request));
});
