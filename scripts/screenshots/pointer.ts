/** The viewer's own pointer, which a screenshot leaves out. */
import type { Page } from 'playwright-core';
import type { Point } from './hands';

const id = 'own-pointer';
const arrow =
  '<svg width="20" height="22" viewBox="0 0 20 22"><path d="M2 2v15l4.2-3.6 2.7 6 2.9-1.3-2.7-5.8 5.6-.5z" fill="#161a23" stroke="#fff" stroke-width="1.5" stroke-linejoin="round"/></svg>';

/** Adds the picture of a pointer to the page. */
export async function showPointer(page: Page): Promise<void> {
  await page.evaluate(
    ([name, svg]) => {
      const box = document.createElement('div');
      box.id = name;
      box.innerHTML = svg;
      box.style.cssText = 'position:fixed;left:-2px;top:-2px;z-index:9999;pointer-events:none';
      document.body.append(box);
    },
    [id, arrow] as const,
  );
}

/** Moves the pointer and its picture. */
export async function movePointer(page: Page, { x, y }: Point): Promise<void> {
  await page.mouse.move(x, y);
  await page.evaluate(
    ([name, left, top]) => {
      const box = document.getElementById(name);
      if (box) box.style.transform = `translate(${left}px, ${top}px)`;
    },
    [id, x, y] as const,
  );
}
