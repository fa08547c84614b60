const steps: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** `3 days ago`, in the reader's language. Less than a minute is `just now`. */
export function relativeTime(iso: string, nowMs: number, locale?: string): string {
  const seconds = Math.round((nowMs - Date.parse(iso)) / 1000);
  const step = steps.find(([, length]) => seconds >= length);
  if (!step) return 'just now';
  const [unit, length] = step;
  return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(-Math.floor(seconds / length), unit);
}
