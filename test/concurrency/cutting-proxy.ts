import type { Socket } from 'node:net';
import { connect, createServer } from 'node:net';

export type CuttingProxy = {
  /** The database's address through the proxy. */
  readonly url: string;
  /** The next COMMIT is passed on, and its sender never hears of it again. */
  cutAtCommit(): void;
  /** The same with the next statement that is prepared under this name. */
  cutAtStatement(name: string): void;
  /** Comes back when the server has answered, or ended, everything of those who were cut off. */
  untilServed(): Promise<void>;
  close(): Promise<void>;
};

/** Stands between clients and PostgreSQL, and loses an answer when told to. */
export async function openCuttingProxy(databaseUrl: string): Promise<CuttingProxy> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  const served: Promise<void>[] = [];
  /** What the next packet that is the last has in it. */
  let lastWords: string | null = null;
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => sockets.delete(socket));
    }
    upstream.on('data', (data) => client.write(data));
    upstream.on('close', () => client.destroy());
    client.on('close', () => upstream.end());
    client.on('data', (data) => {
      upstream.write(data);
      if (lastWords === null || !data.includes(lastWords)) return;
      lastWords = null;
      served.push(new Promise((resolve) => upstream.once('close', () => resolve())));
      client.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: Object.assign(new URL(databaseUrl), { host: `127.0.0.1:${port}` }).href,
    cutAtCommit: () => {
      lastWords = 'COMMIT\0';
    },
    // Bind: the name of the portal, none, and that of the statement.
    cutAtStatement: (name) => {
      lastWords = `\0${name}\0`;
    },
    untilServed: async () => {
      await Promise.all(served);
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
