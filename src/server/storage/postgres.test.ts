import { describe, expect, it } from 'vitest';
import { describeAddress, objectionTo } from './postgres';

const good = { number: 140_000, version: '14.0', isReplica: false, encoding: 'UTF8' };

describe('postgres', () => {
  it('ENG-3: takes PostgreSQL 14 and newer, primaries, UTF-8', () => {
    expect(objectionTo(good)).toBeUndefined();
    expect(objectionTo({ ...good, number: 130_021, version: '13.21' })).toMatch(/13\.21.*14 or newer/);
    expect(objectionTo({ ...good, isReplica: true })).toMatch(/read-only replica/);
    expect(objectionTo({ ...good, encoding: 'SQL_ASCII' })).toMatch(/SQL_ASCII.*UTF8/);
  });

  it('ENG-9: names a database without user and password', () => {
    expect(describeAddress('postgres://me:secret@db.example.com/zero')).toBe('db.example.com:5432/zero');
    expect(describeAddress('postgres://db:6432/zero?sslmode=require')).toBe('db:6432/zero');
  });
});
