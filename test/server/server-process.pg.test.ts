import { mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { isRunning } from '../../src/server/storage/embedded/process-identity';
import { createTestDatabase } from '../pg/database';
import type { ServerProcess, TestHome } from './process';
import { bundleServer, createTestHome, startServer, until } from './process';

let file: string;
/** A home as a first start leaves it. */
let begun: TestHome;
let place: TestHome;
let servers: ServerProcess[];

beforeAll(async () => {
  file = await bundleServer();
  begun = createTestHome();
  const server = startServer(file, { VERSIONZERO_HOME: begun.home });
  await server.ready;
  server.signal('SIGTERM');
  await server.ended;
});

afterAll(async () => {
  rmSync(dirname(file), { recursive: true, force: true });
  await begun.remove();
});

beforeEach(() => {
  place = createTestHome();
  servers = [];
});

afterEach(async () => {
  for (const server of servers) {
    server.signal('SIGKILL');
    await server.ended;
  }
  await place.remove();
});

function start(environment: Readonly<Record<string, string>> = {}): ServerProcess {
  const server = startServer(file, { VERSIONZERO_HOME: place.home, ...environment });
  servers.push(server);
  return server;
}

async function readinessOf(address: string): Promise<number> {
  const response = await fetch(`${address}/api/v1/health/ready`).catch(() => undefined);
  return response?.status ?? 0;
}

/** Looks into the embedded database from outside. */
async function inDatabase<Row extends pg.QueryResultRow>(statement: string): Promise<Row[]> {
  const port = Number(readFileSync(join(place.home, 'postgresql/postmaster.pid'), 'utf8').split('\n')[3]);
  const password = readFileSync(join(place.home, 'postgresql-password'), 'utf8');
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user: 'versionzero',
    password,
    database: 'postgres',
  });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Row>(statement)).rows;
  } finally {
    await client.end();
  }
}

describe('the server with an empty home', () => {
  it('ENG-10: a signal in the middle of the start ends it with status 0 and leaves no process', async () => {
    const server = start();
    await until('it has begun to make its home', () => server.pid > 0 && isLocked());
    server.signal('SIGTERM');
    expect(await server.ended).toMatchObject({ status: 0 });
    expect(isRunning(place.databasePid() ?? 0)).toBe(false);
  });

  it('ENG-9: says in one sentence that the data are of another major version, and leaves them alone', async () => {
    mkdirSync(join(place.home, 'postgresql'), { recursive: true });
    writeFileSync(join(place.home, 'postgresql/PG_VERSION'), '17\n');
    writeFileSync(join(place.home, 'postgresql-password'), 'p');
    const { status, output } = await start().ended;
    expect(status).toBe(1);
    expect(output).toMatch(/made by PostgreSQL 17, and this VersionZero brings PostgreSQL 18/);
    expect(output.trim().split('\n')).toHaveLength(1);
    expect(readFileSync(join(place.home, 'postgresql/PG_VERSION'), 'utf8')).toBe('17\n');
  });

  it('ENG-9: says in one sentence that the home folder cannot be written', async () => {
    writeFileSync(place.home, 'a file');
    const { status, output } = await start().ended;
    expect(status).toBe(1);
    expect(output).toMatch(/cannot be written \(it is a file\).*VERSIONZERO_HOME/);
    expect(output.trim().split('\n')).toHaveLength(1);
  });
});

