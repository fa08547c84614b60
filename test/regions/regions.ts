import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { PresenceTableConfig } from '../../src/server/config';
import { dsqlCapabilities } from '../../src/server/storage/dsql/capabilities';
import { migrate } from '../../src/server/storage/migrate';
import { migrationsFor } from '../../src/server/storage/migrations';
import type { Link } from '../chaos/proxy';
import { openLink } from '../chaos/proxy';
import type { Trip } from '../dsql/gateway/crossing';
import { openGateway } from '../dsql/gateway/gateway';
import { bundleServerAtGateway, environmentFor } from '../dsql/gateway-server';
import type { SeenRequest } from '../dynamodb/gateway';
import { startGlobalTable } from '../dynamodb/global-table';
import type { ServerProcess } from '../server/process';
import { createTestHome, startServer } from '../server/process';
import { Counts } from './counts';

/** One process of a fleet, where people of both Regions find it, whether or not it runs. */
export type Server = { readonly near: string; readonly far: string };

/** A fleet of servers with a way of its own to the one database, and a presence table of its own. */
export type Region = {
  readonly name: string;
  readonly servers: readonly Server[];
  /** Of all its servers together. */
  readonly counts: Counts;
  readonly presenceRequests: readonly SeenRequest[];
  /** `kill -9` of the whole fleet; returns when all are gone. */
  kill(): Promise<void>;
  start(): Promise<void>;
};

export type Regions = {
  readonly both: readonly [Region, Region];
  /** Past all gateways. */
  readonly pool: pg.Pool;
  close(): Promise<void>;
};

export type RegionsOptions = {
  readonly serversEach: number;
  /** One way to the other Region. */
  readonly tripMs: number;
  /** A write of presence is on its way to the other Region's table for so long. */
  readonly presenceLag: () => number;
  /** How a COMMIT goes that way; by the clock when it is left out. */
  readonly trip?: Trip;
};

/** Endpoints that do not exist: the gateways stand in their place. */
const endpoints = 'fra1=abc.dsql.eu-central-1.on.aws,iad1=def.dsql.us-east-1.on.aws';
const names = ['fra1', 'iad1'] as const;

/** Two Regions on this machine. @param databaseUrl an empty database */
export async function openRegions(databaseUrl: string, options: RegionsOptions): Promise<Regions> {
  const pool = new pg.Pool({ connectionString: databaseUrl });
  await migrate(pool, migrationsFor(dsqlCapabilities));
  const file = await bundleServerAtGateway();
  const tables = await startGlobalTable(options.presenceLag);
  const region = (place: 0 | 1) => {
    const presence = { table: tables.regions[place], requests: tables.requests[place] };
    return openRegion(names[place], { file, databaseUrl, presence, options });
  };
  const both = [await region(0), await region(1)] as const;
  await Promise.all(both.map((one) => one.start()));
  return {
    both,
    pool,
    close: async () => {
      await Promise.all(both.map((one) => one.close()));
      await tables.stop();
      await pool.end();
      rmSync(dirname(file), { recursive: true, force: true });
    },
  };
}

type Surroundings = {
  readonly file: string;
  readonly databaseUrl: string;
  readonly presence: { readonly table: PresenceTableConfig; readonly requests: readonly SeenRequest[] };
  readonly options: RegionsOptions;
};

async function openRegion(
  name: string,
  { file, databaseUrl, presence, options }: Surroundings,
): Promise<Region & { close(): Promise<void> }> {
  const { serversEach, tripMs, trip = () => sleep(tripMs) } = options;
  const counts = new Counts();
  const gateway = await openGateway(databaseUrl, { trip, note: counts.note });
  const environment = { ...environmentFor(gateway.url), ...presenceEnvironment(presence.table) };
  const servers = await Promise.all(
    Array.from({ length: serversEach }, () =>
      openServer(file, { ...environment, DSQL_ENDPOINTS: endpoints, VERCEL_REGION: name }, tripMs),
    ),
  );
  const each = (act: (server: (typeof servers)[number]) => Promise<void>) => async () => {
    await Promise.all(servers.map(act));
  };
  return {
    name,
    servers,
    counts,
    presenceRequests: presence.requests,
    kill: each((server) => server.kill()),
    start: each((server) => server.start()),
    close: async () => {
      await each((server) => server.close())();
      await gateway.close();
    },
  };
}

function presenceEnvironment({ tableName, region, endpoint = '' }: PresenceTableConfig) {
  return { DYNAMODB_TABLE_NAME: tableName, AWS_REGION: region, DYNAMODB_ENDPOINT: endpoint };
}

/** A server behind two links: one that costs nothing, and one from the other Region. */
async function openServer(file: string, environment: Readonly<Record<string, string>>, tripMs: number) {
  const home = createTestHome();
  const [near, far] = await Promise.all([openLink('http'), openLink('http')]);
  far.delay(tripMs);
  let process: ServerProcess | undefined;
  const lead = (port: number | null) => {
    for (const link of [near, far]) link.lead(port);
  };
  const kill = async () => {
    lead(null);
    process?.signal('SIGKILL');
    await process?.ended;
  };
  const killWithUs = () => process?.signal('SIGKILL');
  globalThis.process.once('exit', killWithUs);
  const address = ({ port }: Link) => `http://127.0.0.1:${port}`;
  return {
    near: address(near),
    far: address(far),
    kill,
    start: async () => {
      process = startServer(file, { ...environment, VERSIONZERO_HOME: home.home });
      lead(Number(new URL(await process.ready).port));
    },
    close: async () => {
      globalThis.process.off('exit', killWithUs);
      await kill();
      near.close();
      far.close();
      await home.remove();
    },
  };
}
