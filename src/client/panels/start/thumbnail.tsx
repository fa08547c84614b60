'use client';
import { clsx } from 'clsx';
import { Table2 } from 'lucide-react';
import type { CSSProperties } from 'react';
import { memo, useMemo } from 'react';
import type { Thumbnail } from '../../../core/protocol/thumbnail';
import type { TableTone } from '../../canvas/theme';
import { darkTheme, lightTheme, toneOf } from '../../canvas/theme';
import type { TonePaths } from './thumbnail-picture';
import { pictureOf, pictureSize } from './thumbnail-picture';
import type { ThumbnailState } from './use-thumbnail';

/** The canvas' colours, for whichever theme is on: no picture is drawn anew when it changes. */
const both = (pick: (theme: typeof lightTheme) => string) =>
  `light-dark(${pick(lightTheme)}, ${pick(darkTheme)})`;
const tone = (color: string | null, part: keyof TableTone) => both((theme) => toneOf(theme, color)[part]);

const styles = {
  body: { fill: both((theme) => theme.tableFill), stroke: both((theme) => theme.tableBorder) },
  row: { stroke: both((theme) => theme.skeleton) },
  line: { stroke: both((theme) => theme.relationship) },
} satisfies Readonly<Record<string, CSSProperties>>;

/** A small picture of a diagram; calm while it is not there, and where there is nothing to draw. */
export function ThumbnailView({
  state,
  className,
}: {
  readonly state: ThumbnailState;
  readonly className?: string;
}) {
  return (
    <div
      aria-hidden
      data-testid="thumbnail"
      data-thumbnail={state.kind}
      className={clsx('relative overflow-hidden bg-ground', className)}
    >
      {state.kind === 'shown' && state.thumbnail.tables.length > 0 && <Picture thumbnail={state.thumbnail} />}
      {(state.kind === 'failed' || (state.kind === 'shown' && state.thumbnail.tables.length === 0)) && (
        <span className="absolute inset-0 flex animate-fade items-center justify-center">
          <span className="flex aspect-square h-[30%] max-h-14 min-h-5 items-center justify-center rounded-[22%] border border-dashed border-line-strong text-ink-mute">
            <Table2 className="size-[44%] opacity-70" strokeWidth={1.5} />
          </span>
        </span>
      )}
    </div>
  );
}

const Picture = memo(function Picture({ thumbnail }: { readonly thumbnail: Thumbnail }) {
  const picture = useMemo(() => pictureOf(thumbnail), [thumbnail]);
  return (
    <svg
      viewBox={`0 0 ${pictureSize.width} ${pictureSize.height}`}
      aria-hidden="true"
      className="absolute inset-0 size-full animate-fade"
    >
      <path d={picture.lines} fill="none" strokeWidth="0.9" opacity="0.7" style={styles.line} />
      {picture.tones.map((paths) => (
        <Tables key={paths.color ?? ''} paths={paths} isDetailed={picture.isDetailed} />
      ))}
      <path d={picture.rows} fill="none" strokeWidth="1.6" strokeLinecap="round" style={styles.row} />
    </svg>
  );
});

function Tables({ paths, isDetailed }: { readonly paths: TonePaths; readonly isDetailed: boolean }) {
  const { color, bodies, headers } = paths;
  if (!isDetailed) return <path d={bodies} opacity="0.75" style={{ fill: tone(color, 'strip') }} />;
  return (
    <>
      <path d={bodies} strokeWidth="0.8" style={styles.body} />
      <path d={headers} style={{ fill: tone(color, 'strip') }} opacity={color === null ? 0.42 : 0.9} />
    </>
  );
}
