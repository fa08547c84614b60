import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StartError } from '../storage-error';
import { isRunning, processStart } from './process-identity';

/** The right to use a home folder, held by one process at a time. */
export interface HomeLock {
  /** Writes down where this server answers, for the message that a second one gives. */
  announce(address: string): void;
  release(): void;
}

interface Holder {
  readonly pid: number;
  /** Tells the holder from a later process that was given its number. */
  readonly start: string | undefined;
  readonly address?: string;
}

/**
 * Takes the lock `server.lock` of a folder. One whose holder is gone (killed, or the machine restarted) is
 * taken over without a word.
 *
 * @throws StartError when another living process holds it
 */
export function lockHome(home: string): HomeLock {
  const path = join(home, 'server.lock');
  const me: Holder = { pid: process.pid, start: processStart(process.pid) };
  // The file appears under its name complete or not at all: link(2) fails where there is one already.
  const mine = join(home, `server.lock.${process.pid}`);
  writeFileSync(mine, JSON.stringify(me), { mode: 0o600 });
  try {
    for (let tries = 0; !link(mine, path); tries += 1) {
      const holder = readHolder(path);
      if (tries === 10 || (holder !== undefined && isAlive(holder))) {
        throw new StartError(inUse(home, holder));
      }
      removeStale(path);
    }
  } finally {
    rmSync(mine, { force: true });
  }
  return {
    announce: (address) => writeFileSync(path, JSON.stringify({ ...me, address })),
    release: () => {
      if (readHolder(path)?.pid === process.pid) {
        rmSync(path, { force: true });
      }
    },
  };
}

function link(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') {
      return false;
    }
    throw error;
  }
}

/**
 * Of several starters that find the same stale lock, one may have replaced it already when the next comes to
 * remove it: what was moved away is looked at again, and a live one put back.
 */
function removeStale(path: string): void {
  const aside = `${path}.stale.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  const moved = readHolder(aside);
  if (moved !== undefined && isAlive(moved)) {
    link(aside, path);
  }
  rmSync(aside, { force: true });
}

function readHolder(path: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Holder;
  } catch {
    return undefined;
  }
}

function isAlive(holder: Holder): boolean {
  return holder.pid !== process.pid && isRunning(holder.pid) && processStart(holder.pid) === holder.start;
}

function inUse(home: string, holder: Holder | undefined): string {
  const where = holder?.address === undefined ? '' : ` at ${holder.address}`;
  return `VersionZero already runs${where} with ${home} (process ${holder?.pid ?? 'unknown'}): use that one, stop it, or set VERSIONZERO_HOME to another folder.`;
}
