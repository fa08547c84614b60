import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { settledMemory, startSubject, stopSubject } from './processes';
import { processorTime, takenByOthers } from './processor-time';
import type { Figures } from './report';
import { figuresOf } from './report';
import type { Candidate } from './subjects';

export type Load = {
  readonly count: number;
  readonly seconds: number;
  readonly warmUp: { readonly edits: number; readonly seconds: number };
};

/** Starts a server, loads it, and stops it. */
export async function measure(candidate: Candidate, load: Load, databasePid: number): Promise<Figures> {
  const subject = await startSubject(candidate);
  try {
    const clients = await candidate.clients(subject.port, load.count);
    const child = spawn(process.execPath, [join(process.cwd(), 'bench/edit/load.mjs')], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
    const say = (message: unknown) => child.stdin.write(`${JSON.stringify(message)}\n`);
    const hear = async () => {
      const line = await lines.next();
      if (line.done === true) throw new Error('The clients ended early.');
      return JSON.parse(line.value);
    };
    const used = () => processorTime({ server: subject.pid, database: databasePid, clients: child.pid ?? 0 });

    const { transport } = candidate;
    say({ port: subject.port, seconds: load.seconds, warmUp: load.warmUp, transport, clients });
    await hear();
    const before = used();
    const message = await hear();
    const after = used();
    const withStreams = await settledMemory(subject);
    say('close');
    await hear();
    const withoutStreams = await settledMemory(subject);
    say('end');
    return figuresOf(candidate.name, load.count, message, {
      server: after.server - before.server,
      database: after.database - before.database,
      others: takenByOthers(before, after),
      bytesPerStream: (withStreams - withoutStreams) / load.count,
    });
  } finally {
    await stopSubject(subject);
  }
}
