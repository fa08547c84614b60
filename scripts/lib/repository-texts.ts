import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Texts } from './rule-index';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** The texts of the repository's files below a folder whose paths match, the new ones included. */
export function repositoryTexts(folder: string, pattern: RegExp): Texts {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', folder], {
    cwd: root,
    encoding: 'utf8',
  });
  const paths = listed.split('\n').filter((path) => pattern.test(path));
  return new Map(paths.map((path) => [path, readFileSync(join(root, path), 'utf8')]));
}
