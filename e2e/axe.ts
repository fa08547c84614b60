import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Visitor } from './support';

/** Run in the page by the debugger: the page's own policy lets no foreign script in, which is as it should be. */
const require = createRequire(import.meta.url);
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

type Violation = { readonly id: string; readonly nodes: readonly { readonly target: readonly string[] }[] };

/** What axe finds on the page as it is now (WCAG 2 A and AA and its best practices), as lines. */
export async function violations(visitor: Visitor): Promise<readonly string[]> {
  await visitor.page.evaluate(axe);
  const found = await visitor.page.evaluate('axe.run().then((result) => result.violations)');
  return (found as readonly Violation[]).map(
    (one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).join(', ')}`,
  );
}
