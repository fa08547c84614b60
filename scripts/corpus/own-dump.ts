import { once } from 'node:events';
import type { Socket } from 'node:net';
import { connect } from 'node:net';
import { join } from 'node:path';
import { MessageChannel, Worker } from 'node:worker_threads';
import { SUPERUSER } from '../../src/server/storage/embedded/data-directory';

/** Messages of the protocol: https://www.postgresql.org/docs/18/protocol-message-formats.html */
const TERMINATE = 'X'.charCodeAt(0);
const READY_FOR_QUERY = 'Z'.charCodeAt(0);
const HEADER_BYTES = 5;

/**
 * What `pg_dump -s` (18) says of a database on 127.0.0.1 that lets a role in without a password, `\restrict` lines included. The embedded PostgreSQL brings no pg_dump: this one is WebAssembly
 * in a thread of its own, and we carry its messages. Throws what pg_dump says when it fails.
 */
export async function dumpSchema(port: number, database: string, role = SUPERUSER): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  const channel = new MessageChannel();
  const answered = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  // Tools are bundled elsewhere and run in the repository's folder.
  const worker = new Worker(join(process.cwd(), 'scripts/corpus/own-dump.worker.mjs'), {
    workerData: {
      port: channel.port2,
      answered,
      // The package says --username itself, and later; what stands in a connection string goes before that.
      args: ['--schema-only', '--dbname', `user=${role} dbname=${database}`],
    },
    transferList: [channel.port2],
    // The package prints what it asks for when something is unusual; what matters comes as an error.
    stdout: true,
    stderr: true,
  });
  carry(socket, channel.port1, new Int32Array(answered));
  try {
    const [said] = (await once(worker, 'message')) as [{ text: string } | { error: string }];
    if ('error' in said) throw new Error(said.error);
    // pgDump takes these two lines away, which every pg_dump since 18.0 and 17.6 prints.
    return `\\restrict corpus\n\n${said.text}\n\\unrestrict corpus\n`;
  } finally {
    channel.port1.close();
    socket.destroy();
    await worker.terminate();
  }
}

/** Sends each message on and gives back what the server answered up to its ReadyForQuery. */
function carry(socket: Socket, port: MessageChannel['port1'], answered: Int32Array): void {
  let received = Buffer.alloc(0);
  const answer = () => {
    port.postMessage(new Uint8Array(received));
    received = Buffer.alloc(0);
    Atomics.store(answered, 0, 1);
    Atomics.notify(answered, 0);
  };
  socket.on('data', (data) => {
    received = Buffer.concat([received, data]);
    if (isReady(received)) answer();
  });
  // Where the server hangs up, pg_dump reads what it said last, or the end.
  socket.on('close', answer);
  socket.on('error', () => undefined);
  port.on('message', (message: Uint8Array) => {
    if (message[0] === TERMINATE) answer();
    else socket.write(message);
  });
}

function isReady(messages: Buffer): boolean {
  let at = 0;
  let last = 0;
  while (at + HEADER_BYTES <= messages.length) {
    last = messages.readUInt8(at);
    at += 1 + messages.readInt32BE(at + 1);
  }
  return at === messages.length && last === READY_FOR_QUERY;
}
