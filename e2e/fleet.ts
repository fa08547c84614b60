import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { freeLoopbackPort } from '../src/server/storage/embedded/postmaster';
import type { TestDatabase } from '../test/pg/database';
import { createTestDatabase } from '../test/pg/database';
import { forward, isStream } from '../test/several/forward';
import { SeededRandom } from '../test/simulation/random';
import type { Stage } from './design-together';

/** As many as a platform may send to one instance before it takes another. */
const mostRequests = 50;

/** One process of `next start`: pages, and the API in its catch-all route. Nothing of our own server runs. */
class Instance {
  readonly address: string;
  readonly ended: Promise<unknown>;
  readonly #process: ChildProcess;
  /** How many more requests it gets. */
  left: number;
  /** Requests without an answer, or with one that is not over; streams do not count. */
  underWay = 0;

  private constructor(port: number, environment: Readonly<Record<string, string>>, left: number) {
    this.address = `http://127.0.0.1:${port}`;
    this.left = left;
    const program = ['node_modules/next/dist/bin/next', 'start', '-H', '127.0.0.1', '-p', String(port)];
    this.#process = spawn(process.execPath, program, {
      env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', ...environment },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    this.ended = new Promise((resolve) => this.#process.once('exit', resolve));
  }

  /** Ready to take a connection; what the API needs is opened with the first request to it. */
  static async start(environment: Readonly<Record<string, string>>, left: number): Promise<Instance> {
    const instance = new Instance(await freeLoopbackPort(), environment, left);
    for (let tries = 0; tries < 300; tries += 1) {
      const answer = await fetch(`${instance.address}/theme.js`).catch(() => undefined);
      await answer?.arrayBuffer();
      if (answer?.ok) return instance;
      await sleep(100);
    }
    throw new Error('next start does not answer.');
  }

  async end(signal: NodeJS.Signals): Promise<void> {
    if (this.#process.exitCode === null) this.#process.kill(signal);
    await this.ended;
  }
}

/**
 * Two instances behind a proxy that sends each request to the other one in turn, and each to another place than
 * the one before: an instance is replaced by a new one after 1 to 50 requests of the API, with all of its streams.
 * A platform of functions does no worse.
 */
export class Fleet implements Stage {
  readonly #random = new SeededRandom(Number(process.env.FLEET_SEED ?? 41));
  readonly #retired: Promise<void>[] = [];
  #database: TestDatabase | null = null;
  #proxy: Server | null = null;
  #port = 0;
  #instances: Instance[] = [];
  #spare: Promise<Instance> | null = null;
  #turn = 0;
  /** Instances that were replaced, and answers that were streams. */
  readonly counts = { replaced: 0, requests: 0, streams: 0 };

  get address(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  async start(): Promise<void> {
    if (this.#database === null) {
      this.#database = await createTestDatabase();
      await migrate(this.#database.url);
    }
    this.#port ||= await freeLoopbackPort();
    this.#instances = await Promise.all([this.#newInstance(), this.#newInstance()]);
    this.#spare = this.#newInstance();
    const proxy = createServer((from, to) => void this.#pass(from, to));
    this.#proxy = proxy;
    await new Promise<void>((resolve) => proxy.listen(this.#port, '127.0.0.1', resolve));
  }

  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.#end('SIGTERM');
    await this.#database?.drop();
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const proxy = this.#proxy;
    this.#proxy = null;
    proxy?.closeAllConnections();
    await new Promise((resolve) => (proxy ? proxy.close(resolve) : resolve(undefined)));
    const spare = await this.#spare;
    this.#spare = null;
    const ending = [...this.#instances, ...(spare ? [spare] : [])].map((instance) => instance.end(signal));
    await Promise.all([...ending, ...this.#retired]);
  }

  #newInstance(): Promise<Instance> {
    const environment = {
      DATABASE_URL: this.#database?.url ?? '',
      SESSION_SECRET: 'one secret for all instances of a deployment',
      STREAM_SECONDS: '20',
    };
    // Few of them as a rule, or most instances would outlive the test.
    return Instance.start(environment, 1 + Math.floor(mostRequests * this.#random.next() ** 4));
  }

  async #pass(from: IncomingMessage, to: ServerResponse): Promise<void> {
    to.on('error', () => undefined);
    const body = await buffer(from);
    const isApi = from.url?.startsWith('/api/') === true;
    const instance = isApi ? await this.#next() : this.#instances[0];
    if (instance === undefined) {
      to.writeHead(502).end();
      return;
    }
    instance.underWay += 1;
    let isUnderWay = true;
    const over = () => {
      instance.underWay -= isUnderWay ? 1 : 0;
      isUnderWay = false;
    };
    to.on('close', over);
    forward(from, to, body, instance.address, {
      answered: (answer) => {
        if (!isStream(answer)) return;
        this.counts.streams += 1;
        over();
      },
      failed: () => to.writeHead(502).end(),
    });
    if (isApi && instance.left === 0) this.#replace(instance);
  }

  /** The instance whose turn it is. Both may be used up; then everybody waits for a new one. */
  async #next(): Promise<Instance | undefined> {
    for (;;) {
      this.#turn += 1;
      const turn = this.#turn;
      const ready = this.#instances.filter(({ left }) => left > 0);
      const instance = ready[turn % Math.max(1, ready.length)];
      if (instance === undefined) {
        await sleep(10);
        if (this.#proxy === null) return undefined;
        continue;
      }
      instance.left -= 1;
      this.counts.requests += 1;
      return instance;
    }
  }

  /** Its last request is on its way: it ends when that is answered. */
  #replace(instance: Instance): void {
    const coming = this.#spare;
    if (coming === null) return;
    this.#spare = this.#newInstance();
    const replacing = async () => {
      const next = await coming;
      this.#instances = this.#instances.map((one) => (one === instance ? next : one));
      this.counts.replaced += 1;
      while (instance.underWay > 0) await sleep(10);
      await instance.end('SIGTERM');
    };
    this.#retired.push(replacing());
  }
}

/** As the README has it: functions apply no migrations. */
async function migrate(url: string): Promise<void> {
  const child = spawn(process.execPath, ['scripts/run-ts.mjs', 'scripts/migrate.ts'], {
    env: { ...process.env, DATABASE_URL: url, DSQL_ENDPOINTS: '' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const status = await new Promise((resolve) => child.once('exit', resolve));
  if (status !== 0) throw new Error('npm run migrate has failed.');
}