describe('the server with its embedded database', () => {
  beforeEach(() => place.copyFrom(begun));

  it('ENG-10: SIGTERM ends it with status 0 and leaves no process', async () => {
    const server = start();
    expect(await readinessOf(await server.ready)).toBe(200);
    const databasePid = place.databasePid() ?? 0;
    expect(isRunning(databasePid)).toBe(true);
    server.signal('SIGTERM');
    server.signal('SIGINT');
    expect(await server.ended).toMatchObject({ status: 0, signal: null });
    expect(isRunning(databasePid)).toBe(false);
    expect(server.output().trim().split('\n')).toHaveLength(1);
  });

  it('ENG-10: answers what is under way, ends streams and idle connections, then stops', async () => {
    const server = start();
    const address = await server.ready;
    const databasePid = place.databasePid() ?? 0;
    const agent = new Agent({ keepAlive: true });
    await answerOf(agent, address);
    // The server's connections stand still, so the next answer cannot come before they go on.
    const backends = await backendPids();
    for (const backend of backends) process.kill(backend, 'SIGSTOP');
    const pending = answerOf(agent, address);
    await sleep(100);
    server.signal('SIGTERM');
    await sleep(200);
    for (const backend of backends) process.kill(backend, 'SIGCONT');
    expect(await pending).toBe(201);
    expect(await server.ended).toMatchObject({ status: 0 });
    expect(isRunning(databasePid)).toBe(false);
    agent.destroy();
  });

  it('ENG-10: a second signal, a while later, does not wait for what is under way', async () => {
    const server = start();
    const address = await server.ready;
    const databasePid = place.databasePid() ?? 0;
    const agent = new Agent({ keepAlive: true });
    await answerOf(agent, address);
    const backends = await backendPids();
    for (const backend of backends) process.kill(backend, 'SIGSTOP');
    const cut = expect(answerOf(agent, address)).rejects.toThrow('socket hang up');
    await sleep(100);
    server.signal('SIGTERM');
    await sleep(1_100);
    server.signal('SIGTERM');
    expect(await server.ended).toMatchObject({ status: 1 });
    await cut;
    for (const backend of backends) process.kill(backend, 'SIGCONT');
    await until('the database ends with it', () => !isRunning(databasePid));
    agent.destroy();
  });

  it('WRK-1: reads and prints SQL with the worker beside its bundle', async () => {
    const server = start();
    const api = `${await server.ready}/api/v1/projects`;
    const json = { 'content-type': 'application/json' };
    const made = await fetch(api, { method: 'POST', headers: json, body: '{"name":"Shop"}' });
    const { id } = await made.json();
    const cookie = made.headers
      .getSetCookie()
      .map((line) => line.split(';', 1)[0])
      .join('; ');
    const post = (body: string) =>
      fetch(`${api}/${id}/import`, {
        method: 'POST',
        headers: { cookie, 'content-type': 'text/plain' },
        body,
      });
    expect((await post('CREATE TABLE orders (id bigint PRIMARY KEY);')).status).toBe(200);
    const exported = await fetch(`${api}/${id}/export`, { headers: { cookie } });
    expect(await exported.text()).toContain('CREATE TABLE orders');
    server.signal('SIGTERM');
    expect((await server.ended).status).toBe(0);
  });

  it('ENG-5: asks for a password and keeps its secrets to their owner', async () => {
    await start().ready;
    const port = Number(readFileSync(join(place.home, 'postgresql/postmaster.pid'), 'utf8').split('\n')[3]);
    const stranger = new pg.Client({
      host: '127.0.0.1',
      port,
      user: 'versionzero',
      password: 'x',
      database: 'postgres',
    });
    await expect(stranger.connect()).rejects.toMatchObject({ code: '28P01' });
  });

  it('ENG-6: after kill -9 it takes over the database that survived, with all its data', async () => {
    const first = start();
    await first.ready;
    await inDatabase('CREATE TABLE kept AS SELECT 42 AS n');
    const survivor = place.databasePid() ?? 0;
    first.signal('SIGKILL');
    await first.ended;
    expect(isRunning(survivor)).toBe(true);

    const second = start();
    expect(await readinessOf(await second.ready)).toBe(200);
    expect(isRunning(survivor)).toBe(false);
    expect(await inDatabase('SELECT n FROM kept')).toEqual([{ n: 42 }]);
  });

  it('ENG-6: finds the database that survived also when the folder has been moved', async () => {
    const first = start();
    await first.ready;
    await inDatabase('CREATE TABLE kept AS SELECT 42 AS n');
    const survivor = place.databasePid() ?? 0;
    first.signal('SIGKILL');
    await first.ended;
    renameSync(place.home, `${place.home}-moved`);
    symlinkSync(`${place.home}-moved`, place.home);
    const second = start();
    expect(await readinessOf(await second.ready)).toBe(200);
    expect(isRunning(survivor)).toBe(false);
    expect(await inDatabase('SELECT n FROM kept')).toEqual([{ n: 42 }]);
  });

  it('ENG-7: starts the database again when it is killed, with all its data', async () => {
    const address = await start().ready;
    await inDatabase('CREATE TABLE kept AS SELECT 42 AS n');
    for (let round = 0; round < 2; round += 1) {
      const killed = place.databasePid() ?? 0;
      process.kill(killed, 'SIGKILL');
      await until('another database answers', async () => {
        const isAnother = place.databasePid() !== killed;
        return isAnother && (await readinessOf(address)) === 200;
      });
      expect(await inDatabase('SELECT n FROM kept')).toEqual([{ n: 42 }]);
    }
  });

  it('ENG-8: a second one in the same folder says so and leaves the first alone', async () => {
    const first = start();
    const address = await first.ready;
    const second = await start().ended;
    expect(second.status).toBe(1);
    expect(second.output).toContain(`already runs at ${address}`);
    expect(second.output.trim().split('\n')).toHaveLength(1);
    expect(await readinessOf(address)).toBe(200);
  });

  it('ENG-8: lock files of processes that are gone, or whose number another has now, or left empty, are no hindrance', async () => {
    const first = start();
    await first.ready;
    const pidFile = readFileSync(join(place.home, 'postgresql/postmaster.pid'), 'utf8');
    first.signal('SIGTERM');
    await first.ended;
    const lock = join(place.home, 'server.lock');
    const stale = [process.pid, 4_000_000].map((pid) => [
      JSON.stringify({ pid, start: 'another boot' }),
      pidFile.replace(/^\d+/, String(pid)),
    ]);
    for (const [ours, theirs] of [...stale, ['', '']]) {
      writeFileSync(lock, ours ?? '');
      writeFileSync(join(place.home, 'postgresql/postmaster.pid'), theirs ?? '');
      const next = start();
      expect(await readinessOf(await next.ready)).toBe(200);
      next.signal('SIGTERM');
      expect(await next.ended).toMatchObject({ status: 0 });
    }
  });

  it('ENG-9: says in one sentence that the port is busy, and leaves no process', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => {
      other.listen(0, '127.0.0.1', resolve);
    });
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const { status, output } = await start({ PORT: String(port) }).ended;
    other.close();
    expect(status).toBe(1);
    expect(output).toContain(`Port ${port} of 127.0.0.1 is in use`);
    expect(output.trim().split('\n')).toHaveLength(1);
    expect(isRunning(place.databasePid() ?? 0)).toBe(false);
  });
});

