import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repository, run, withPlanted } from './planted';

/** As `npm run deadcode`. */
const deadCode = (root: string) =>
  run(root, 'knip/bin/knip.js', [
    ...['--no-config-hints', '--include', 'files,exports,types'],
    ...['--reporter', 'symbols', '--reporter', join(repository, 'scripts/lib/knip-count.mjs')],
  ]);

const MAIN = { 'src/server/main.ts': "import { used } from './used';\n\nused();\n" };
const USED = 'export function used(): void {}\n';

describe('dead code', () => {
  it('finds a planted file and a planted export', async () => {
    const { status, output } = await withPlanted(
      {
        ...MAIN,
        'src/server/used.ts': `${USED}export function planted(): void {}\n`,
        'src/server/forgotten.ts': 'export const forgotten = 1;\n',
      },
      deadCode,
    );
    expect(status).not.toBe(0);
    expect(output).toContain('planted');
    expect(output).toContain('src/server/forgotten.ts');
  });

  it('passes what is used', async () => {
    const { status, output } = await withPlanted({ ...MAIN, 'src/server/used.ts': USED }, deadCode);
    expect(output).toMatch(/^dead code: looked at \d+ files\n$/);
    expect(status).toBe(0);
  });

  it('fails when it looked at nothing', async () => {
    const { status } = await withPlanted({}, deadCode);
    expect(status).not.toBe(0);
  });
});
