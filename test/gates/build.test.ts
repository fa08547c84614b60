import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { nodeBundles } from '../../scripts/lib/bundle.mjs';
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

describe('the bundle of the server', () => {
  it('PRE-28: has the SDKs of AWS in files of their own, and loads them from there', async () => {
    const { metafile } = await build({ ...nodeBundles(repository), write: false, metafile: true });
    const partsOf = (file: string) => Object.keys(metafile.outputs[file]?.inputs ?? {});
    const isSdk = (part: string) => part.includes('node_modules/@aws-sdk/');
    expect(partsOf('dist/server/main.mjs').length).toBeGreaterThan(100);
    expect(partsOf('dist/server/main.mjs').filter(isSdk)).toEqual([]);
    for (const name of ['dynamodb-table', 'aws']) {
      expect(partsOf(`dist/server/lazy/${name}.mjs`).filter(isSdk).length).toBeGreaterThan(10);
      expect(metafile.outputs['dist/server/main.mjs']?.imports).toContainEqual(
        expect.objectContaining({ path: `./lazy/${name}.mjs`, kind: 'dynamic-import' }),
      );
    }
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

describe('npm start before the server', () => {
  const copyScripts = (root: string) =>
    cp(join(repository, 'scripts'), join(root, 'scripts'), { recursive: true });
  const start = async (root: string) => {
    await copyScripts(root);
    return run(root, join(root, 'scripts/start.mjs'), []);
  };

  it('ENG-10: a signal while it builds ends it with status 0', async () => {
    const status = await withPlanted({ 'src/server/main.ts': '' }, async (root) => {
      await copyScripts(root);
      const child = spawn(process.execPath, ['scripts/start.mjs'], { cwd: root });
      child.stdout.once('data', () => child.kill('SIGTERM'));
      // Its pipes close when the last process that holds them is gone: the build's as well.
      return new Promise((resolve) => {
        child.once('close', resolve);
      });
    });
    expect(status).toBe(0);
  });

  it('ENG-9: says in one sentence that the dependencies are not installed', async () => {
    const { status, output } = await withPlanted({}, async (root) => {
      await rm(join(root, 'node_modules'));
      return start(root);
    });
    expect(status).toBe(1);
    expect(output).toMatch(/^Building .*\n.*dependencies are not installed; run npm install\.\n$/);
  });

  it('ENG-8: a lock whose number another program has now is no hindrance', async () => {
    const { status, output } = await withPlanted(
      { 'dist/.build-lock': `${process.pid} 1 another boot` },
      start,
    );
    expect(status).toBe(1);
    expect(output).toContain('src/server/main.ts');
    expect(output).not.toContain('Another build');
  });
});
