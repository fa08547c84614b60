import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from './clients';
import { appClients, floorClients, peerClients } from './clients';

/** A server to be measured: how it is started, and who its clients are. */
export type Candidate = {
  readonly name: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** The module that speaks its protocol, for the clients' process. */
  readonly transport: string;
  readonly clients: (port: number, count: number) => Promise<readonly Client[]>;
};

const root = process.cwd();
const overHttp = join(root, 'bench/edit/http-clients.mjs');

/**
 * The floor, builds of this program, and the peer where it can be had.
 *
 * @param builds folders by name
 */
export function candidates(
  builds: ReadonlyMap<string, string>,
  urlOf: (name: string) => string,
  home: string,
): readonly Candidate[] {
  const apps = [...builds].map(([name, folder]) => app(name, folder, urlOf(name), join(home, name)));
  return [floor(urlOf('floor')), ...apps, ...peers(home)];
}

function floor(url: string): Candidate {
  return {
    name: 'floor',
    args: ['bench/floor/server.mjs'],
    environment: { DATABASE_URL: url },
    transport: overHttp,
    clients: async (_port, count) => floorClients(count),
  };
}

function app(name: string, folder: string, url: string, home: string): Candidate {
  return {
    name,
    args: [join(folder, 'dist/server/main.mjs'), '--api-only'],
    environment: { DATABASE_URL: url, VERSIONZERO_HOME: home },
    transport: overHttp,
    clients: appClients,
  };
}

function peers(home: string): readonly Candidate[] {
  if (process.env.BENCH_PEERS === 'no' || !arePeersThere()) return [];
  const clients = join(root, 'bench/peers/hocuspocus-clients.mjs');
  return [
    {
      name: 'hocuspocus',
      args: ['bench/peers/hocuspocus-server.mjs'],
      environment: { PEER_DATABASE: join(home, 'peer.sqlite') },
      transport: clients,
      clients: async (_port, count) => peerClients(count),
    },
  ];
}

/** Installs them where they are missing, which takes a network, and for SQLite a prepared binary or a compiler. */
function arePeersThere(): boolean {
  const folder = join(root, 'bench/peers');
  const marker = join(folder, 'node_modules/.package-lock.json');
  if (existsSync(marker)) return true;
  console.log('Installing the peers into bench/peers, once: npm ci --prefix bench/peers');
  const { status } = spawnSync('npm', ['ci', '--prefix', folder], { stdio: 'ignore', timeout: 600_000 });
  if (status !== 0) console.log('That did not work (no network?): measuring without them.');
  return status === 0;
}
