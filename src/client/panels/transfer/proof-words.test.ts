import { describe, expect, it } from 'vitest';
import type { Proof, RefusedBody } from '../../../core/protocol/proof';
import { verdictText } from './proof-words';

const identical: Proof = {
  server: 'PostgreSQL 18.4',
  serverMajor: 18,
  writtenFor: 18,
  verdict: 'identical',
  counts: { table: 1 },
  differences: [],
  moreDifferences: 0,
  notProven: [],
  bodies: [],
};

function refused(...kinds: readonly RefusedBody['kind'][]): RefusedBody[] {
  return kinds.map((kind, at) => ({ recordId: `${at}`, kind, name: `f${at}`, message: 'no' }));
}

describe('the sentence about a proof', () => {
  it('PRV-1: says what came of it', () => {
    const notProven = [{ name: 'extension postgis', why: 'lacking' }];
    const differences = [{ kind: 'table', name: 't', wanted: 'there' }];
    expect(verdictText(identical)).toBe('Executed on PostgreSQL 18.4 and read back: identical.');
    expect(verdictText({ ...identical, notProven })).toBe(
      'Executed on PostgreSQL 18.4 and read back: identical, as far as it could be proven.',
    );
    expect(verdictText({ ...identical, verdict: 'different', differences })).toBe(
      'Executed on PostgreSQL 18.4: one difference from the design.',
    );
    expect(verdictText({ ...identical, verdict: 'different', differences, moreDifferences: 1_000 })).toBe(
      'Executed on PostgreSQL 18.4: 1,001 differences from the design.',
    );
    expect(verdictText({ ...identical, verdict: 'refused' })).toBe('PostgreSQL 18.4 does not take this SQL.');
  });

  it.each([
    [refused('function'), 'one function has a body that PostgreSQL refuses'],
    [refused('function', 'function'), '2 functions have bodies that PostgreSQL refuses'],
    [refused('procedure', 'procedure'), '2 procedures have bodies that PostgreSQL refuses'],
    [refused('function', 'procedure'), '2 routines have bodies that PostgreSQL refuses'],
  ])('PRV-11: says beside the verdict how many bodies are refused (%#)', (bodies, words) => {
    expect(verdictText({ ...identical, bodies })).toBe(
      `Executed on PostgreSQL 18.4 and read back: identical; ${words}.`,
    );
    const differences = [{ kind: 'table', name: 't', wanted: 'there' }];
    expect(verdictText({ ...identical, verdict: 'different', differences, bodies })).toBe(
      `Executed on PostgreSQL 18.4: one difference from the design; ${words}.`,
    );
  });
});
