/** The command line of `npm run screenshots`, and the looks that a scene can be taken in. */
import { parseArgs } from 'node:util';

export type Size = { readonly width: number; readonly height: number };
export type Theme = 'light' | 'dark';
/** How a picture is taken; `scale` is device pixels per CSS pixel. */
export type Look = { readonly size: Size; readonly theme: Theme; readonly scale: number };

export type Options = {
  /** Scenes whose name begins with one of these; all when empty. */
  readonly scenes: readonly string[];
  readonly looks: readonly Look[];
  /** Without any option: only what the README shows, into its own folder. */
  readonly isForReadme: boolean;
};

const allSizes = ['1440x900', '1920x1080', '390x844'];
const allThemes = ['light', 'dark'];
const allScales = ['1', '2'];

const usage = `npm run screenshots                      what the README shows, into docs/images
npm run screenshots -- --all             every scene in every look, into .screenshots
npm run screenshots -- [--scene name] [--size 1440x900] [--theme dark] [--scale 2]
Each may be given more than once; a name also stands for all scenes that it is a part of.`;

function sizeOf(text: string): Size {
  const [, width, height] = /^(\d+)x(\d+)$/.exec(text) ?? [];
  if (width === undefined || height === undefined) throw new Error(`--size ${text}: 1440x900 was meant.`);
  return { width: Number(width), height: Number(height) };
}

function themeOf(text: string): Theme {
  if (text !== 'light' && text !== 'dark') throw new Error(`--theme ${text}: light and dark are there.`);
  return text;
}

function scaleOf(text: string): number {
  const scale = Number(text);
  if (!(scale >= 1 && scale <= 4)) throw new Error(`--scale ${text}: 1 or 2 was meant.`);
  return scale;
}

/** Reads the arguments. Throws with a sentence for whoever typed them. */
export function readOptions(args: readonly string[]): Options {
  const many = { type: 'string', multiple: true } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      scene: many,
      size: many,
      theme: many,
      scale: many,
      all: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) throw new Error(usage);
  const pick = (given: readonly string[] | undefined, all: readonly string[]) =>
    given ?? (values.all ? all : all.slice(0, 1));
  const looks = pick(values.size, allSizes).flatMap((size) =>
    pick(values.scale, allScales).flatMap((scale) =>
      pick(values.theme, allThemes).map((theme) => ({
        size: sizeOf(size),
        scale: scaleOf(scale),
        theme: themeOf(theme),
      })),
    ),
  );
  return { scenes: values.scene ?? [], looks, isForReadme: args.length === 0 };
}

/** `1440x900-dark-2x`: the folder of the pictures in this look. */
export function nameOfLook({ size, theme, scale }: Look): string {
  return `${size.width}x${size.height}-${theme}-${scale}x`;
}
