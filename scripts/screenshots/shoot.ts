/** Plays scenes and takes their pictures. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { Look } from './options';
import { nameOfLook } from './options';
import type { Scene } from './scene';
import type { Studio } from './stage';
import { Stage } from './stage';

/** Time for the last frame of what is animated by script, in milliseconds. */
const restMs = 300;

/** A page as it is, in a file. Nothing moves any more. */
async function take(page: Page, path: string): Promise<void> {
  await page.waitForTimeout(restMs);
  await page.screenshot({ path });
}

/** Plays one scene in one look, and keeps its picture at `path`. Throws what a page threw. */
export async function shoot(studio: Studio, scene: Scene, look: Look, path: string): Promise<void> {
  await shootThemes(studio, scene, [look], () => path);
}

/** As `shoot`, for looks that differ in the theme alone: the scene is played once. */
async function shootThemes(
  studio: Studio,
  scene: Scene,
  looks: readonly Look[],
  pathOf: (look: Look) => string,
): Promise<void> {
  const [first] = looks;
  if (!first) return;
  const stage = new Stage(studio, first);
  try {
    const page = await scene.play(stage);
    for (const look of looks) {
      await page.emulateMedia({ colorScheme: look.theme, reducedMotion: 'reduce' });
      await take(page, pathOf(look));
    }
    const [error] = stage.errors;
    if (error !== undefined) throw new Error(`on a page: ${error}`);
  } finally {
    await stage.close();
  }
}

function fits({ on }: Scene, { size }: Look): boolean {
  return on === undefined || (on === 'phone') === size.width < 768;
}

/** Looks that differ in the theme alone, together. */
function byTheme(looks: readonly Look[]): readonly (readonly Look[])[] {
  const groups = new Map<string, Look[]>();
  for (const look of looks) {
    const key = nameOfLook({ ...look, theme: 'light' });
    groups.set(key, [...(groups.get(key) ?? []), look]);
  }
  return [...groups.values()];
}

/** Takes every scene in every look into folders of `folder`. Goes on after a failure; gives back what failed. */
export async function shootAll(
  studio: Studio,
  scenes: readonly Scene[],
  looks: readonly Look[],
  folder: string,
): Promise<readonly string[]> {
  const failed: string[] = [];
  for (const group of byTheme(looks)) {
    for (const look of group) mkdirSync(join(folder, nameOfLook(look)), { recursive: true });
    for (const scene of scenes.filter((one) => group.every((look) => fits(one, look)))) {
      try {
        await shootThemes(studio, scene, group, (look) =>
          join(folder, nameOfLook(look), `${scene.name}.png`),
        );
        console.log(`${scene.name} ${group.map(nameOfLook).join(' ')}`);
      } catch (error) {
        failed.push(`${scene.name}: ${error instanceof Error ? error.message : String(error)}`);
        console.error(failed.at(-1));
      }
    }
  }
  return failed;
}
