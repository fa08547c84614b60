import { createHash } from 'node:crypto';

/** What a client asks for; `id` is its own, the same when it repeats the request. */
export type ImportRequest = {
  readonly id: string;
  readonly sql: string;
  readonly onConflict: 'refuse' | 'rename';
  /** Whoever asked has cancelled, or is gone: what is not published yet is given up. */
  readonly signal?: AbortSignal;
};

/**
 * The beginning of all ids that an import into a project makes: UUIDs of version 8 (RFC 9562, 5.8), 74 bits
 * of a hash of the request and a number. So a repeat of a request, which may meet the first one half way,
 * makes the same records and pieces again, and is told by them; another request makes others.
 */
export function importPrefix(projectId: string, { id, sql, onConflict }: ImportRequest): string {
  const hash = createHash('sha256').update(`${projectId} ${id} ${onConflict} `).update(sql).digest('hex');
  return uuidPrefix(hash);
}

/** All but the last group of a UUID of version 8, from a hash in hexadecimal digits. */
export function uuidPrefix(hash: string): string {
  const variant = ((Number.parseInt(hash.charAt(16), 16) & 3) | 8).toString(16);
  const groups = [
    hash.slice(0, 8),
    hash.slice(8, 12),
    `8${hash.slice(13, 16)}`,
    variant + hash.slice(17, 20),
  ];
  return `${groups.join('-')}-`;
}

/** The id of the nth piece; those of records begin with a zero. */
export function pieceId(prefix: string, piece: number): string {
  return `${prefix}f${piece.toString(16).padStart(11, '0')}`;
}
