import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { canonicalJson } from '../std/canonical-json';
import type { SchemaRecord } from './record';

/** 128 bits of a record's content as two unsigned 64-bit lanes. */
export type Digest = { readonly high: bigint; readonly low: bigint };

const mask = (1n << 64n) - 1n;

/**
 * The first 128 bits of SHA-256 over the canonical JSON of (id, kind, parentId, version, body).
 * Everything that readers show is in it, so a body changed without a new version is noticed too.
 */
export function digestOf(record: SchemaRecord): Digest {
  const { id, kind, parentId, version, body } = record;
  const bytes = sha256(utf8ToBytes(canonicalJson({ id, kind, parentId, version, body })));
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return { high: view.getBigUint64(0), low: view.getBigUint64(8) };
}

/**
 * The fingerprint of a set of live records: how many, and the sum of their digests in two lanes
 * modulo 2^64. A sum, not an exclusive or, so that a record counted twice does not cancel itself.
 */
export type Fingerprint = { readonly count: number; readonly high: bigint; readonly low: bigint };

export const emptyFingerprint: Fingerprint = { count: 0, high: 0n, low: 0n };

export function addDigest(sum: Fingerprint, digest: Digest): Fingerprint {
  return {
    count: sum.count + 1,
    high: (sum.high + digest.high) & mask,
    low: (sum.low + digest.low) & mask,
  };
}

export function subtractDigest(sum: Fingerprint, digest: Digest): Fingerprint {
  return {
    count: sum.count - 1,
    high: (sum.high - digest.high) & mask,
    low: (sum.low - digest.low) & mask,
  };
}

/** Counts from zero. */
export function fingerprintOf(records: Iterable<SchemaRecord>): Fingerprint {
  let sum = emptyFingerprint;
  for (const record of records) sum = addDigest(sum, digestOf(record));
  return sum;
}

/** As it travels: `count:high:low`, decimal. */
export function printFingerprint(sum: Fingerprint): string {
  return `${sum.count}:${sum.high}:${sum.low}`;
}
