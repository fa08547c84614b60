import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Notice } from '../../src/client/sync/notices';
import { createProjectStore } from '../../src/client/sync/project-store';
import type { ProjectStore } from '../../src/client/sync/store-contract';
import type { TestDatabase } from '../pg/database';
import { createTestDatabase } from '../pg/database';
import type { ServerProcess, TestHome } from '../server/process';
import { bundleServer, createTestHome, startServer } from '../server/process';
import type { SeededRandom } from '../simulation/random';
import type { Browser, Route } from './browser';
import { openBrowser } from './browser';

/** One of several servers of one database. */
export type Server = { readonly address: string; readonly process: ServerProcess };

export type Several = {
  readonly database: TestDatabase;
  start(): Promise<Server>;
  close(): Promise<void>;
};

/** A place where servers can be started as processes of their own. */
export async function openSeveral(): Promise<Several> {
  const [file, database] = await Promise.all([bundleServer(), createTestDatabase()]);
  const homes: TestHome[] = [];
  const processes: ServerProcess[] = [];
  return {
    database,
    start: async () => {
      const place = createTestHome();
      const process = startServer(file, {
        VERSIONZERO_HOME: place.home,
        DATABASE_URL: database.url,
        SESSION_SECRET: 'one secret for all servers of a database',
        PRESENCE_TTL_SECONDS: '3',
      });
      homes.push(place);
      processes.push(process);
      return { address: await process.ready, process };
    },
    close: async () => {
      for (const process of processes) {
        process.signal('SIGKILL');
        await process.ended;
      }
      for (const place of homes) await place.remove();
      await database.drop();
      rmSync(dirname(file), { recursive: true, force: true });
    },
  };
}

/** Somebody who has a project open in a browser. */
export type Person = Browser & {
  readonly id: string;
  readonly store: ProjectStore;
  readonly notices: readonly Notice[];
};

/** Opens a project of the first one's, with the others invited by a link, each by their own route. */
export async function openProject(random: SeededRandom, routes: Readonly<Record<string, Route>>) {
  const visitors = await Promise.all(
    Object.entries(routes).map(async ([name, route]) => {
      const browser = openBrowser(route);
      return { ...browser, me: await browser.api.renameMe(name) };
    }),
  );
  const [owner, ...guests] = visitors;
  if (owner === undefined) throw new Error('nobody');
  const { id: projectId } = await owner.api.createProject('Shop');
  const { key } = await owner.api.createShareLink(projectId, 'editor');
  for (const { api } of guests) await api.acceptShareLink(key);
  const people = visitors.map(({ api, acknowledged, post, me }): Person => {
    const store = createProjectStore({ projectId, api, uuid: random.uuid, me: me.id, clientId: me.id });
    const notices: Notice[] = [];
    store.subscribeNotices((notice) => notices.push(notice));
    store.start();
    return { id: me.id, api, acknowledged, post, store, notices };
  });
  await until('everybody is live', () => people.every(isConnected));
  return { projectId, people };
}

export function isConnected({ store }: Person): boolean {
  return store.status().connection.kind === 'live';
}

/** The names of those whom somebody sees, themselves included. */
export function seenBy({ store }: Person): readonly string[] {
  return store
    .people()
    .map(({ name }) => name)
    .sort();
}

/** Asks again and again; fails the test after a minute. */
export async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`Still not so after a minute: ${what}`);
    await sleep(20);
  }
}
