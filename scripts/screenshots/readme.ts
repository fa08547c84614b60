/** The pictures of the README, in the repository. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { allScenes } from './all-scenes';
import { saveStill } from './film';
import type { Theme } from './options';
import { shoot } from './shoot';
import type { Studio } from './stage';
import { filmTogether } from './together-film';

const folder = 'docs/images';
const size = { width: 1440, height: 900 };

const stills: readonly { readonly file: string; readonly scene: string; readonly theme: Theme }[] = [
  { file: 'diagram.webp', scene: 'together-close', theme: 'light' },
  { file: 'diagram-dark.webp', scene: 'together-close', theme: 'dark' },
];

/** Makes them all anew. */
export async function takeReadmePictures(studio: Studio): Promise<void> {
  const aside = mkdtempSync(join(tmpdir(), 'versionzero-pictures-'));
  try {
    for (const { file, scene: name, theme } of stills) {
      const scene = allScenes.find((one) => one.name === name);
      if (!scene) throw new Error(`No scene is called ${name}.`);
      const png = join(aside, 'picture.png');
      await shoot(studio, scene, { size, theme, scale: 2 }, png);
      await saveStill(readFileSync(png), join(folder, file));
      console.log(join(folder, file));
    }
    await filmTogether(studio, join(folder, 'together.webp'), (png) =>
      saveStill(png, join(folder, 'together-still.webp')),
    );
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}
