import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the repository, whose gates are on trial. */
export const repository = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** How a gate ended and all it printed. */
export type Verdict = { readonly status: number | null; readonly output: string };

/**
 * Gives `judge` a temporary project that holds the repository's configuration and exactly `files` (path →
 * text), and removes it afterwards. What a gate says there, it says of the planted files alone.
 */
export async function withPlanted<T>(
  files: Readonly<Record<string, string>>,
  judge: (root: string) => Promise<T>,
): Promise<T> {
  const root = await mkdtemp(join(tmpdir(), 'versionzero-gate-'));
  try {
    for (const name of [
      'package.json',
      'biome.json',
      'tsconfig.json',
      'tsconfig.core.json',
      'knip.config.ts',
    ]) {
      await cp(join(repository, name), join(root, name));
    }
    await symlink(join(repository, 'node_modules'), join(root, 'node_modules'));
    await writeFile(join(root, '.gitignore'), 'node_modules\n');
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), text);
    }
    return await judge(root);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

/** Runs a program of node_modules (`knip/bin/knip.js`) or a script (absolute path) in Node. */
export function run(
  root: string,
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>> = {},
): Promise<Verdict> {
  const script = program.startsWith('/') ? program : join(repository, 'node_modules', program);
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, ...args], {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const output: string[] = [];
    child.stdout.on('data', (chunk) => output.push(String(chunk)));
    child.stderr.on('data', (chunk) => output.push(String(chunk)));
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, output: output.join('') }));
  });
}
