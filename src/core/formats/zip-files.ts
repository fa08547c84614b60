import { strToU8, zipSync } from 'fflate';

/** Files as one zip archive; the same files give the same bytes. */
export function zipFiles(
  files: readonly { readonly path: string; readonly sql: string }[],
): Uint8Array<ArrayBuffer> {
  const entries = files.map(({ path, sql }) => [path, strToU8(sql)] as const);
  // The earliest time that the format knows: when it was written is no part of a design.
  return zipSync(Object.fromEntries(entries), { mtime: '1980-01-01T00:00:00' });
}
