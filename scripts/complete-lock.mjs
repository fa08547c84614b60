/**
 * Adds to package-lock.json the optional packages of other platforms that npm left out. npm does so when the
 * registry it asked does not have them (or when node_modules was there already), and `npm ci` then refuses
 * the lock file on every machine. Run it after `npm install <package>`; it changes nothing when all are there.
 *
 * An added entry has the exact version that its parent asks for and the platform that its name tells; its
 * checksum is unknown here, npm fills it in where it installs the package.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './lib/files.mjs';

const SYSTEMS = [
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
];
const PROCESSORS = [
  'arm64',
  'arm',
  'ia32',
  'loong64',
  'mips64el',
  'ppc64',
  'riscv64',
  's390x',
  'wasm32',
  'x64',
];

/** `@next/swc-win32-x64-msvc` → `{ os: ['win32'], cpu: ['x64'], libc: [] }`. */
function platformOf(name) {
  const parts = name.split('/').at(-1).split(/[-.]/);
  const os = SYSTEMS.filter((system) => parts.includes(system));
  const cpu = PROCESSORS.filter((processor) => parts.includes(processor));
  if (os.length === 0 && cpu[0] !== 'wasm32') return undefined;
  const libc = parts.includes('musl')
    ? ['musl']
    : os[0] === 'linux' && parts.includes('gnu')
      ? ['glibc']
      : [];
  return { os, cpu: cpu.length > 0 ? cpu : ['arm'], libc };
}

const path = join(root, 'package-lock.json');
const lock = JSON.parse(readFileSync(path, 'utf8'));
const added = {};
for (const [parent, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const places = [`${parent}/node_modules/${name}`, `node_modules/${name}`];
    if (places.some((place) => place in lock.packages || place in added)) continue;
    const platform = platformOf(name);
    if (platform === undefined || !/^\d+\.\d+\.\d+/.test(version)) {
      throw new Error(`complete-lock: do not know ${name}@${version}, which ${parent} asks for`);
    }
    added[`node_modules/${name}`] = {
      version,
      // In npm's own order, so that the next `npm install` leaves the file alone.
      cpu: platform.cpu,
      ...(entry.dev ? { dev: true } : {}),
      ...(platform.libc.length > 0 ? { libc: platform.libc } : {}),
      optional: true,
      ...(platform.os.length > 0 ? { os: platform.os } : {}),
    };
  }
}
if (Object.keys(added).length > 0) {
  const sorted = Object.entries({ ...lock.packages, ...added }).sort(([a], [b]) => (a < b ? -1 : 1));
  lock.packages = Object.fromEntries(sorted);
  writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
}
console.log(`package-lock.json: ${Object.keys(added).length} packages of other platforms added`);
