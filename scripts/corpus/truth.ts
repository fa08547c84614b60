import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import { z } from 'zod';

const measuredSchema = z.object({
  counts: z.record(z.string(), z.number()),
  digests: z.record(z.string(), z.string().nullable()),
});
/** What the corpus' own query says about a database. */
export type Measured = z.infer<typeof measuredSchema>;

const entrySchema = z.object({
  file: z.string(),
  roles: z.array(z.string()).optional(),
  prelude: z.string().optional(),
  truth: measuredSchema.optional(),
  postgresql_15: z.object({ status: z.string() }).optional(),
});
/** One schema of the corpus. */
export type CorpusEntry = z.infer<typeof entrySchema> & { readonly name: string };

/** The script with what must be there before a schema is loaded: its prelude, or another schema of the corpus. */
export function preludeOf({ entries }: Corpus, entry: CorpusEntry): string | undefined {
  const [, needed] = /and the tables of ([\w-]+)/.exec(entry.postgresql_15?.status ?? '') ?? [];
  return entry.prelude ?? entries.find(({ name }) => name === needed)?.file;
}

/** A folder with truth.json, truth.sql and the scripts that truth.json names. */
export type Corpus = {
  readonly folder: string;
  readonly entries: readonly CorpusEntry[];
  readonly query: string;
};

/** Reads the corpus; throws a sentence that says what is missing. */
export function openCorpus(folder: string | undefined): Corpus {
  if (!folder) throw new Error('CORPUS_DIR is not set: it names the folder with the schemas to test with.');
  const read = (file: string) => {
    try {
      return readFileSync(join(folder, file), 'utf8');
    } catch {
      throw new Error(`CORPUS_DIR (${folder}) has no ${file}.`);
    }
  };
  const entries = Object.entries(z.record(z.string(), entrySchema).parse(JSON.parse(read('truth.json'))));
  if (entries.length === 0) throw new Error(`truth.json in CORPUS_DIR (${folder}) is empty.`);
  return { folder, query: read('truth.sql'), entries: entries.map(([name, entry]) => ({ name, ...entry })) };
}

/** Runs the corpus' query on a database. */
export async function measure(client: pg.Client, query: string): Promise<Measured> {
  await client.query("SET search_path = ''");
  const { rows } = await client.query<{ truth: unknown }>(query);
  return measuredSchema.parse(rows[0]?.truth);
}

/** Which counts and digests differ, as lines. */
export function compareMeasured(wanted: Measured, found: Measured): readonly string[] {
  const counts = Object.keys(wanted.counts)
    .filter((key) => wanted.counts[key] !== found.counts[key])
    .map((key) => `count of ${key}: ${wanted.counts[key]} in the original, ${found.counts[key]} exported`);
  const digests = Object.keys(wanted.digests)
    .filter((key) => wanted.digests[key] !== found.digests[key])
    .map((key) => `digest of ${key} differs`);
  return [...counts, ...digests];
}
