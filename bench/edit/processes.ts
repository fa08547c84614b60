import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { freeLoopbackPort } from '../../src/server/storage/embedded/postmaster';
import type { Candidate } from './subjects';

/** A server under measurement, in a process of its own. */
export type Subject = { readonly port: number; readonly pid: number; readonly process: ChildProcess };

/** Starts a server and waits until it answers. */
export async function startSubject({ name, args, environment }: Candidate): Promise<Subject> {
  const port = await freeLoopbackPort();
  const flags = ['--expose-gc', '--import', './bench/edit/tell-memory.mjs'];
  const child = spawn(process.execPath, [...flags, ...args], {
    env: { ...process.env, ...environment, PORT: String(port), NODE_ENV: 'production' },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  for (let tries = 0; tries < 600; tries += 1) {
    if (child.exitCode !== null) throw new Error(`${name} ended with ${child.exitCode}`);
    const isUp = await fetch(`http://127.0.0.1:${port}/api/v1/health`).then(
      (answer) => {
        void answer.body?.cancel();
        return true;
      },
      () => false,
    );
    if (isUp) return { port, pid: child.pid ?? 0, process: child };
    await sleep(100);
  }
  child.kill('SIGKILL');
  throw new Error(`${name} does not answer`);
}

export async function stopSubject(subject: Subject): Promise<void> {
  const ended = once(subject.process, 'exit');
  subject.process.kill('SIGTERM');
  await ended;
}

/** Bytes in use once everything that can be collected is. */
export async function settledMemory({ process: child }: Subject): Promise<number> {
  let bytes = 0;
  for (let times = 0; times < 2; times += 1) {
    await sleep(200);
    const answered = once(child, 'message');
    child.send('memory');
    [bytes] = await answered;
  }
  return bytes;
}
