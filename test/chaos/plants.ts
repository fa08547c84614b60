import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';
import type { ViolationKind } from './checker';
import type { LaneName } from './schedule';

/** One text in one source file, and what stands there instead. */
type Patch = { readonly file: string; readonly find: string; readonly put: string };

/** A bug that the product does not have, and that the checker has to find. */
export type Plant = {
  readonly name: string;
  readonly what: string;
  readonly server?: readonly Patch[];
  readonly client?: readonly Patch[];
  /** Run once on the migrated database. */
  readonly sql?: readonly string[];
  /** What has to go wrong for it to show soon. */
  readonly lanes: readonly LaneName[];
  /** One of these has to be found: anything else is another bug. */
  readonly shows: readonly ViolationKind[];
};

const races: readonly LaneName[] = ['links', 'commits'];
const losses: readonly LaneName[] = ['commits'];

export const plants: readonly Plant[] = [
  {
    name: 'no-foreign-key',
    what: 'no foreign keys on faces',
    lanes: races,
    shows: ['incoherent', 'ddl-does-not-load'],
    sql: [
      'ALTER TABLE records DROP CONSTRAINT records_parent_fkey',
      'ALTER TABLE refs DROP CONSTRAINT refs_to_fkey',
    ],
  },
  {
    name: 'begin-time',
    what: 'at = now(): the log in the order in which transactions began',
    lanes: races,
    shows: ['version-gap', 'out-of-order', 'incoherent', 'replay-differs'],
    server: [
      {
        file: 'src/server/storage/statements.ts',
        find: "const nextAt = `greatest(clock_timestamp(), (SELECT max(c.at) FROM changes c WHERE c.project_id = $1::uuid) + interval '1 microsecond')`;",
        put: 'const nextAt = `now()`;',
      },
    ],
  },
  {
    name: 'early-answer',
    what: 'acknowledged before COMMIT is answered',
    lanes: losses,
    shows: ['lost', 'two-answers', 'answer-differs'],
    server: [
      {
        file: 'src/server/storage/with-retry.ts',
        find: `const ending = [last(), client.query('COMMIT')] as const;
    behind = attempt.behind?.(client);`,
        put: `const ending = [last(), Promise.resolve({ command: 'COMMIT' } as QueryResult)] as const;
    const committing = client.query('COMMIT');
    behind = Promise.allSettled([committing, attempt.behind?.(client)]);`,
      },
    ],
  },
  {
    name: 'blind-retry',
    what: 'a COMMIT without an answer is repeated as if it were new',
    lanes: losses,
    shows: ['nobody-asked', 'refused-yet-applied', 'applied-twice'],
    server: [
      {
        file: 'src/server/projects/create-project-service.ts',
        find: 'commit(pool, { actor, projectId, mutation }, { feed, edits }),',
        put: `commit(pool, { actor, projectId, mutation }, { feed, edits }).catch(() =>
        commit(pool, { actor, projectId, mutation: { ...mutation, id: crypto.randomUUID() } }, { feed, edits }),
      ),`,
      },
    ],
  },
  {
    name: 'feed-by-time',
    what: 'the feed goes on behind the latest (at, id) that it has seen',
    lanes: races,
    shows: ['client-differs', 'not-converged', 'client-bug'],
    server: [
      {
        file: 'src/server/storage/statements.ts',
        find: 'AND l.segment IS NULL AND l.xid >= $4::xid8\n',
        put: 'AND l.segment IS NULL AND l.xid >= $4::xid8 AND false\n',
      },
      {
        file: 'src/server/storage/statements.ts',
        find: 'AND l.segment IS NULL AND l.xid = ANY($3::xid8[])\n',
        put: 'AND l.segment IS NULL AND l.xid = ANY($3::xid8[]) AND false\n',
      },
      {
        file: 'src/server/storage/statements.ts',
        find: '            AND (l.xid >= $4::xid8) IS NOT TRUE AND (l.xid = ANY($3::xid8[])) IS NOT TRUE\n',
        put: '',
      },
    ],
  },
  {
    name: 'no-tombstones',
    what: 'a record that comes back begins at version 1 again',
    lanes: races,
    shows: ['version-gap'],
    server: [
      {
        file: 'src/core/schema/draft.ts',
        find: 'return (this.#base.get(id)?.version ?? 0) + 1;',
        put: 'const base = this.#base.get(id); return base && !("deleted" in base) ? base.version + 1 : 1;',
      },
    ],
  },
  {
    name: 'own-edit-wins',
    what: 'a wrong merge in the client: what it has edited itself is not taken in from others',
    lanes: races,
    shows: ['client-differs', 'not-converged', 'client-bug'],
    client: [
      {
        file: 'src/client/sync/mirror.ts',
        find: 'if (this.#confirmed.put(state)) remember(state.id);',
        put: 'if (this.#overlay.has(state.id)) continue;\n      if (this.#confirmed.put(state)) remember(state.id);',
      },
    ],
  },
];

/** Puts patches into a bundle on its way. The build fails when one finds nothing, or more than one place. */
export function planting(root: string, patches: readonly Patch[]): Plugin {
  return {
    name: 'planted-bug',
    setup: ({ onLoad, onEnd }) => {
      const put = new Set<Patch>();
      for (const file of new Set(patches.map((patch) => patch.file))) {
        const path = join(root, file);
        onLoad({ filter: new RegExp(`${file.replaceAll(/[.]/g, '\\.')}$`) }, async (load) => {
          if (load.path !== path) return undefined;
          let contents = await readFile(path, 'utf8');
          for (const patch of patches.filter((one) => one.file === file)) {
            if (contents.split(patch.find).length !== 2)
              throw new Error(`Not once in ${file}: ${patch.find}`);
            contents = contents.replace(patch.find, () => patch.put);
            put.add(patch);
          }
          return { contents, loader: 'ts' };
        });
      }
      onEnd(() => {
        const missed = patches.find((patch) => !put.has(patch));
        if (missed) throw new Error(`${missed.file} is not in the bundle: the bug was not planted.`);
      });
    },
  };
}
