import { describe, expect, it } from 'vitest';
import { normalizeDataType } from '../../core/schema/data-type';
import { shortType } from './short-type';

describe('shortType', () => {
  it.each([
    ['character varying(14)', 'varchar(14)'],
    ['character varying', 'varchar'],
    ['character(2)', 'char(2)'],
    ['bit varying(5)', 'varbit(5)'],
    ['timestamp with time zone', 'timestamptz'],
    ['timestamp(3) without time zone', 'timestamp(3)'],
    ['time(0) with time zone', 'timetz(0)'],
    ['time without time zone[]', 'time[]'],
  ])('UI-24: shows %s as %s, which means the same', (long, short) => {
    expect(shortType(long)).toBe(short);
    expect(normalizeDataType(short)).toEqual(normalizeDataType(long));
  });

  it('UI-24: leaves other types alone', () => {
    for (const type of [
      'bigint',
      'numeric(10,2)',
      'double precision',
      '"character varying"',
      'app.timestamps',
    ]) {
      expect(shortType(type)).toBe(type);
    }
  });
});
