import { addDigest, digestOf, emptyFingerprint, printFingerprint } from './fingerprint';
import type { RecordId } from './ids';
import type { SchemaRecord } from './record';

/** Fingerprints of parts of a project by their bucket; one in which no record is has none. */
export type Buckets = Readonly<Record<string, string>>;

/** One of 256 parts of any project: the first two digits of the id, which is random. */
export function bucketOf(id: RecordId): string {
  return id.slice(0, 2);
}

/** Digests every record anew, whatever was remembered of it. */
export function bucketsOf(records: Iterable<SchemaRecord>): Buckets {
  const sums = new Map<string, typeof emptyFingerprint>();
  for (const record of records) {
    const bucket = bucketOf(record.id);
    sums.set(bucket, addDigest(sums.get(bucket) ?? emptyFingerprint, digestOf(record)));
  }
  return Object.fromEntries([...sums].map(([bucket, sum]) => [bucket, printFingerprint(sum)]));
}

/** The buckets in which there is not the same on both sides, in their order. */
export function differingBuckets(a: Buckets, b: Buckets): readonly string[] {
  const all = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...all].filter((bucket) => a[bucket] !== b[bucket]).sort();
}
