import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, sameJson } from './canonical-json';

/** Few keys and values, so that equal ones meet. */
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(0, 1, 'a', '', true, null, undefined),
    fc.array(tie('value'), { maxLength: 2 }),
    fc.dictionary(fc.constantFrom('a', 'b', '__proto__', 'toString'), tie('value'), { maxKeys: 2 }),
  ),
}));

describe('canonical JSON', () => {
  it('two values are the same exactly when their canonical texts are', () => {
    let equal = 0;
    fc.assert(
      fc.property(value, value, (a, b) => {
        const isSame = canonicalJson(a) === canonicalJson(b);
        equal += Number(isSame);
        expect(sameJson(a, b)).toBe(isSame);
        expect(sameJson(a, a)).toBe(true);
        expect(sameJson([a, { b }], [a, { b }])).toBe(true);
      }),
      { numRuns: 2_000 },
    );
    expect(equal).toBeGreaterThan(50);
  });

  it('the order of keys and absent fields make no difference', () => {
    expect(canonicalJson({ b: 1, a: undefined, c: [undefined] })).toBe('{"b":1,"c":[null]}');
    expect(sameJson({ a: 1, b: 2 }, { b: 2, a: 1, c: undefined })).toBe(true);
    expect(sameJson({ a: null }, {})).toBe(false);
  });
});
