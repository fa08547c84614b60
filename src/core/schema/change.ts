import { sameJson } from '../std/canonical-json';
import type { RecordId } from './ids';
import type { RecordKind } from './kinds';
import type { RecordState } from './record';
import { isLive } from './record';

type Body = Readonly<Record<string, unknown>>;

/** One record as a change left it, and what its body was before (null: it was not there). */
export type ChangeEntry = { readonly record: RecordState; readonly before: Body | null };

/** What became of a field that two people touched. `by` is whoever wrote `theirs`. */
export type Merge = {
  readonly recordId: RecordId;
  readonly field: string;
  /** merged: theirs and mine are different fields, both stand. overwrote: mine replaced theirs. */
  readonly verdict: 'merged' | 'overwrote';
  readonly theirs?: unknown;
  readonly yours?: unknown;
  readonly by?: { readonly id: string; readonly name: string } | undefined;
};

/** One line of the audit log: from which value to which. For an update only the fields that changed. */
export type AuditEntry = {
  readonly type: string;
  readonly recordId: RecordId;
  readonly kind: RecordKind;
  readonly before: Body | null;
  readonly after: Body | null;
};

/** What an entry of a change says in the audit log. */
export function auditOf(entry: ChangeEntry): AuditEntry {
  const { record, before } = entry;
  const base = { recordId: record.id, kind: record.kind };
  if (!isLive(record)) return { type: `${record.kind}.delete`, ...base, before, after: null };
  if (before === null) return { type: `${record.kind}.create`, ...base, before, after: record.body };
  const after: Body = record.body;
  const fields = changedFields(before, after);
  return { type: `${record.kind}.update`, ...base, before: pick(before, fields), after: pick(after, fields) };
}

/** Names of the fields whose values differ between two bodies. */
export function changedFields(before: Body, after: Body): readonly string[] {
  const fields = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...fields].filter((field) => !sameJson(before[field], after[field])).sort();
}

function pick(body: Body, fields: readonly string[]): Body {
  return Object.fromEntries(fields.map((field) => [field, body[field] ?? null]));
}
