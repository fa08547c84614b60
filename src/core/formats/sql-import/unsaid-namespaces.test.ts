import { describe, expect, it } from 'vitest';
import { must } from '../../std/assert';
import { importPostgresql } from './import-postgresql';
import { countingIds } from './outline.fixture';

const made = `
CREATE SCHEMA "größe"; CREATE SCHEMA app; SET search_path = "größe", app;
CREATE TYPE mood AS ENUM ('glad');
CREATE TYPE app.mood AS ENUM ('sad');
CREATE TYPE app.single AS ENUM ('one');
CREATE TYPE app.text AS ENUM ('never found without its schema');
CREATE FUNCTION public.f() RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1';
CREATE FUNCTION app.g(text) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1';
`;

/** The check of a table, as it is in the model. */
async function checkOf(statements: string): Promise<string> {
  const result = await importPostgresql(`${made}${statements}`, { mintId: countingIds() });
  const { records } = must(result.ok ? result.value : null, 'an import');
  return must(
    records.flatMap((record) => (record.kind === 'check' ? [record.body.expression] : []))[0],
    'check',
  );
}

describe('IMP-4: what only the search path finds gets its schema in an expression', () => {
  it.each([
    ["a = 'glad'::mood", `a = 'glad'::"größe".mood`],
    ["a = ANY ('{glad}'::mood[])", `a = ANY ('{glad}'::"größe".mood[])`],
    ["a = CAST('glad' AS mood)", `a = CAST('glad' AS "größe".mood)`],
    ["a = mood 'glad'", `a = "größe".mood 'glad'`],
    [
      "'ä' || /* the one */ 'one'::single < g('b'::text)::text",
      `'ä' || /* the one */ 'one'::app.single < app.g('b'::text)::text`,
    ],
    // As they are: in a schema that is said, not of this script, or PostgreSQL's own.
    ["a = 'sad'::app.mood", "a = 'sad'::app.mood"],
    ["lower(b::text) = 'mood' AND other(g) > f()", "lower(b::text) = 'mood' AND other(g) > f()"],
  ])('%s', async (written, stored) => {
    expect(await checkOf(`CREATE TABLE t (a mood, b text, g int, CHECK (${written}));`)).toBe(stored);
    const altered = `CREATE TABLE t (a mood, b text, g int); ALTER TABLE t ADD CHECK (${written});`;
    expect(await checkOf(altered)).toBe(stored);
  });

  it('under the usual path nothing is added, and inside CREATE SCHEMA its own name is', async () => {
    const check = "CHECK (a = 'sad'::mood)";
    const usual = `SET search_path = public; CREATE TYPE mood AS ENUM ('sad'); CREATE TABLE t (a mood, ${check});`;
    expect(await checkOf(usual)).toBe("a = 'sad'::mood");
    const inside = `RESET search_path; CREATE SCHEMA inner_one CREATE TABLE t (a app.mood, ${check});`;
    expect(await checkOf(inside)).toBe("a = 'sad'::mood");
    expect(
      await checkOf(`CREATE SCHEMA last; SET search_path = last, app; CREATE TABLE t (a mood, ${check});`),
    ).toBe("a = 'sad'::app.mood");
  });
});
