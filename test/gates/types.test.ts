import { describe, expect, it } from 'vitest';
import { run, withPlanted } from './planted';

const tsc = (root: string, project: string) =>
  run(root, 'typescript/bin/tsc', ['--noEmit', '--incremental', 'false', '-p', project]);

describe('types', () => {
  it('finds a planted type error', async () => {
    const { status, output } = await withPlanted(
      { 'src/server/a.ts': "export const a: number = 'text';\n" },
      (root) => tsc(root, 'tsconfig.json'),
    );
    expect(status).not.toBe(0);
    expect(output).toContain('src/server/a.ts');
  });

  it('fails when it looked at nothing', async () => {
    const { status } = await withPlanted({}, async (root) => {
      const { rm } = await import('node:fs/promises');
      await rm(`${root}/knip.config.ts`);
      return tsc(root, 'tsconfig.json');
    });
    expect(status).not.toBe(0);
  });
});

describe('types of the core', () => {
  it.each([
    ['the DOM', 'export const a = window.name;\n'],
    ['Node', 'export const a = process.pid;\n'],
    ['a Node module', "import { sep } from 'node:path';\n\nexport const a = sep;\n"],
    ['a timer', 'export const a = (): unknown => setTimeout(() => undefined, 1);\n'],
  ])('refuse %s, which the other layers may use', async (_name, text) => {
    const [core, all] = await withPlanted({ 'src/core/a.ts': text }, (root) =>
      Promise.all([tsc(root, 'tsconfig.core.json'), tsc(root, 'tsconfig.json')]),
    );
    expect(core.status).not.toBe(0);
    expect(core.output).toContain('src/core/a.ts');
    expect(all).toEqual({ status: 0, output: '' });
  });

  it('fail when they looked at nothing', async () => {
    const { status } = await withPlanted({ 'src/server/a.ts': 'export const a = 1;\n' }, (root) =>
      tsc(root, 'tsconfig.core.json'),
    );
    expect(status).not.toBe(0);
  });
});
