import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Texts } from './rule-index';

/** The gate's own test plants ids that are none, and lists rules that have no test. */
const isTest = /^(?!test\/gates\/rules).*(?:\.(?:test|e2e)\.tsx?|-contract\.ts)$/;

export const specTexts = (): Texts => repositoryTexts('docs/spec', /\.md$/);
export const testTexts = (): Texts => repositoryTexts('.', isTest);

/** The texts of the repository's files below a folder whose paths match, the new ones included; run at its root. */
function repositoryTexts(folder: string, pattern: RegExp): Texts {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', folder], {
    encoding: 'utf8',
  });
  const paths = listed.split('\n').filter((path) => pattern.test(path));
  return new Map(paths.map((path) => [path, readFileSync(path, 'utf8')]));
}
