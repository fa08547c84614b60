import { describe, expect, it } from 'vitest';
import { suggestTypes } from './type-suggestions';

const labels = (typed: string, own: readonly string[] = []) =>
  suggestTypes(
    typed,
    own.map((label) => ({ label, detail: 'Enum of this project' })),
  ).map(({ label }) => label);

describe('suggestTypes', () => {
  it('UI-38: what begins with the text comes first, then what it is also called', () => {
    expect(labels('big')[0]).toBe('bigint');
    expect(labels('timestamptz')[0]).toBe('timestamptz');
    expect(labels('character')[0]).toBe('varchar(255)');
    expect(labels('nothing like it')).toEqual([]);
  });

  it("UI-38: the project's own types come before PostgreSQL's", () => {
    expect(labels('', ['mood'])[0]).toBe('mood');
    expect(labels('m', ['mood', 'state'])[0]).toBe('mood');
    expect(labels('state', ['mood', 'state'])).toEqual(['state']);
  });
});
