/**
 * Runs pg_dump, compiled to WebAssembly, against whoever started this thread: pg_dump reads and writes
 * synchronously, so each message waits here until its answer has come.
 */
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { pgDump } from '@electric-sql/pglite-tools/pg_dump';

const answered = new Int32Array(workerData.answered);

function ask(message) {
  Atomics.store(answered, 0, 0);
  workerData.port.postMessage(message);
  Atomics.wait(answered, 0, 0);
  return receiveMessageOnPort(workerData.port)?.message ?? new Uint8Array();
}

/** Of PGlite only what pgDump uses. What it asks before and after the dump is for PGlite's one session. */
const pg = {
  query: async () => ({ rows: [{ search_path: '' }] }),
  exec: async () => [],
  execProtocolRawStream: (message, { onRawData }) => onRawData(ask(message.slice())),
};

try {
  const file = await pgDump({ pg, args: workerData.args });
  parentPort?.postMessage({ text: await file.text() });
} catch (error) {
  parentPort?.postMessage({ error: error instanceof Error ? error.message : String(error) });
}
