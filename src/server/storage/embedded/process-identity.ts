import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';

/** True while a process of that id exists, whoever owns it; a zombie that waits for its parent counts as gone. */
export function isRunning(pid: number): boolean {
  // 0 and negative numbers mean process groups to kill(2).
  if (!Number.isInteger(pid) || pid <= 0) {
    return false;
  }
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return linuxStat(pid)?.state !== 'Z';
}

/**
 * When the process began, as a text that only serves to be compared: with the id it tells a process from a
 * later one that was given the same number. Undefined when there is no such process or no way to know.
 */
export function processStart(pid: number): string | undefined {
  if (process.platform === 'linux') {
    const stat = linuxStat(pid);
    return stat === undefined ? undefined : `${bootId()}:${stat.start}`;
  }
  return ask('ps', ['-o', 'lstart=', '-p', String(pid)]);
}

/** The command line of a process, words joined by spaces; undefined when it cannot be read. */
export function commandLine(pid: number): string | undefined {
  if (process.platform === 'linux') {
    return read(`/proc/${pid}/cmdline`)?.replaceAll('\0', ' ').trim();
  }
  return ask('ps', ['-o', 'command=', '-p', String(pid)]);
}

/** The folder in which a process works, wherever it has been moved to since; undefined when nobody tells. */
export function workingFolder(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined;
  }
}

/** proc_pid_stat(5): the name, in parentheses, may hold spaces, so fields count from the last `)`. */
function linuxStat(pid: number): { state: string; start: string } | undefined {
  const text = read(`/proc/${pid}/stat`);
  const fields = text?.slice(text.lastIndexOf(')') + 2).split(' ');
  const [state, start] = [fields?.[0], fields?.[19]];
  return state === undefined || start === undefined ? undefined : { state, start };
}

function bootId(): string {
  return read('/proc/sys/kernel/random/boot_id')?.trim() ?? '';
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function ask(command: string, args: readonly string[]): string | undefined {
  try {
    const answer = execFileSync(command, args, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
    return answer === '' ? undefined : answer;
  } catch {
    return undefined;
  }
}
