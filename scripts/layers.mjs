/**
 * `npm run layers`: holds every import against the tables of .dependency-cruiser.mjs. Fails on a forbidden
 * arrow, and also when it did not look: every source file has to be among the modules it read, and they have
 * to import something. `--root DIR` checks another tree with the same rules (its own tests do).
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import swc from '@swc/core';
import { filesUnder, root as repository } from './lib/files.mjs';

const FOLDERS = ['src', 'test', 'e2e', 'bench', 'scripts'];
const { values } = parseArgs({ options: { root: { type: 'string', default: repository } } });
const root = resolve(values.root);

let areTypesErased = false;

/** An import or export that is gone when the code runs. */
const isErased = (item) =>
  (item.type === 'ImportDeclaration' || item.type === 'ExportNamedDeclaration') && item.typeOnly === true;

// dependency-cruiser asks swc for plain TypeScript only, which stops at the first tag of a .tsx file, and
// does not tell imports of types from others.
const parseFileSync = swc.parseFileSync.bind(swc);
swc.parseFileSync = (file, parserOptions) => {
  const tree = parseFileSync(file, { ...parserOptions, tsx: file.endsWith('.tsx') });
  return areTypesErased ? { ...tree, body: tree.body.filter((item) => !isErased(item)) } : tree;
};

const { cruise } = await import('dependency-cruiser');
const { forbiddenAtRunTime, forbiddenImports, options } = await import('../.dependency-cruiser.mjs');

process.chdir(root);
const folders = FOLDERS.filter((folder) => existsSync(folder));
const all = await look(forbiddenImports);
areTypesErased = true;
const atRunTime = await look(forbiddenAtRunTime);

const errors = [...all.summary.violations, ...atRunTime.summary.violations].map(
  ({ rule, from, to }) => `${rule.name}: ${from}${to === from ? '' : ` → ${to}`}`,
);
const seen = new Set(all.modules.map((module) => module.source));
const missed = folders
  .flatMap((folder) => filesUnder(root, folder))
  .filter((file) => /^(src|e2e)\/.*\.tsx?$/.test(file) && !seen.has(file));
for (const file of missed) errors.push(`not looked at: ${file}`);
for (const { summary } of [all, atRunTime]) {
  if (summary.totalDependenciesCruised === 0) errors.push('looked at no import at all');
}

for (const error of errors) console.error(error);
const { totalCruised, totalDependenciesCruised } = all.summary;
console.log(
  `layers: ${totalCruised} modules, ${totalDependenciesCruised} imports, ${errors.length} violations`,
);
process.exitCode = errors.length === 0 ? 0 : 1;

async function look(forbidden) {
  const { output } = await cruise(folders, { ...options, ruleSet: { forbidden }, validate: true });
  return output;
}
