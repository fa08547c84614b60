import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesUnder } from './files.mjs';
import { SANDBOX_FOLDER, sandboxData } from './sandbox.mjs';

/** What a build is made from, beside `src/`. The lock file stands for every dependency. */
const SINGLE_FILES = [
  'package.json',
  'package-lock.json',
  'next.config.ts',
  'postcss.config.mjs',
  'tsconfig.json',
  'vercel.json',
];

/** What a complete build leaves behind; a stamp without these is not believed. */
const OUTPUTS = ['.next/BUILD_ID', 'dist/server/main.mjs', 'dist/server/function.mjs', 'dist/csp.json'];

const STAMP = 'dist/build-stamp';

/**
 * SHA-256 over the content of everything a build reads. Content and not modification times: a checkout, a
 * copy or a clock that jumps must neither hide a change nor invent one.
 * @param {string} root
 */
export function sourcesHash(root) {
  const sources = [
    ...filesUnder(root, 'src').filter((file) => !/\.(test|fixture)\.tsx?$/.test(file)),
    // What the build itself puts there is no source.
    ...filesUnder(root, 'public').filter((file) => !file.startsWith(`${SANDBOX_FOLDER}/`)),
    ...filesUnder(root, 'scripts').filter((file) => /^scripts\/(build\.mjs|lib\/)/.test(file)),
    ...SINGLE_FILES.filter((file) => existsSync(join(root, file))),
  ];
  const hash = createHash('sha256').update(`node ${process.versions.modules}\n`);
  for (const file of sources) {
    const content = readFileSync(join(root, file));
    hash.update(`${file}\n${content.length}\n`).update(content);
  }
  return hash.digest('hex');
}

/**
 * Whether the last build finished, was made from exactly these sources, and still has its outputs.
 * @param {string} root
 * @param {string} hash
 */
export function isBuilt(root, hash) {
  if (OUTPUTS.some((file) => !existsSync(join(root, file)))) return false;
  if (sandboxData(root) === undefined) return false;
  return existsSync(join(root, STAMP)) && readFileSync(join(root, STAMP), 'utf8') === hash;
}

/** Called before a build begins: one that is interrupted must not be taken for a finished one. */
export function clearStamp(root) {
  rmSync(join(root, STAMP), { force: true });
}

/** Called after the last output was written. */
export function writeStamp(root, hash) {
  writeFileSync(join(root, STAMP), hash);
}
