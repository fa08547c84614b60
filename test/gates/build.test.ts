import { createHash } from 'node:crypto';
import { cp, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repository, run, withPlanted } from './planted';

/** Runs the step of the build that reads the pages, on the pages that are planted in `root`. */
async function policy(root: string) {
  await cp(join(repository, 'scripts'), join(root, 'scripts'), { recursive: true });
  await mkdir(join(root, 'dist'), { recursive: true });
  return run(root, join(root, 'scripts/csp.mjs'), []);
}

const page = (body: string) => `<!DOCTYPE html><html><head></head><body>${body}</body></html>`;

describe('the content security policy', () => {
  it('allows exactly the inline scripts of the pages, by hash', async () => {
    const inline = 'self.x=1;';
    const text = await withPlanted(
      {
        '.next/server/app/a.html': page(
          `<script src="/a.js" async=""></script><script id="i">${inline}</script>`,
        ),
      },
      async (root) => {
        expect((await policy(root)).status).toBe(0);
        return readFile(join(root, 'dist/csp.json'), 'utf8');
      },
    );
    const hash = createHash('sha256').update(inline).digest('base64');
    const directives: readonly string[] = JSON.parse(text).policy.split('; ');
    expect(directives).toContain(`script-src 'self' 'wasm-unsafe-eval' 'sha256-${hash}'`);
    expect(directives).toContain("frame-ancestors 'none'");
  });

  it.each([
    ['no page was built', {}],
    ['no page has an inline script', { '.next/server/app/a.html': page('<script src="/a.js"></script>') }],
  ])('is refused when %s', async (_name, files) => {
    const { status } = await withPlanted(files, policy);
    expect(status).not.toBe(0);
  });
});

describe('the stamp of a build', () => {
  const stampOf = async (root: string): Promise<string> => {
    await cp(join(repository, 'scripts'), join(root, 'scripts'), { recursive: true });
    return (await run(root, join(root, 'scripts/stamp.mjs'), [])).output;
  };

  it('changes with a source, and not with a test', async () => {
    const trees: readonly Readonly<Record<string, string>>[] = [
      { 'src/a.ts': '1' },
      { 'src/a.ts': '1', 'src/a.test.ts': '2' },
      { 'src/a.ts': '2' },
      { 'src/b.ts': '1' },
      { 'src/a.ts': '1', 'public/b': '' },
    ];
    const stamps = await Promise.all(trees.map((files) => withPlanted(files, stampOf)));
    expect(stamps[0]).toMatch(/^[0-9a-f]{64}\n$/);
    expect(stamps[1]).toBe(stamps[0]);
    expect(new Set(stamps).size).toBe(4);
  });
});
