/** `npm run rules`: each rule of docs/spec, and the tests that carry its id. */
import { repositoryTexts } from './lib/repository-texts';
import { idsIn, rulesIn } from './lib/rule-index';

const rules = rulesIn(repositoryTexts('docs/spec', /\.md$/));
const ids = idsIn(repositoryTexts('.', /(?:\.(?:test|e2e)\.tsx?|-contract\.ts)$/));
for (const [rule, [place = '']] of rules) {
  console.log(`${rule.padEnd(9)} ${place.padEnd(26)} ${ids.get(rule)?.join(', ') ?? 'no test'}`);
}
