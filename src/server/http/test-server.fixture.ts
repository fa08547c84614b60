import { createParser } from 'eventsource-parser';
import type { Pool } from 'pg';
import type { TestDatabase } from '../../../test/pg/database';
import { createTestDatabase } from '../../../test/pg/database';
import { bundleSqlWorker } from '../../../test/support/sql-worker';
import { apiBase } from '../../core/protocol/version';
import { readConfig } from '../config';
import type { Cleanups } from '../main/cleanups';
import { openServices } from '../main/open-services';
import { createSqlWork } from '../main/sql-work';
import type { Log } from '../observe/log';
import type { SqlWork } from '../projects/sql-work';
import { migrate } from '../storage/migrate';
import { migrations } from '../storage/migrations/index';
import { createPool } from '../storage/pool';
import { postgresCapabilities } from '../storage/postgres';
import type { App } from './app';
import { createApp } from './app';
import type { AppServices } from './services';

export type Sent = {
  readonly json?: unknown;
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
};

/** Somebody with a browser: keeps the cookies that the server sets. */
export class Client {
  readonly #app: App;
  readonly #cookies = new Map<string, string>();

  constructor(app: App) {
    this.#app = app;
  }

  get cookie(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  async send(method: string, path: string, { json, text, headers, signal }: Sent = {}): Promise<Response> {
    const type = json === undefined ? 'text/plain' : 'application/json';
    const body = json === undefined ? text : JSON.stringify(json);
    const response = await this.#app.request(`http://localhost${apiBase}${path}`, {
      method,
      headers: {
        host: 'localhost',
        ...(this.#cookies.size === 0 ? {} : { cookie: this.cookie }),
        ...(body === undefined ? {} : { 'content-type': type }),
        ...headers,
      },
      ...(body === undefined ? {} : { body }),
      ...(signal === undefined ? {} : { signal }),
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      this.#cookies.set(name, value);
    }
    return response;
  }

  /** The JSON of a 2xx answer; anything else fails the test with the answer. */
  async ok<Value = Record<string, unknown>>(method: string, path: string, sent: Sent = {}): Promise<Value> {
    const response = await this.send(method, path, sent);
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response.status === 204 ? (null as Value) : response.json();
  }
}

/** The whole app over a database of its own, without a socket. */
export type TestServer = {
  readonly app: App;
  readonly services: AppServices;
  readonly pool: Pool;
  readonly database: TestDatabase;
  readonly faults: string[];
  visitor(): Client;
  stop(): void;
  close(): Promise<void>;
};

/** `given`: what reads, prints and executes SQL, where that has to be more than the worker of the sources. */
export async function openTestServer(
  changed: Partial<AppServices> = {},
  given?: SqlWork,
): Promise<TestServer> {
  const database = await createTestDatabase();
  const pool = createPool({ kind: 'url', url: database.url });
  await migrate(pool, migrations);
  const config = readConfig({ DATABASE_URL: database.url, SESSION_SECRET: 'x'.repeat(32) }, []);
  const stopping = new AbortController();
  const cleanups: Cleanups = [];
  const engine = {
    kind: 'postgres' as const,
    capabilities: postgresCapabilities,
    pool,
    serverVersion: '18',
    announce: () => undefined,
    close: () => pool.end(),
  };
  const faults: string[] = [];
  const sql = given ?? createSqlWork(await bundleSqlWorker());
  const opened = await openServices(
    config,
    engine,
    stopping.signal,
    cleanups,
    (line) => faults.push(line),
    sql,
  );
  const log: Log = {
    request: () => undefined,
    statement: () => undefined,
    fault: ({ error, code, stack }) => faults.push(`${error} ${code} ${stack}`),
    note: () => undefined,
  };
  const services = { ...opened, log, ...changed };
  const app = createApp(services);
  return {
    app,
    services,
    pool,
    database,
    faults,
    visitor: () => new Client(app),
    stop: () => stopping.abort(),
    close: async () => {
      stopping.abort();
      for (const undo of cleanups.reverse()) await undo();
      await pool.end();
      await database.drop();
    },
  };
}

export type SentEvent = { readonly event: string; readonly id: string | undefined; readonly data: unknown };

/** Reads a stream while it lasts. */
export class StreamReader {
  readonly events: SentEvent[] = [];
  readonly comments: string[] = [];
  readonly ended: Promise<void>;
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;

  constructor(response: Response) {
    if (response.body === null) throw new Error('no body');
    this.#reader = response.body.getReader();
    this.ended = this.#read();
  }

  /** The data of all events of one kind so far. */
  of(event: string): readonly unknown[] {
    return this.events.filter((one) => one.event === event).map(({ data }) => data);
  }

  leave(): Promise<void> {
    return this.#reader.cancel();
  }

  async #read(): Promise<void> {
    const decoder = new TextDecoder();
    const parser = createParser({
      onEvent: ({ event = 'message', id, data }) => this.events.push({ event, id, data: JSON.parse(data) }),
      onComment: (comment) => this.comments.push(comment),
    });
    for (let chunk = await this.#reader.read(); !chunk.done; chunk = await this.#reader.read()) {
      parser.feed(decoder.decode(chunk.value, { stream: true }));
    }
  }
}
