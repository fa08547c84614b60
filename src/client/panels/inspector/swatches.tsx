'use client';
import { clsx } from 'clsx';
import { darkTheme, lightTheme, paletteNames } from '../../canvas/theme';
import { useIsDark } from '../theme/use-theme';

type SwatchesProps = {
  /** Whose colour it is: tells the radio buttons of one choice from those of another. */
  readonly group: string;
  /** Undefined where there are several. */
  readonly current: string | null | undefined;
  readonly isReadOnly?: boolean;
  readonly choose: (color: string | null) => void;
};

/** The palette of the canvas: a row of swatches, one choice. */
export function Swatches({ group, current, isReadOnly, choose }: SwatchesProps) {
  const theme = useIsDark() ? darkTheme : lightTheme;
  return (
    <fieldset disabled={isReadOnly} className="flex items-center gap-1">
      <legend className="sr-only">Colour</legend>
      {[null, ...paletteNames].map((name) => (
        <label
          key={name ?? 'none'}
          title={name ?? 'no colour'}
          className={clsx(
            'relative flex size-5 items-center justify-center rounded-full',
            name === current && 'ring-2 ring-ink-mute ring-inset',
            'has-[:focus-visible]:outline-2 has-[:focus-visible]:outline-accent',
          )}
        >
          <input
            type="radio"
            name={`color-${group}`}
            className="absolute inset-0 cursor-pointer opacity-0"
            aria-label={name ?? 'no colour'}
            checked={name === current}
            onChange={() => choose(name)}
          />
          <span
            aria-hidden
            className={clsx('size-3 rounded-full', name === null && 'border border-line-strong')}
            style={name === null ? undefined : { background: theme.palette[name].strip }}
          />
        </label>
      ))}
    </fieldset>
  );
}
