/** What the server takes at most, unpacked. */
const maxDumpBytes = 64 * 1024 * 1024;

export type DumpFile =
  | { readonly ok: true; readonly text: string; readonly name: string }
  | { readonly ok: false; readonly problem: string };

const refused = (problem: string): DumpFile => ({ ok: false, problem });

/**
 * Reads a file as SQL text. What is none, by its size or its bytes, is refused with a sentence that says what
 * to do instead; it never rejects.
 */
export async function readDump(file: File): Promise<DumpFile> {
  if (file.size > maxDumpBytes) return refused(tooLarge(file.name));
  let bytes: Uint8Array;
  try {
    bytes = new Uint8Array(await file.arrayBuffer());
  } catch {
    // A folder is handed over as a file that cannot be read.
    return refused(`${file.name} could not be read. Choose one file, no folder, that is still there.`);
  }
  const packed = packedAs(file.name, bytes);
  if (packed !== null) return refused(packed);
  const text = decoded(bytes);
  if (text === null) {
    return refused(
      `${file.name} is no text in UTF-8. Make a dump that is: pg_dump -s -E UTF8 mydb > schema.sql`,
    );
  }
  const problem = textProblem(text, file.name);
  return problem === null ? { ok: true, text, name: file.name } : refused(problem);
}

/** The one file of several that were dropped or chosen, or what to do instead. */
export async function readOnly(files: readonly File[]): Promise<DumpFile> {
  const [file, second] = files;
  if (file === undefined) return refused('Nothing was dropped. Choose one .sql file.');
  if (second !== undefined) {
    const names = `${file.name} ${second.name}${files.length > 2 ? ' …' : ''}`;
    return refused(
      `These are ${files.length} files. Drop one at a time, or join them first: cat ${names} > schema.sql`,
    );
  }
  return readDump(file);
}

/** What speaks against a text as SQL before it is sent, as a sentence about `subject`; null when nothing. */
export function textProblem(text: string, subject: string): string | null {
  if (text.length > maxDumpBytes) return tooLarge(subject);
  if (text.includes('\0'))
    return `${subject} is not SQL: it contains bytes that no text has. Choose a .sql file.`;
  if (text.trim() === '') return `${subject} is empty. Choose or paste a dump that has CREATE statements.`;
  return null;
}

function tooLarge(subject: string): string {
  return `${subject} is larger than 64 MB. Dump only the schema: pg_dump -s.`;
}

/** Containers by their first bytes: PostgreSQL's own (`pg_dump -Fc`), gzip (RFC 1952) and ZIP. */
function packedAs(name: string, bytes: Uint8Array): string | null {
  const begins = (...first: readonly number[]) => first.every((byte, place) => bytes[place] === byte);
  if (begins(0x50, 0x47, 0x44, 0x4d, 0x50)) {
    return `${name} is a binary dump. Turn it into SQL first: pg_restore -s -f schema.sql ${name}`;
  }
  if (begins(0x1f, 0x8b)) return `${name} is compressed. Unpack it first: gunzip ${name}`;
  if (begins(0x50, 0x4b, 0x03, 0x04)) return `${name} is an archive. Unpack it first: unzip ${name}`;
  return null;
}

/** UTF-8 as it is, or UTF-16 that says so (PowerShell's `>` writes that); null for anything else. */
function decoded(bytes: Uint8Array): string | null {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  try {
    return new TextDecoder(isUtf16 ? 'utf-16le' : 'utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
