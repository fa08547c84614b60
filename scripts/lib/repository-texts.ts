import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Texts } from './rule-index';

/** The texts of the repository's files below a folder whose paths match, the new ones included; run at its root. */
export function repositoryTexts(folder: string, pattern: RegExp): Texts {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', folder], {
    encoding: 'utf8',
  });
  const paths = listed.split('\n').filter((path) => pattern.test(path));
  return new Map(paths.map((path) => [path, readFileSync(path, 'utf8')]));
}
