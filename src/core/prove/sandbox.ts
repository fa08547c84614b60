import type { Query } from '../formats/catalogue/query';

/** One connection to an empty database that nobody minds about. */
export type Sandbox = {
  /** Runs one statement and gives its rows. */
  readonly query: Query;
  /** Runs one or several statements. Rejects with what the server said: `message`, `code`, `detail`. */
  readonly exec: (sql: string) => Promise<void>;
};

/** Opens an empty database that has these extensions, as far as there are any. */
export type OpenSandbox = (extensions: readonly string[]) => Promise<Sandbox>;

/** What PGlite is to a sandbox. */
type Engine = {
  query(sql: string): Promise<{ readonly rows: readonly unknown[] }>;
  exec(sql: string): Promise<unknown>;
};

/** PGlite as a sandbox. */
export function sandboxOver(engine: Engine): Sandbox {
  return {
    query: async (sql) => (await engine.query(sql)).rows as Readonly<Record<string, unknown>>[],
    exec: async (sql) => {
      await engine.exec(sql);
    },
  };
}
