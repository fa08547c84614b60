/** Times of the log in the reader's own time zone and language. */

/** The reader's calendar day of a time, to compare with others. */
export function dayOf(at: string): string {
  const date = new Date(at);
  return `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`;
}

/** `Today`, `Yesterday`, or the date. */
export function dayWords(at: string, nowMs: number): string {
  const day = dayOf(at);
  if (day === dayOf(new Date(nowMs).toISOString())) return 'Today';
  const yesterday = new Date(nowMs);
  yesterday.setDate(yesterday.getDate() - 1);
  if (day === dayOf(yesterday.toISOString())) return 'Yesterday';
  const isThisYear = new Date(at).getFullYear() === new Date(nowMs).getFullYear();
  const options = { weekday: 'long', day: 'numeric', month: 'long' } as const;
  return new Intl.DateTimeFormat(undefined, isThisYear ? options : { ...options, year: 'numeric' }).format(
    new Date(at),
  );
}

/** A moment in a sentence: `3 Mar 2025, 09:00:12`. */
export function momentWords(at: string): string {
  return new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' }).format(
    new Date(at),
  );
}

/** The whole of it, with the zone. */
export function fullTime(at: string): string {
  return new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'long' }).format(new Date(at));
}
