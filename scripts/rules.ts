/** `npm run rules`: each rule of docs/spec, and the tests that carry its id. */
import { specTexts, testTexts } from './lib/repository-texts';
import { idsIn, rulesIn } from './lib/rule-index';

const rules = rulesIn(specTexts());
const ids = idsIn(testTexts());
for (const [rule, [place = '']] of rules) {
  console.log(`${rule.padEnd(9)} ${place.padEnd(26)} ${ids.get(rule)?.join(', ') ?? 'no test'}`);
}
