import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Runs `work` while holding the lock file `path`; waits while another live process holds it. A lock whose
 * holder is gone (killed, machine restarted) is taken over, so nobody has to delete anything by hand.
 * @template T
 * @param {string} path
 * @param {() => Promise<T>} work
 * @param {AbortSignal} signal ends the waiting, with its reason
 * @param {() => void} onWait called once, when somebody else is at it
 * @returns {Promise<T>}
 */
export async function withLock(path, work, signal, onWait = () => {}) {
  mkdirSync(dirname(path), { recursive: true });
  let told = false;
  while (!tryLock(path)) {
    if (!isHeld(path)) {
      removeStale(path);
      continue;
    }
    if (!told) onWait();
    told = true;
    await sleep(200, undefined, { signal });
  }
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}

/** The file appears under its name complete or not at all: link(2) fails where there is one already. */
function tryLock(path) {
  const mine = `${path}.${process.pid}`;
  writeFileSync(mine, identity(process.pid));
  try {
    linkSync(mine, path);
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    return false;
  } finally {
    rmSync(mine, { force: true });
  }
}

/** Of several that find the same stale lock one may have replaced it already: a live one is put back. */
function removeStale(path) {
  const aside = `${path}.stale.${process.pid}`;
  try {
    renameSync(path, aside);
    if (isHeld(aside)) linkSync(aside, path);
  } catch (error) {
    if (error.code !== 'ENOENT' && error.code !== 'EEXIST') throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

function isHeld(path) {
  const holder = read(path) ?? '';
  const pid = Number.parseInt(holder, 10);
  return pid > 0 && pid !== process.pid && isRunning(pid) && identity(pid) === holder;
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/**
 * A process by its number and, on Linux, by when it began: numbers are given again, in a container that
 * restarts even the same ones. proc_pid_stat(5): the name, in parentheses, may hold spaces.
 */
function identity(pid) {
  const stat = read(`/proc/${pid}/stat`);
  const began = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  return [pid, began, read('/proc/sys/kernel/random/boot_id')?.trim() ?? ''].join(' ');
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
