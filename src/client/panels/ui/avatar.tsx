import { clsx } from 'clsx';

/** The first letters of the first two words: `Amber Heron` gives `AH`. */
export function initialsOf(name: string): string {
  const letters = name
    .trim()
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => [...word][0] ?? '');
  return letters.join('').toUpperCase() || '?';
}

/** Black or white, whichever reads better on `#rrggbb` (relative luminance of WCAG 2.2). */
export function inkOn(color: string): '#0e0f13' | '#ffffff' {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return channel <= 0.040_45 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  return luminance > 0.179 ? '#0e0f13' : '#ffffff';
}

/** A person as a disc with initials in their colour: a picture, not a text, so that labels stay what is read. */
export function Avatar(props: {
  readonly name: string;
  readonly color: string;
  readonly className?: string;
}) {
  const { name, color, className } = props;
  return (
    <span
      aria-hidden
      className={clsx(
        'inline-flex size-6 shrink-0 items-center justify-center rounded-full text-[10px] font-semibold select-none',
        'before:content-[attr(data-initials)]',
        className,
      )}
      data-initials={initialsOf(name)}
      style={{ background: color, color: inkOn(color) }}
    />
  );
}
