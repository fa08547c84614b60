import type { Page } from 'playwright-core';

type Focused = { readonly name: string; readonly isMarked: boolean; readonly isInWindow: boolean };

/** What has the keyboard, and whether one sees that it has; null for the page itself. */
async function focused(page: Page): Promise<Focused | null> {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (!(element instanceof HTMLElement) || element === document.body) return null;
    element.dataset.tabbed = 'yes';
    const { outlineStyle, boxShadow } = getComputedStyle(element);
    // In these the ring is on the line that the arrow keys have come to.
    const marksLine = element.matches('[role=tree], [role=listbox]');
    const { testid } = element.dataset;
    return {
      name: testid ?? element.getAttribute('aria-label') ?? element.outerHTML.slice(0, 90),
      isMarked: outlineStyle !== 'none' || boxShadow !== 'none' || marksLine,
      isInWindow: element.closest('[role=dialog]') !== null,
    };
  });
}

/**
 * What a pointer can press or type in and Tab did not come to. What arrow keys lead to is no miss: the lines
 * of a tree, and what has no place of its own in the order where another of its kind has.
 */
async function missed(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const pressable = 'a[href], button, input:not([type=file]), select, textarea, [role=button], [role=tab]';
    const byArrows =
      '[role=tree], [role=listbox], [role=radiogroup], [aria-hidden=true], [data-sonner-toaster]';
    const nameOf = (one: HTMLElement) =>
      one.dataset.testid ?? one.getAttribute('aria-label') ?? one.outerHTML.slice(0, 90);
    const all = [...document.querySelectorAll<HTMLElement>(pressable)];
    const reached = new Set(all.filter((one) => one.dataset.tabbed).map(nameOf));
    return all
      .filter((one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
      .filter((one) => !one.dataset.tabbed && !one.matches(':disabled') && !one.closest(byArrows))
      .filter((one) => one.tabIndex >= 0 || !reached.has(nameOf(one)))
      .map(nameOf);
  });
}

/** More than any screen has. */
const mostStops = 250;

/** Goes over the page by Tab alone; what it did not come to, and where nobody sees that it is, as lines. */
export async function unreached(page: Page): Promise<readonly string[]> {
  await page.evaluate(() => {
    for (const one of document.querySelectorAll<HTMLElement>('[data-tabbed]')) delete one.dataset.tabbed;
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  });
  const lines = new Set<string>();
  // It begins where the page was pressed last: from there to the end, and once more from the top.
  let ends = 0;
  for (let stop = 0; stop < mostStops && ends < 2; stop += 1) {
    await page.keyboard.press('Tab');
    const at = await focused(page);
    if (at === null) ends += 1;
    else if (!at.isMarked) lines.add(`no ring on ${at.name}`);
  }
  for (const name of await missed(page)) lines.add(`not reached: ${name}`);
  return [...lines];
}

/** Goes forth and back by Tab more often than a window has places: it has to stay in the window. */
export async function trapped(page: Page): Promise<readonly string[]> {
  for (const key of ['Tab', 'Shift+Tab']) {
    for (let stop = 0; stop < 12; stop += 1) {
      await page.keyboard.press(key);
      const at = await focused(page);
      if (at === null || !at.isInWindow) return [`${key} leaves the window for ${at?.name ?? 'nothing'}`];
    }
  }
  return [];
}
