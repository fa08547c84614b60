/**
 * `npm run chaos [-- options]`: see CONTRIBUTING.md and docs/spec/chaos.md.
 */
import { parseArgs } from 'node:util';
import { plants } from './plants';
import { openChaosDatabase } from './postgres';
import { runLines } from './report';
import { run } from './run';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    seconds: { type: 'string', default: '60' },
    planted: { type: 'string' },
    report: { type: 'boolean', default: false },
    people: { type: 'string', default: '4' },
    writers: { type: 'string', default: '10' },
    'converge-within': { type: 'string', default: '2000' },
  },
});

const database = await openChaosDatabase();
const plant = plants.find(({ name }) => name === values.planted) ?? null;
try {
  const result = await run(database, {
    seed: Number(values.seed),
    seconds: Number(values.seconds),
    roundSeconds: 16,
    servers: 3,
    people: Number(values.people),
    writers: Number(values.writers),
    pauseMs: { people: 120, writers: 30 },
    convergeWithinMs: Number(values['converge-within']),
    plant,
    print: console.log,
  });
  for (const line of runLines(result)) console.log(line);
  process.exitCode = result.rounds.some(({ violations }) => violations.length > 0) ? 1 : 0;
} finally {
  await database.close();
}
