import type { Socket } from 'node:net';
import { connect, createServer } from 'node:net';

export type DeafPooler = { readonly url: string; close(): Promise<void> };

const notificationResponse = 'A'.charCodeAt(0);
/** A type and a length that counts itself: https://www.postgresql.org/docs/18/protocol-message-formats.html */
const headerLength = 5;

/** Stands before PostgreSQL like a pooler in transaction mode: LISTEN is answered, and nothing is heard of it. */
export async function openDeafPooler(databaseUrl: string): Promise<DeafPooler> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => sockets.delete(socket));
    }
    let held = Buffer.alloc(0);
    upstream.on('data', (data) => {
      held = Buffer.concat([held, data]);
      while (held.length >= headerLength && held.length > held.readInt32BE(1)) {
        const message = held.subarray(0, held.readInt32BE(1) + 1);
        if (message[0] !== notificationResponse) client.write(message);
        held = held.subarray(message.length);
      }
    });
    upstream.on('close', () => client.destroy());
    client.on('data', (data) => upstream.write(data));
    client.on('close', () => upstream.end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: Object.assign(new URL(databaseUrl), { host: `127.0.0.1:${port}` }).href,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
