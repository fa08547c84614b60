import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import type { Visitor } from './support';

/** Run in the page by the debugger: the page's own policy lets no foreign script in, which is as it should be. */
const require = createRequire(import.meta.url);
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

type Violation = { readonly id: string; readonly nodes: readonly { readonly target: readonly string[] }[] };

/** What axe finds on the page as it is now (WCAG 2 A and AA and its best practices), as lines. */
export async function violations({ page }: Pick<Visitor, 'page'>): Promise<readonly string[]> {
  return run(page, '');
}

/** The same in light and in dark, with a name for the state in front: of dark only what colours decide. */
export async function violationsInBoth(page: Page, state: string): Promise<readonly string[]> {
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await run(page, "document, { runOnly: ['color-contrast'] }");
  await page.emulateMedia({ colorScheme: 'light' });
  const light = await run(page, '');
  return [...light.map((line) => `${state}: ${line}`), ...dark.map((line) => `${state}, dark: ${line}`)];
}

/**
 * Once nothing moves, for what is half faded in has half its contrast. A menu or a list of suggestions hangs on
 * what opened it and belongs to no landmark, which the rule `region` does not know.
 */
async function run(page: Page, options: string): Promise<readonly string[]> {
  await page.evaluate(async () => {
    const ending = document
      .getAnimations()
      .filter(({ effect }) => Number.isFinite(Number(effect?.getComputedTiming().endTime)));
    await Promise.allSettled(ending.map(({ finished }) => finished));
  });
  if (!(await page.evaluate("'axe' in window"))) await page.evaluate(axe);
  const found = await page.evaluate(`axe.run(${options}).then((result) => result.violations)`);
  return (found as readonly Violation[]).flatMap(({ id, nodes }) => {
    const targets = nodes.map(({ target }) => target.join(' '));
    const wrong = targets.filter((target) => id !== 'region' || !target.includes('popper-content'));
    return wrong.length === 0 ? [] : [`${id}: ${wrong.join(', ')}`];
  });
}
