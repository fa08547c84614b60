/** `npm run bench edit`: builds what is measured, then runs bench/<name>/main.ts (or run.ts) with the rest. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './lib/files.mjs';

const mainOf = (name) => ['main.ts', 'run.ts'].find((file) => existsSync(join(root, 'bench', name, file)));

const [name = '', ...args] = process.argv.slice(2);
const main = name === '' ? undefined : mainOf(name);
if (main === undefined) {
  const names = readdirSync(join(root, 'bench')).filter((folder) => mainOf(folder) !== undefined);
  console.error(`usage: npm run bench <name> [-- arguments], with one of: ${names.join(', ')}`);
  process.exit(1);
}
for (const command of [
  ['scripts/build.mjs', '--if-changed'],
  ['scripts/run-ts.mjs', `bench/${name}/${main}`, ...args],
]) {
  const { status } = spawnSync(process.execPath, command, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
