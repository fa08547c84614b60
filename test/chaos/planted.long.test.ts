import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { plants } from './plants';

it('CHA-21: each planted bug is found, by a violation that is its own', async () => {
  const child = spawn(process.execPath, ['scripts/run-ts.mjs', 'test/chaos/main.ts', '--planted', 'all'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const status = new Promise<number | null>((resolve) => child.once('close', resolve));
  const said = await text(child.stdout);
  for (const { name } of plants) expect(said).toContain(`${name}: `);
  expect(await status).toBe(0);
});
