import { crc32, inflateRawSync } from 'node:zlib';

const ends = 0x06054b50;
const utf8Names = 0x0800;
const deflated = 8;

/**
 * The files of a zip archive by their paths, in its order: by its central directory, as programs that unpack read
 * it (PKWARE's APPNOTE.TXT, 4.3), and not by what has written it.
 *
 * @throws Error for an archive that such a program would complain about
 */
export function unzip(archive: Buffer): ReadonlyMap<string, string> {
  const end = archive.length - 22;
  if (end < 0 || archive.readUInt32LE(end) !== ends) throw new Error('no end of the central directory');
  const files = new Map<string, string>();
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
    const nameLength = archive.readUInt16LE(at + 28);
    const bytes = archive.subarray(at + 46, at + 46 + nameLength);
    const name = decode(bytes);
    const isAscii = bytes.every((byte) => byte < 128);
    if (!isAscii && (archive.readUInt16LE(at + 8) & utf8Names) === 0)
      throw new Error(`${name}: not in UTF-8`);
    if (files.has(name)) throw new Error(`${name} is there twice`);
    files.set(name, decode(contentAt(archive, at)));
    at += 46 + nameLength + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  return files;
}

/** `entry`: where the central directory tells of it. */
function contentAt(archive: Buffer, entry: number): Buffer {
  const local = archive.readUInt32LE(entry + 42);
  const from = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
  const packed = archive.subarray(from, from + archive.readUInt32LE(entry + 20));
  const content = archive.readUInt16LE(entry + 10) === deflated ? inflateRawSync(packed) : packed;
  if (crc32(content) !== archive.readUInt32LE(entry + 16)) throw new Error('a checksum is wrong');
  return content;
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
}
