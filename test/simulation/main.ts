import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { simulate } from './history';

/**
 * `npm run simulate -- [seeds] [first]`: plays that many histories, in as many processes as there are cores.
 * Prints what was played and each seed that shows what must not be; the exit status is 1 when one does.
 */
type Share = {
  readonly seeds: number;
  readonly edits: number;
  readonly refused: number;
  readonly failed: number;
};

const [seeds = 2_000, first = 1, share, of] = process.argv.slice(2).map(Number);

if (share !== undefined && of !== undefined) process.send?.(await play(share, of));
else {
  const began = performance.now();
  const processes = availableParallelism();
  const shares = await Promise.all(
    Array.from({ length: processes }, (_, place) => inProcess(place, processes)),
  );
  const total = (field: keyof Share): number => shares.reduce((sum, one) => sum + one[field], 0);
  const seconds = ((performance.now() - began) / 1_000).toFixed(1);
  console.log(
    `${total('seeds')} histories from seed ${first}, ${total('edits')} edits, ${total('refused')} refused, in ${seconds} s: ${total('failed')} failed`,
  );
  process.exitCode = total('seeds') === seeds && total('failed') === 0 ? 0 : 1;
}

function inProcess(place: number, processes: number): Promise<Share> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(import.meta.url), [seeds, first, place, processes].map(String));
    child.once('message', (done) => resolve(done as Share));
    child.once('error', reject);
    child.once('exit', (status) => reject(new Error(`A process ended with status ${status}.`)));
  });
}

async function play(place: number, processes: number): Promise<Share> {
  const sum = { seeds: 0, edits: 0, refused: 0, failed: 0 };
  for (let seed = first + place; seed < first + seeds; seed += processes) {
    const { edits, refused, violations } = await simulate(seed);
    sum.seeds += 1;
    sum.edits += edits;
    sum.refused += refused;
    if (violations.length === 0) continue;
    sum.failed += 1;
    console.log(`seed ${seed}: ${violations.join('; ')}`);
  }
  return sum;
}