describe('the server with DATABASE_URL', () => {
  it('ENG-3: several serve one database and stop without ending it', async () => {
    const database = await createTestDatabase();
    const both = [start({ DATABASE_URL: database.url }), start({ DATABASE_URL: database.url })];
    for (const server of both) {
      const response = await fetch(`${await server.ready}/api/v1/health`);
      expect(await response.json()).toMatchObject({ engine: 'postgres' });
    }
    for (const server of both) {
      server.signal('SIGTERM');
      expect(await server.ended).toMatchObject({ status: 0 });
    }
    expect((await database.pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    await database.drop();
  });

  it('ENG-9: says in one sentence that the database cannot be reached, without the password', async () => {
    const url = new URL(inject('databaseUrl'));
    url.port = '1';
    url.password = 'secret';
    const { status, output } = await start({ DATABASE_URL: url.href }).ended;
    expect(status).toBe(1);
    expect(output).toMatch(/The database 127\.0\.0\.1:1\/postgres cannot be used: .*ECONNREFUSED/);
    expect(output).not.toContain('secret');
  });
});

function isLocked(): boolean {
  try {
    return readFileSync(join(place.home, 'server.lock'), 'utf8') !== '';
  } catch {
    return false;
  }
}

/** The status of what cannot be answered without the database. */
function answerOf(agent: Agent, address: string): Promise<number> {
  const headers = { 'content-type': 'application/json' };
  return new Promise((resolve, reject) => {
    request(`${address}/api/v1/projects`, { agent, method: 'POST', headers }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? 0));
    })
      .on('error', reject)
      .end('{"name":"Shop"}');
  });
}

/** The server process behind the connection of the server under test. */
async function backendPids(): Promise<readonly number[]> {
  const backends = await inDatabase<{ pid: number }>(
    `SELECT pid FROM pg_stat_activity WHERE application_name = 'versionzero'`,
  );
  return backends.map(({ pid }) => pid);
}
