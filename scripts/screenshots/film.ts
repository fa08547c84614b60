/** Frames become one animated picture. */
import sharp from 'sharp';

type Frame = { readonly png: Buffer; readonly ms: number };

/** Fine enough that small text stays sharp; twice as much is twice as large. */
const quality = 82;

/** What is filmed, frame by frame. A frame like the one before only makes that one last longer. */
export class Film {
  readonly #frames: Frame[] = [];

  /** `ms`: how long this is shown. */
  add(png: Buffer, ms: number): void {
    const last = this.#frames.at(-1);
    if (last?.png.equals(png)) this.#frames.splice(-1, 1, { png, ms: last.ms + ms });
    else this.#frames.push({ png, ms });
  }

  /** In milliseconds. */
  get length(): number {
    return this.#frames.reduce((sum, { ms }) => sum + ms, 0);
  }

  /** Writes it as an animated WebP that begins again. Gives back how many bytes it has. */
  async save(path: string): Promise<number> {
    const images = this.#frames.map(({ png }) => png);
    const { size } = await sharp(images, { join: { animated: true } })
      .webp({ quality, effort: 5, loop: 0, minSize: true, delay: this.#frames.map(({ ms }) => ms) })
      .toFile(path);
    return size;
  }
}

/** A screenshot as a WebP. */
export async function saveStill(png: Buffer, path: string): Promise<void> {
  await sharp(png).webp({ quality: 90, effort: 5 }).toFile(path);
}
