import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repository, run, withPlanted } from './planted';

/** As `npm run test:corpus`, in the repository itself, on another folder. */
const corpus = (folder: string | undefined) =>
  run(repository, join(repository, 'scripts/run-ts.mjs'), ['scripts/corpus/main.ts'], { CORPUS_DIR: folder });

describe('the corpus', () => {
  it('fails when CORPUS_DIR is not set, or empty', async () => {
    for (const folder of [undefined, '']) {
      const { status, output } = await corpus(folder);
      expect(status).not.toBe(0);
      expect(output).toContain('CORPUS_DIR');
    }
  });

  it('fails on a folder with nothing in it, and on one that is not there', async () => {
    await withPlanted({}, async (root) => {
      await mkdir(join(root, 'empty'));
      for (const name of ['empty', 'nowhere']) {
        const { status, output } = await corpus(join(root, name));
        expect(status).not.toBe(0);
        expect(output).not.toContain('0 of 0');
      }
    });
  });
});
