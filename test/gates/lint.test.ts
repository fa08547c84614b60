import { describe, expect, it } from 'vitest';
import type { Verdict } from './planted';
import { run, withPlanted } from './planted';

/** For each rule that CONTRIBUTING promises: a file that breaks it. */
const PLANTED: readonly { readonly rule: string; readonly path: string; readonly text: string }[] = [
  { rule: 'noRestrictedGlobals', path: 'src/core/a-date.ts', text: 'export const a = new Date();\n' },
  { rule: 'noRestrictedGlobals', path: 'src/core/a-now.ts', text: 'export const a = Date.now();\n' },
  { rule: 'noJsRestrictedProperties', path: 'src/core/b.ts', text: 'export const b = Math.random();\n' },
  { rule: 'noExplicitAny', path: 'src/server/c.ts', text: 'export const c: any = 1;\n' },
  {
    rule: 'noNonNullAssertion',
    path: 'src/server/d.ts',
    text: 'export const d = (text?: string) => text!;\n',
  },
  { rule: 'noReExportAll', path: 'src/server/e.ts', text: "export * from './c';\n" },
  { rule: 'noDefaultExport', path: 'src/server/f.ts', text: 'export default 1;\n' },
  { rule: 'noConsole', path: 'src/client/g.ts', text: "console.log('here');\n" },
  {
    rule: 'noFloatingPromises',
    path: 'src/server/h.ts',
    text: 'const later = async (): Promise<void> => undefined;\nexport function now(): void {\n  later();\n}\n',
  },
  {
    rule: 'useImportType',
    path: 'src/server/i.ts',
    text: "import { Kind } from './j';\n\nexport type Other = Kind;\n",
  },
  {
    rule: 'useExhaustiveSwitchCases',
    path: 'src/server/j.ts',
    text: "export type Kind = 'a' | 'b';\nexport function f(kind: Kind): void {\n  switch (kind) {\n    case 'a':\n      return;\n  }\n}\n",
  },
  {
    rule: 'noExcessiveLinesPerFunction',
    path: 'src/server/k.ts',
    text: `export function long(): void {\n${"  void '';\n".repeat(81)}}\n`,
  },
  {
    rule: 'noExcessiveLinesPerFunction',
    path: 'src/client/panels/l.tsx',
    text: `export function Long(): void {\n${"  void '';\n".repeat(121)}}\n`,
  },
  {
    rule: 'noExcessiveLinesPerFile',
    path: 'src/server/m.ts',
    text: Array.from({ length: 401 }, (_, line) => `export const v${line} = 1;\n`).join(''),
  },
  {
    rule: 'noSkippedTests',
    path: 'src/server/n.test.ts',
    text: "import { it } from 'vitest';\n\nit.skip('later', () => undefined);\n",
  },
  { rule: 'useFilenamingConvention', path: 'src/server/BadName.ts', text: 'export const o = 1;\n' },
  { rule: 'format', path: 'src/server/p.ts', text: 'export const p =    1\n' },
];

/** As `npm run lint`, with every finding on one line. */
const lint = (root: string): Promise<Verdict> =>
  run(root, '@biomejs/biome/bin/biome', [
    'check',
    '--error-on-warnings',
    '--max-diagnostics=none',
    '--reporter=github',
    '--vcs-enabled=false',
    'src',
  ]);

describe('lint', () => {
  it('finds every planted violation in its file', async () => {
    const files = Object.fromEntries(PLANTED.map(({ path, text }) => [path, text]));
    const { status, output } = await withPlanted(files, lint);
    expect(status).not.toBe(0);
    const lines = output.split('\n');
    const missed = PLANTED.filter(
      ({ rule, path }) => !lines.some((line) => line.includes(path) && line.includes(rule)),
    );
    expect(missed.map(({ rule, path }) => `${rule} in ${path}`)).toEqual([]);
  });

  it('passes what breaks no rule, clocks outside the core included', async () => {
    const files = { 'src/server/clock.ts': 'export const now = (): number => Date.now();\n' };
    const { status, output } = await withPlanted(files, lint);
    expect(output).not.toContain('::error');
    expect(status).toBe(0);
  });

  it('fails when it looked at nothing', async () => {
    const { status } = await withPlanted({ 'src/core/read-me.txt': 'no code\n' }, lint);
    expect(status).not.toBe(0);
  });
});
