/**
 * `npm run screenshots`: starts the built program in a home of its own, and makes pictures of it: what the README
 * shows, or with options every state of it, to be looked at (CONTRIBUTING.md).
 */
import { Program } from '../e2e/support';
import { launchBrowser } from '../test/browser/launch';
import { allScenes } from './screenshots/all-scenes';
import type { Options } from './screenshots/options';
import { readOptions } from './screenshots/options';
import { invitePeople } from './screenshots/people';
import { takeReadmePictures } from './screenshots/readme';
import { shootAll } from './screenshots/shoot';
import { Studio } from './screenshots/stage';

/** Ignored by git. */
const folder = '.screenshots';

/** Takes the pictures; gives back what failed. */
async function takePictures(
  { scenes, looks, isForReadme }: Options,
  origin: string,
): Promise<readonly string[]> {
  const chosen = allScenes.filter(
    ({ name }) => scenes.length === 0 || scenes.some((part) => name.startsWith(part)),
  );
  if (chosen.length === 0) throw new Error(`No scene is called ${scenes.join(' or ')}.`);
  const browser = await launchBrowser();
  try {
    const studio = new Studio(browser, origin, await invitePeople(browser, origin));
    if (isForReadme) await takeReadmePictures(studio);
    return isForReadme ? [] : await shootAll(studio, chosen, looks, folder);
  } finally {
    await browser.close();
  }
}

const options = readOptions(process.argv.slice(2));
const program = new Program();
await program.start();
try {
  const failed = await takePictures(options, program.address);
  if (failed.length > 0) {
    console.error(`${failed.length} failed:\n${failed.join('\n')}`);
    process.exitCode = 1;
  }
} finally {
  await program.stop();
}
