import type pg from 'pg';
import { preprocess } from '../../src/core/formats/sql-import/preprocess';

/** Loads a script in one transaction; gives what the server says, with the place, or null. */
export async function loadWhole(client: pg.ClientBase, sql: string): Promise<string | null> {
  try {
    await client.query(sql);
    return null;
  } catch (error) {
    return describeError(error, sql);
  }
}

/** A statement that a server does not take, and what it says. */
export type Refused = { readonly text: string; readonly error: string };

/** Loads a script as psql would: a statement that fails does not stop the rest. Gives those that failed. */
export async function loadStatements(client: pg.ClientBase, sql: string): Promise<readonly Refused[]> {
  const refused: Refused[] = [];
  for (const { text } of preprocess(sql).statements) {
    if (/^SET\s+client_encoding/i.test(text)) continue;
    // Rows are no part of the comparison, and some need others that only a separate file has.
    if (/^INSERT\b/i.test(text)) continue;
    await runAsFarAsPossible(client, text).catch((error) =>
      refused.push({ text, error: describeError(error, '') }),
    );
  }
  await client.query('ROLLBACK');
  return refused;
}

/** Runs statements in a transaction that is taken back; gives the first that fails and what is said, or null. */
export async function firstRefused(
  client: pg.ClientBase,
  statements: readonly string[],
): Promise<string | null> {
  await client.query('BEGIN');
  try {
    for (const text of statements) {
      const failure = await loadWhole(client, text);
      if (failure !== null) return `${firstLine(text)}: ${failure}`;
    }
    return null;
  } finally {
    await client.query('ROLLBACK');
  }
}

/** What PostgreSQL 15 has added to keys: an export for an older one makes them without it, and says so. */
const newerWords = /\bNULLS\s+NOT\s+DISTINCT\b/gi;

async function runAsFarAsPossible(client: pg.ClientBase, text: string): Promise<void> {
  try {
    await client.query(text);
  } catch (error) {
    const older = text.replace(newerWords, '');
    if (older === text) throw error;
    await client.query(older);
  }
}

function describeError(error: unknown, sql: string): string {
  if (!(error instanceof Error)) return String(error);
  const position = 'position' in error ? Number(error.position) : 0;
  const place =
    position > 0 && sql ? ` at “${sql.slice(position - 1, position + 80).replaceAll('\n', ' ')}”` : '';
  return `${error.message}${place}`;
}

/**
 * What this server refuses in the original (it lacks an extension, mostly) cannot be compared in a catalogue.
 * It must survive as text: every word of it stands in what is refused of the export.
 */
export function lostText(original: readonly Refused[], exported: readonly Refused[]): readonly string[] {
  const kept = new Set(exported.flatMap(({ text }) => wordsOf(text)));
  return original.filter(isOfTheSchema).flatMap(({ text }) => {
    const lost = wordsOf(text).filter((word) => !kept.has(word) && !optionalWords.has(word));
    return lost.length === 0
      ? []
      : [`refused here and not kept: ${firstLine(text)} … (${[...new Set(lost)].join(', ')})`];
  });
}

/** Statements of the export that fail though the original has none that fails and makes or speaks of the same. */
export function newlyRefused(original: readonly Refused[], exported: readonly Refused[]): readonly string[] {
  const explained = new Set(original.flatMap(({ text }) => wordsOf(text)));
  const made = new Set(original.flatMap(({ text }) => subjectOf(text) ?? []));
  return exported
    .filter(({ text }) => !made.has(subjectOf(text) ?? ''))
    .filter(({ text }) => wordsOf(text).some((word) => !explained.has(word) && !optionalWords.has(word)))
    .map(({ text, error }) => `fails in the export only: ${firstLine(text)}: ${error}`);
}

/**
 * What a statement makes, alters or tells something about, as `table lines`: without its schema, which may come
 * from the search_path.
 */
function subjectOf(text: string): string | undefined {
  const [, kind, name] =
    /^\s*(?:create|alter)\s+(?:or\s+replace\s+)?(?:unlogged\s+)?(table|sequence|view|function|aggregate|type|domain)\s+(?:if\s+(?:not\s+)?exists\s+)?(?:only\s+)?((?:"(?:[^"]|"")*"|[\w$.])+)/i.exec(
      text.replace(/--.*$/gm, ''),
    ) ?? [];
  const bare = name?.match(/"(?:[^"]|"")*"|[\w$]+/g)?.at(-1);
  return kind && bare ? `${kind} ${bare}`.toLowerCase() : undefined;
}

/** Whether statements that are refused speak of all that the name of an object is made of. */
export function isAboutRefused(name: string, refused: readonly Refused[]): boolean {
  const said = new Set(refused.filter(isOfTheSchema).flatMap(({ text }) => wordsOf(text)));
  return wordsOf(name).every((word) => said.has(word) || optionalWords.has(word) || typeWords.has(word));
}

/** Words in the names of functions, which the catalogue spells in its own way. */
const typeWords: ReadonlySet<string> = new Set(
  'integer bigint smallint boolean character varying numeric double precision timestamp text real record'.split(
    ' ',
  ),
);

/** Data is not imported, nor what only this session hears of. */
export function isOfTheSchema({ text }: Refused): boolean {
  return !/^\s*(?:UPDATE|DELETE|MERGE|SELECT|TRUNCATE|COPY|SET|RESET|BEGIN|COMMIT|ANALYZE|VACUUM)\b/i.test(
    text,
  );
}

/** What may be said or left unsaid, or said at another place, without a difference. */
const optionalWords: ReadonlySet<string> = new Set(
  'only if not exists btree using with schema public without time zone column set'.split(' '),
);

function wordsOf(text: string): readonly string[] {
  return (
    text
      .toLowerCase()
      .replace(/--.*$/gm, '')
      .match(/[a-z_][\w$]*/g) ?? []
  );
}

export function firstLine(text: string): string {
  return text.trim().split('\n')[0] ?? '';
}
