import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Browser, BrowserServer, LaunchOptions } from 'playwright-core';
import { chromium } from 'playwright-core';
import { unpackChromium } from './unpack';

const NAMES_ON_PATH = ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser'];

const OTHER_PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** The first Chrome or Chromium that is installed here, `CHROME_PATH` before all others. */
export function systemChrome(env: NodeJS.ProcessEnv): string | undefined {
  const onPath = (env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .flatMap((folder) => NAMES_ON_PATH.map((name) => join(folder, name)));
  const chosen = env.CHROME_PATH;
  return [...(chosen === undefined ? [] : [chosen]), ...onPath, ...OTHER_PLACES].find(isExecutable);
}

/**
 * A headless Chromium for tests and screenshots: the system's where there is one, else the one that npm
 * carries, so that a bare machine needs neither apt nor a download. The caller closes it.
 *
 * `--no-sandbox`: as root Chromium refuses to start otherwise, and it only ever opens our own pages. The
 * package's own list of flags is left out on purpose: it runs everything in a single process, which dies
 * with the second context, and it switches web security off, which would hide what the tests look for.
 */
export async function launchBrowser(): Promise<Browser> {
  return chromium.launch(await launchOptions());
}

/** The same browser for several processes, which connect to its `wsEndpoint()`. The caller closes it. */
export async function launchBrowserServer(): Promise<BrowserServer> {
  return chromium.launchServer(await launchOptions());
}

async function launchOptions(): Promise<LaunchOptions> {
  const installed = systemChrome(process.env);
  if (installed !== undefined) return { executablePath: installed, args: ['--no-sandbox'] };
  const { executable, libraries, fonts } = await unpackChromium();
  const searchPath = process.env.LD_LIBRARY_PATH;
  return {
    executablePath: executable,
    args: ['--headless=shell', '--no-sandbox'],
    env: {
      ...definedOf(process.env),
      LD_LIBRARY_PATH: searchPath ? `${libraries}:${searchPath}` : libraries,
      FONTCONFIG_PATH: fonts,
    },
  };
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function definedOf(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
