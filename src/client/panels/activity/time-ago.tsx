'use client';
import { relativeTime } from '../start/relative-time';
import { fullTime } from './times';

/** How long ago, with the whole time in its title. */
export function TimeAgo({ at, now }: { readonly at: string; readonly now: number }) {
  return (
    <time dateTime={at} title={fullTime(at)} className="shrink-0 text-2xs text-ink-mute tabular-nums">
      {relativeTime(at, now)}
    </time>
  );
}
