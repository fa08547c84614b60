import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repository, run, withPlanted } from './planted';

const layers = (root: string) => run(root, join(repository, 'scripts/layers.mjs'), ['--root', root]);

/** A tree in which every file but `clean*` breaks exactly the rule that stands beside it. */
const PLANTED: readonly { readonly path: string; readonly text: string; readonly rule?: string }[] = [
  { path: 'src/core/std/clean.ts', text: 'export type T = 1;\nexport const one = 1;\n' },
  { path: 'src/server/storage/clean.ts', text: 'export type Row = 1;\nexport const two = 2;\n' },
  {
    path: 'src/core/schema/up.ts',
    text: "export { two } from '../../server/storage/clean';\n",
    rule: 'layer: core',
  },
  {
    path: 'src/core/schema/sideways.ts',
    text: "export { five } from '../protocol/clean';\n",
    rule: 'layer: core/schema',
  },
  {
    path: 'src/core/protocol/clean.ts',
    text: "import { one } from '../std/clean';\n\nexport const five = one + 4;\n",
  },
  {
    path: 'src/client/panels/across.tsx',
    text: "import type { Row } from '../../server/storage/clean';\n\nexport const Across = (_: { row: Row }) => <p>here</p>;\n",
    rule: 'layer: client',
  },
  {
    path: 'src/client/sync/own.ts',
    text: "export { Across } from '../panels/across';\n",
    rule: 'never: client/sync',
  },
  {
    path: 'src/server/projects/query.ts',
    text: "import pg from 'pg';\n\nexport const pool = new pg.Pool();\n",
    rule: 'door: pg',
  },
  { path: 'src/server/http/view.ts', text: "export { useState } from 'react';\n", rule: 'door: react' },
  { path: 'src/core/std/node.ts', text: "export { sep } from 'node:path';\n", rule: 'core is pure' },
  {
    path: 'src/server/live/a.ts',
    text: "export { b } from './b';\nexport const a = 1;\n",
    rule: 'no circular',
  },
  { path: 'src/server/live/b.ts', text: "import { a } from './a';\n\nexport const b = a;\n" },
  { path: 'src/server/live/alone.ts', text: 'export const alone = 1;\n', rule: 'no orphans' },
  { path: 'src/server/live/lost.ts', text: "export { lost } from './nowhere';\n", rule: 'resolvable' },
];

/** A signature may name the type of a package outside its door, and two files each other's types. */
const ALLOWED = {
  'src/server/projects/a.ts':
    "import type { Pool } from 'pg';\nimport { b } from './b';\n\nexport type A = Pool;\nexport const a = b;\n",
  'src/server/projects/b.ts': "import type { A } from './a';\n\nexport const b = (a: A): A => a;\n",
};

describe('layers', () => {
  it('find every planted arrow', async () => {
    const files = Object.fromEntries(PLANTED.map(({ path, text }) => [path, text]));
    const { status, output } = await withPlanted(files, layers);
    expect(status).toBe(1);
    const missed = PLANTED.filter(
      ({ path, rule }) => rule !== undefined && !output.includes(`${rule}: ${path}`),
    );
    expect(missed.map(({ path, rule }) => `${rule}: ${path}`)).toEqual([]);
    expect(output).not.toMatch(/: \S*clean\.ts/);
  });

  it('let types through a door, where nothing runs', async () => {
    const { status, output } = await withPlanted(ALLOWED, layers);
    expect(output).toContain('0 violations');
    expect(status).toBe(0);
  });

  it('fail when they looked at nothing', async () => {
    const { status } = await withPlanted({ 'src/core/read-me.txt': 'no code\n' }, layers);
    expect(status).not.toBe(0);
  });
});
