import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bucketOf, bucketsOf, differingBuckets } from './fingerprint-buckets';
import type { SchemaRecord } from './record';

const record = (id: string, name: string): SchemaRecord => ({
  id,
  kind: 'namespace',
  version: 1,
  parentId: null,
  body: { name },
});

describe('buckets', () => {
  it('SYNC-62: those that differ hold just the records that do: changed, missing or too many', () => {
    const names = fc.constantFrom('a', 'b', null);
    const pairs = fc.uniqueArray(fc.tuple(fc.uuid(), names, names), {
      selector: ([id]) => id,
      maxLength: 40,
    });
    fc.assert(
      fc.property(pairs, (all) => {
        const side = (which: 1 | 2) => all.flatMap((one) => (one[which] ? [record(one[0], one[which])] : []));
        const found = differingBuckets(bucketsOf(side(1)), bucketsOf(side(2)));
        const wanted = all.filter(([, mine, theirs]) => mine !== theirs).map(([id]) => bucketOf(id));
        expect(found).toEqual([...new Set(wanted)].sort());
      }),
    );
  });
});
