import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ServerProcess, TestHome } from '../server/process';
import { createTestHome, startServer } from '../server/process';
import type { ChaosDatabase } from './postgres';
import type { Link } from './proxy';
import { openLink } from './proxy';

/** A server with its two ways through the network: from its clients, and to the database. */
export type Node = {
  /** Where its clients find it, whether or not it runs. */
  readonly address: string;
  readonly front: Link;
  readonly back: Link;
  /** `kill -9`; returns when it is gone. */
  kill(): Promise<void>;
  /** Starts it, again and again until it is ready: it gives up when it finds no database. */
  start(): Promise<void>;
  freeze(): void;
  thaw(): void;
};

/** Several servers of one database. */
export type Cluster = {
  readonly nodes: readonly Node[];
  close(): Promise<void>;
};

const betweenStartsMs = 100;
/** Longer than any trouble of the nemesis: then something else is wrong. */
const readyWithinMs = 60_000;

/** @param file the bundled server */
export async function openCluster(
  file: string,
  database: ChaosDatabase,
  name: string,
  count: number,
): Promise<Cluster> {
  const opened: (Node & { close(): Promise<void> })[] = [];
  for (let place = 0; place < count; place += 1) opened.push(await openNode(file, database, name));
  await Promise.all(opened.map((node) => node.start()));
  return {
    nodes: opened,
    close: async () => {
      await Promise.all(opened.map((node) => node.close()));
      rmSync(dirname(file), { recursive: true, force: true });
    },
  };
}

async function openNode(
  file: string,
  database: ChaosDatabase,
  name: string,
): Promise<Node & { close(): Promise<void> }> {
  const [front, back] = await Promise.all([openLink('http'), openLink('postgres')]);
  back.lead(database.port);
  const place: TestHome = createTestHome();
  let server: ServerProcess | null = null;
  /** Raised by each end, which also ends the tries to start it of before. */
  let ends = 0;
  const launch = () =>
    startServer(file, {
      VERSIONZERO_HOME: place.home,
      DATABASE_URL: Object.assign(new URL(database.url(name)), { port: String(back.port) }).href,
      SESSION_SECRET: 'one secret for all servers of a database',
      PRESENCE_TTL_SECONDS: '10',
    });
  const kill = async () => {
    ends += 1;
    front.lead(null);
    server?.signal('SIGKILL');
    await server?.ended;
  };
  const killWithUs = () => server?.signal('SIGKILL');
  process.once('exit', killWithUs);
  return {
    address: `http://127.0.0.1:${front.port}`,
    front,
    back,
    kill,
    start: async () => {
      const deadline = performance.now() + readyWithinMs;
      for (const since = ends; since === ends; await sleep(betweenStartsMs)) {
        if (performance.now() > deadline) throw new Error(`A server does not start: ${server?.output()}`);
        server = launch();
        const address = await server.ready.catch(() => null);
        if (address === null || since !== ends) continue;
        front.lead(Number(new URL(address).port));
        return;
      }
    },
    freeze: () => server?.signal('SIGSTOP'),
    thaw: () => server?.signal('SIGCONT'),
    close: async () => {
      process.off('exit', killWithUs);
      await kill();
      front.close();
      back.close();
      await place.remove();
    },
  };
}
