import type { Browser } from 'playwright-core';
import { chromium } from 'playwright-core';
import { inject } from 'vitest';
import type { Site } from './support';

/** The program that all files share; who stops or kills it needs a `Program` of their own. */
export const program: Site = {
  get address() {
    return inject('programAddress');
  },
};

/** The browser that all files share. Closing it ends what was opened here, and nobody else's. */
export function openBrowser(): Promise<Browser> {
  return chromium.connect(inject('browserEndpoint'));
}
