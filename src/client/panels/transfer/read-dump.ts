/** What the server takes at most, unpacked. */
const maxDumpBytes = 64 * 1024 * 1024;

export type DumpFile =
  | { readonly ok: true; readonly text: string; readonly name: string }
  | { readonly ok: false; readonly problem: string };

/**
 * Reads a file as SQL text. A custom-format dump (`pg_dump -Fc`) begins with PGDMP and is no text;
 * it says what to do instead.
 */
export async function readDump(file: File): Promise<DumpFile> {
  if (file.size > maxDumpBytes) {
    return { ok: false, problem: `${file.name} is larger than 64 MB. Dump only the schema: pg_dump -s.` };
  }
  const head = await file.slice(0, 5).text();
  if (head === 'PGDMP') {
    return {
      ok: false,
      problem: `${file.name} is a binary dump. Turn it into SQL first: pg_restore -s -f schema.sql ${file.name}`,
    };
  }
  const text = await file.text();
  const problem = textProblem(text, file.name);
  return problem === null ? { ok: true, text, name: file.name } : { ok: false, problem };
}

/** What speaks against a text as SQL before it is sent, as a sentence about `subject`; null when nothing. */
export function textProblem(text: string, subject: string): string | null {
  if (text.length > maxDumpBytes) return `${subject} is larger than 64 MB. Dump only the schema: pg_dump -s.`;
  if (text.includes('\0')) return `${subject} is not SQL: it contains bytes that no text has.`;
  if (text.trim() === '') return `${subject} is empty. Choose or paste a dump that has CREATE statements.`;
  return null;
}
