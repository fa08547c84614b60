/**
 * Where a reader of the feed is: the snapshot of the statement that read last, and the latest time it saw
 * in the log. Opaque to clients. `generation` names the database it was taken from.
 */
export type Cursor = {
  readonly generation: string;
  /** First transaction number not begun yet. */
  readonly xmax: string;
  /** Transactions that were running. */
  readonly xip: readonly string[];
  /** ISO 8601 with microseconds, or null while the log is empty. */
  readonly at: string | null;
};

/** A cursor from what `pg_current_snapshot()` prints: `xmin:xmax:xip,xip`. */
export function cursorFrom(generation: string, snapshot: string, at: string | null): Cursor {
  const [, xmax = '0', running = ''] = snapshot.split(':');
  return { generation, xmax, xip: running === '' ? [] : running.split(','), at };
}

/** As it travels. */
export function printCursor({ generation, xmax, xip, at }: Cursor): string {
  return Buffer.from([generation, xmax, xip.join(','), at ?? ''].join(';')).toString('base64url');
}

/** The cursor in a text that a client sent back, or null when it is none of ours. */
export function parseCursor(text: string): Cursor | null {
  const match = cursorPattern.exec(Buffer.from(text, 'base64url').toString());
  if (!match) return null;
  const [, generation = '', xmax = '', xip = '', at = ''] = match;
  return { generation, xmax, xip: xip === '' ? [] : xip.split(','), at: at === '' ? null : at };
}

const cursorPattern = /^(\d{1,20});(\d{1,20});((?:\d{1,20}(?:,\d{1,20})*)?);((?:\d{4}-[0-9T:.-]+Z)?)$/;

/** The later of two times of the log; both in the one format that sorts as text. */
export function laterOf(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return a > b ? a : b;
}

/** Whether a snapshot was taken after another one of the same server; false where they show the same. */
export function isLater(a: Omit<Cursor, 'at'>, b: Omit<Cursor, 'at'>): boolean {
  const begun = BigInt(a.xmax) - BigInt(b.xmax);
  // Nothing began in between: then some of what was running has ended.
  return begun === 0n ? a.xip.length < b.xip.length : begun > 0n;
}

/** Whether a reading that ended there showed what this transaction did. */
export function shows({ xmax, xip }: Pick<Cursor, 'xmax' | 'xip'>, xid: string): boolean {
  return BigInt(xid) < BigInt(xmax) && !xip.includes(xid);
}
