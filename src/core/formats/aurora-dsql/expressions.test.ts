import { describe, expect, it } from 'vitest';
import type { Vocabulary } from './expressions';
import { rewriteSql } from './expressions';

const vocabulary: Vocabulary = {
  typeFor: ({ name, dimensions }) => {
    if (name === 'mood') return dimensions > 0 ? 'text[]' : 'text';
    return name === 'point' ? null : 'same';
  },
  isTypeMissing: () => false,
  isRoutineMissing: (_namespace, name) => name === 'gone',
};
const rewritten = (text: string) => {
  const result = rewriteSql(text, vocabulary);
  return result.kind === 'written' ? result.text : `! ${result.reason}`;
};

describe('expressions for Aurora DSQL', () => {
  it.each([
    ["a = 'x'::mood -- 'y'::mood", "a = 'x'::text -- 'y'::mood"],
    ["CAST(a AS app.mood) IN (mood 'x', 'mood')", "CAST(a AS text) IN (text 'x', 'mood')"],
    ["a = ANY (ARRAY['x'::mood]::mood[])", "a = ANY (ARRAY['x'::text]::text[])"],
    [
      "date '2020-01-01' < now() AND a LIKE 'b' AND mood",
      "date '2020-01-01' < now() AND a LIKE 'b' AND mood",
    ],
    ["interval '1 day' + (mood)", "interval '1 day' + (mood)"],
    ["length(TRIM(BOTH FROM a)) > trim(b, 'x')", "length(btrim(a)) > trim(b, 'x')"],
  ])('DSQL-40: names types by what they are there: %s', (text, expected) => {
    expect(rewritten(text)).toBe(expected);
  });

  it.each([
    ['a COLLATE "de_DE" < b', 'a  < b'],
    ['lower(a) COLLATE pg_catalog."C"', 'lower(a) '],
    ['public.uuid_generate_v4()', 'gen_random_uuid()'],
    ['uuidv7() = uuid', 'gen_random_uuid() = uuid'],
  ])('DSQL-41: writes what has another name or is the only one there: %s', (text, expected) => {
    expect(rewritten(text)).toBe(expected);
  });

  it.each([
    ["a <@ '(1,2)'::point", '! it uses the type point, which Aurora DSQL does not have.'],
    ["to_tsvector('simple', a) IS NULL", '! it calls to_tsvector(), which Aurora DSQL does not have.'],
    ["a @@ 'b'", '! the operator @@ is of full-text search, which Aurora DSQL does not have.'],
    ['app.gone(a) > 0', '! it calls gone(), which is not there.'],
  ])('DSQL-42: says why an expression cannot be written: %s', (text, expected) => {
    expect(rewritten(text)).toBe(expected);
  });

  it('DSQL-40: says each change once', () => {
    const result = rewriteSql("a = 'x'::mood OR a = 'y'::mood", vocabulary);
    expect(result).toMatchObject({ changes: ['mood is text'] });
  });
});
