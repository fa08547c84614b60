import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { planting, plants } from './plants';

const bundle = (find: string) =>
  build({
    entryPoints: ['src/client/sync/backoff.ts'],
    write: false,
    logLevel: 'silent',
    plugins: [planting(process.cwd(), [{ file: 'src/client/sync/backoff.ts', find, put: 'baseMs: 7' }])],
  });

describe('planted bugs', () => {
  it('CHA-20: are put where their text is, and fail loudly where it is not', async () => {
    const { outputFiles } = await bundle('baseMs: 500');
    expect(outputFiles[0]?.text).toContain('baseMs: 7');
    await expect(bundle('baseMs: no such')).rejects.toThrow('Not once in');
    await expect(bundle('capMs')).rejects.toThrow('Not once in');
  });

  it('CHA-20: fail loudly when the file is not in the bundle', async () => {
    const elsewhere = build({
      entryPoints: ['src/client/sync/backoff.ts'],
      write: false,
      logLevel: 'silent',
      plugins: [planting(process.cwd(), [{ file: 'src/client/sync/mirror.ts', find: 'x', put: 'y' }])],
    });
    await expect(elsewhere).rejects.toThrow('was not planted');
  });

  it('CHA-20: every one finds its place in the sources of today', async () => {
    for (const { name, server = [], client = [] } of plants) {
      const patches = [...server, ...client];
      const built = build({
        entryPoints: [...new Set(patches.map(({ file }) => file))],
        outdir: 'nowhere',
        write: false,
        logLevel: 'silent',
        plugins: [planting(process.cwd(), patches)],
      });
      await expect(built, name).resolves.toMatchObject({ errors: [] });
    }
  });
});
