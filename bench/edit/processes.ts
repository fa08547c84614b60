import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { freeLoopbackPort } from '../../src/server/storage/embedded/postmaster';

/** A server under measurement, in a process of its own. */
export type Subject = { readonly name: string; readonly port: number; readonly process: ChildProcess };

/** Starts a server and waits until it answers. */
export async function startSubject(
  name: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<Subject> {
  const port = await freeLoopbackPort();
  const child = spawn(process.execPath, [...args], {
    env: { ...process.env, ...environment, PORT: String(port), NODE_ENV: 'production' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  for (let tries = 0; tries < 100; tries += 1) {
    if (child.exitCode !== null) throw new Error(`${name} ended with ${child.exitCode}`);
    const isUp = await fetch(`http://127.0.0.1:${port}/api/v1/health`).then(
      (answer) => {
        void answer.body?.cancel();
        return true;
      },
      () => false,
    );
    if (isUp) return { name, port, process: child };
    await sleep(100);
  }
  throw new Error(`${name} does not answer`);
}

export async function stopSubject(subject: Subject): Promise<void> {
  const ended = new Promise((resolve) => subject.process.once('exit', resolve));
  subject.process.kill('SIGTERM');
  await ended;
}

/** CPU seconds that a process has used so far, user and system (proc(5), fields 14 and 15; 100 ticks a second). */
export function cpuSeconds(subject: Subject): number {
  const stat = readFileSync(`/proc/${subject.process.pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
