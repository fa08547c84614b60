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

/** Loads a script as psql would: a statement that fails does not stop the rest. Gives those that failed. */
export async function loadStatements(client: pg.ClientBase, sql: string): Promise<readonly string[]> {
  const refused: string[] = [];
  for (const { text } of preprocess(sql).statements) {
    if (/^SET\s+client_encoding/i.test(text)) continue;
    // Rows are no part of the comparison, and some need others that only a separate file has.
    if (/^INSERT\b/i.test(text)) continue;
    await client.query(text).catch(() => refused.push(text));
  }
  await client.query('ROLLBACK');
  return refused;
}

function describeError(error: unknown, sql: string): string {
  if (!(error instanceof Error)) return String(error);
  const position = 'position' in error ? Number(error.position) : 0;
  const place = position > 0 ? ` at “${sql.slice(position - 1, position + 80).replaceAll('\n', ' ')}”` : '';
  return `${error.message}${place}`;
}

/**
 * What this server refuses in the original (it lacks an extension, mostly) cannot be compared in a catalogue.
 * It must survive as text: every word of it stands in what is refused of the export.
 */
export function lostText(original: readonly string[], exported: readonly string[]): readonly string[] {
  const kept = new Set(exported.flatMap(wordsOf));
  return original.filter(isOfTheSchema).flatMap((text) => {
    const lost = wordsOf(text).filter((word) => !kept.has(word) && !optionalWords.has(word));
    return lost.length === 0
      ? []
      : [`refused here and not kept: ${firstLine(text)} … (${[...new Set(lost)].join(', ')})`];
  });
}

/** Data is not imported, nor what only this session hears of. */
function isOfTheSchema(text: string): boolean {
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
