import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Setting } from './check-script';
import { checkImport, loadOriginal } from './check-script';
import { firstLine } from './load';
import { dumpSchema } from './own-dump';
import type { CorpusEntry } from './truth';

/** What a file of the corpus is taken through; `as written` always. */
export type Way = 'as written' | 'own dump';

/** What became of one file; identical when there are no findings. */
export type Outcome = {
  readonly name: string;
  readonly findings: readonly { readonly way: Way; readonly text: string }[];
  readonly notes: readonly string[];
  /** Statements of the original, and of its dump, that this server refuses: first line and error. */
  readonly refusedHere: readonly string[];
};

/**
 * Takes one schema through the product and back into PostgreSQL, in every way, and compares what is there
 * with what the original makes.
 */
export async function checkFile(
  setting: Setting,
  entry: CorpusEntry,
  ways: readonly Way[],
): Promise<Outcome> {
  const { server, corpus } = setting;
  const read = (file: string | undefined) => (file ? readFileSync(join(corpus.folder, file), 'utf8') : '');
  const script = { sql: read(entry.file), prelude: read(entry.prelude) };
  const original = await loadOriginal(setting, script, async (database) => ({
    dump: ways.includes('own dump') ? await dumpSchema(server.port, database) : null,
  }));
  const asWritten = await checkImport(setting, script, original, entry.truth);
  const findings = asWritten.findings.map((text) => ({ way: 'as written' as Way, text }));
  const refused = [...original.refused];
  if (original.seen.dump !== null) {
    const dump = { sql: original.seen.dump, prelude: '' };
    const restored = await loadOriginal(setting, dump, async () => null);
    const verdict = await checkImport(setting, dump, restored, undefined);
    refused.push(...restored.refused);
    findings.push(...verdict.findings.map((text) => ({ way: 'own dump' as Way, text })));
  }
  const refusedHere = [...new Set(refused.map(({ text, error }) => `${firstLine(text)}: ${error}`))];
  return { name: entry.name, findings, notes: asWritten.notes, refusedHere };
}
