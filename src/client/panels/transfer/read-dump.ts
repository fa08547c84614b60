import { CopyDataSkipper } from '../../../core/formats/sql-import/copy-data';
import { headBytes, invalidUtf8Line, notText, utf16Of } from '../../../core/formats/sql-import/dump-bytes';

/** What the server takes at most, unpacked and without rows. */
const maxDumpBytes = 64 * 1024 * 1024;

export type DumpFile =
  | { readonly ok: true; readonly text: string; readonly name: string }
  | { readonly ok: false; readonly problem: string };

const refused = (problem: string): DumpFile => ({ ok: false, problem });

/**
 * Reads a file as SQL text, without the rows of COPY: those stay here, however many they are. What is none, by
 * its size or its bytes, is refused with a sentence that says what to do instead; it never rejects.
 */
export async function readDump(file: File): Promise<DumpFile> {
  const container = notText(await headOf(file), file.name);
  if (container !== undefined) return refused(container);
  const bytes = await bytesWithoutRows(file);
  if (!(bytes instanceof Uint8Array)) return refused(bytes);
  const text = decoded(bytes);
  if (text === null) {
    const line = invalidUtf8Line(bytes);
    const place = line === undefined ? '' : ` (line ${line})`;
    return refused(
      `${file.name} is no text in UTF-8${place}. Make a dump that is: pg_dump -s -E UTF8 mydb > schema.sql`,
    );
  }
  const problem = textProblem(text, file.name);
  return problem === null ? { ok: true, text, name: file.name } : refused(problem);
}

async function headOf(file: File): Promise<Uint8Array> {
  try {
    return new Uint8Array(await file.slice(0, headBytes).arrayBuffer());
  } catch {
    // Reading all of it will tell.
    return new Uint8Array();
  }
}

/** What a file holds but for rows, or why it cannot be taken. */
async function bytesWithoutRows(file: File): Promise<Uint8Array | string> {
  const skipper = new CopyDataSkipper();
  const kept: Uint8Array[] = [];
  let size = 0;
  try {
    const reader = file.stream().getReader();
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
      for (const piece of skipper.push(chunk.value)) {
        kept.push(piece);
        size += piece.length;
      }
      if (size <= maxDumpBytes) continue;
      await reader.cancel();
      return tooLarge(file.name);
    }
  } catch {
    // A folder is handed over as a file that cannot be read.
    return `${file.name} could not be read. Choose one file, no folder, that is still there.`;
  }
  const { rest, endlessCopy } = skipper.end();
  if (endlessCopy !== undefined) {
    return `${file.name} is cut off: the rows of the COPY in line ${endlessCopy} have no end. Dump only the schema: pg_dump -s.`;
  }
  return new Uint8Array(await new Blob([...kept, rest] as BlobPart[]).arrayBuffer());
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
  const nul = text.indexOf('\0');
  if (nul >= 0) {
    const line = text.slice(0, nul).split('\n').length;
    return `${subject} is not SQL: line ${line} contains bytes that no text has. Choose a .sql file.`;
  }
  if (text.trim() === '') return `${subject} is empty. Choose or paste a dump that has CREATE statements.`;
  return null;
}

function tooLarge(subject: string): string {
  return `${subject} is larger than 64 MB without its rows. Dump only the schema: pg_dump -s.`;
}

/** UTF-8 as it is, or UTF-16 that says so (PowerShell's `>` writes that); null for anything else. */
function decoded(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder(utf16Of(bytes) ?? 'utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
