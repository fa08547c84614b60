import { describe, expect, it } from 'vitest';
import {
  closed,
  defaultExpression,
  indexExpression,
  isSelfContained,
  parenthesised,
} from './expression-text';
import { printObjectName } from './print-collation';

describe('expressions in statements', () => {
  it.each([
    ['a > 0', '(a > 0)'],
    ['(a > 0)', '(a > 0)'],
    ['(a > 0) AND (b > 0)', '((a > 0) AND (b > 0))'],
    ['a > 0 -- why', '(a > 0)'],
    ["a = ')'", "(a = ')')"],
  ])('puts %s in parentheses once', (text, printed) => {
    expect(parenthesised(text)).toBe(printed);
  });

  it.each([
    ['lower(a)', 'lower(a)'],
    ['app."F"(a, (b))', 'app."F"(a, (b))'],
    ['lower(a) || lower(b)', '(lower(a) || lower(b))'],
    ['coalesce(a, b)', '(coalesce(a, b))'],
    ['a', '(a)'],
  ])('an index takes %s as %s', (text, printed) => {
    expect(indexExpression(text)).toBe(printed);
  });

  it.each([
    ['now()', 'now()'],
    ['1 + 2', '1 + 2'],
    ["now() at time zone 'utc'", "(now() at time zone 'utc')"],
    ["(now() at time zone 'utc')", "(now() at time zone 'utc')"],
    ["f('and')", "f('and')"],
    ['NOT true', '(NOT true)'],
    ['f(a AND b)', 'f(a AND b)'],
  ])('DEFAULT takes %s as %s', (text, printed) => {
    expect(defaultExpression(text)).toBe(printed);
  });

  it.each([
    ['/* why */ a > 0 -- because', 'a > 0', '(a > 0)'],
    ['-- why\n(a > 0) /* so */', '(a > 0)', '(a > 0)'],
    [
      'a /* one */ > 0 -- two\n + 1 -- three',
      'a /* one */ > 0 -- two\n + 1',
      '(a /* one */ > 0 -- two\n + 1)',
    ],
    ["'-- a' || '/* b */'", "'-- a' || '/* b */'", "('-- a' || '/* b */')"],
    ['$$ -- $$ || "/*" -- /*', '$$ -- $$ || "/*"', '($$ -- $$ || "/*")'],
    ['a ->> /* , */ b /* /* nested */ */', 'a ->> /* , */ b', '(a ->> /* , */ b)'],
  ])('EXP-5: of %s only the comments around it go', (text, bare, wrapped) => {
    expect(closed(text)).toBe(bare);
    expect(parenthesised(text)).toBe(wrapped);
    expect(defaultExpression(text)).toBe(bare);
  });

  it('knows what cannot leave its place', () => {
    expect(['a', "f('x;y', ARRAY[1], $$)$$)", 'a -- ('].every(isSelfContained)).toBe(true);
    expect(['a;', '(', ')', ')(', '(]', "'", '/*', '$$'].some(isSelfContained)).toBe(false);
    expect(['-- nothing', '/* a > 0 */', '/* a */ -- b\n'].some(isSelfContained)).toBe(false);
  });

  it.each([
    ['C', '"C"'],
    ['"C"', '"C"'],
    ['en_US', '"en_US"'],
    ['de-x-icu', '"de-x-icu"'],
    ['pg_catalog."default"', 'pg_catalog."default"'],
    ['text_pattern_ops', 'text_pattern_ops'],
  ])('reads the collation or operator class %s as %s', (text, printed) => {
    expect(printObjectName(text)).toBe(printed);
  });
});
