import type { TestProject } from 'vitest/node';
import { launchBrowserServer } from '../test/browser/launch';
import { Program } from './support';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where the built program runs that all files share: `stage`. */
    programAddress: string;
    /** Where a browser is that all files share. */
    browserEndpoint: string;
  }
}

/** One program and one browser for all files: starting both anew for each would take a third of the time. */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const program = new Program();
  await program.start();
  const browser = await launchBrowserServer();
  provide('programAddress', program.address);
  provide('browserEndpoint', browser.wsEndpoint());
  return async () => {
    await browser.close();
    await program.stop();
  };
}
