import { sameJson } from '../std/canonical-json';
import type { Problem } from '../std/problem';
import type { Result } from '../std/result';
import { ok, refused } from '../std/result';
import type { Write } from './draft';
import { Draft } from './draft';
import type { RecordId } from './ids';
import { parentTables, tablesBelow } from './inheritance';
import type { Claim } from './names';
import type { Operation } from './operation';
import type { StateReader } from './reader';
import type { RecordState, SchemaRecord } from './record';
import { isKind, isLive } from './record';
import { referencesOf } from './references';
import { bindNames } from './rules/bind';
import { createRecord } from './rules/create';
import { deleteRecord } from './rules/delete';
import { describe } from './rules/describe';
import { generatedName } from './rules/naming';
import { isShaken, leansAnew } from './rules/shaken';
import { updateRecord } from './rules/update';
import { problemOf } from './rules/validate';

/** A field that somebody else wrote since the caller looked. `changeId` is the change that wrote theirs. */
export type FieldMerge = {
  readonly recordId: RecordId;
  readonly field: string;
  readonly verdict: 'merged' | 'overwrote';
  readonly theirs: unknown;
  readonly yours?: unknown;
  readonly changeId: string;
};

/** What a list of operations comes to: everything to be written, and nothing written yet. */
export type Applied = {
  /** One per record, sorted by id. */
  readonly writes: readonly Write[];
  /** The records that the operations name, as they are now, changed or not. */
  readonly targets: readonly RecordState[];
  readonly merges: readonly FieldMerge[];
  /** Names given up and taken, sorted by (scope, name). */
  readonly releases: readonly Claim[];
  readonly claims: readonly Claim[];
  /** What written live records rely on now, for those that rely on something else than before, or on it anew. */
  readonly references: ReadonlyMap<RecordId, readonly RecordId[]>;
  /** Live records in which something changed that others rely on; also those below a written one, unwritten. */
  readonly shaken: ReadonlySet<RecordId>;
};

/**
 * The schema's rules: what these operations do to the state that `reader` shows, all or nothing.
 * Pure; the server runs it on a database snapshot, the browser on its mirror. Integrity is judged on
 * the outcome, not after every operation, so names can be swapped and a key can come after its
 * foreign key. It goes on after a problem and reports the first: a reader that loads on demand
 * thereby learns at once of everything that is needed.
 */
export function applyOperations(
  reader: StateReader,
  operations: readonly Operation[],
): Result<Applied, Problem> {
  const draft = new Draft(reader);
  const problems: Problem[] = [];
  const merges: FieldMerge[] = [];
  for (const [place, operation] of operations.entries()) {
    const done = applyOne(draft, operation);
    if (done.ok) merges.push(...done.value);
    else problems.push(at(place, done.problem));
  }
  nameTheNameless(draft);
  problems.push(...bindAll(draft), ...judge(draft), ...nameProblems(draft));
  const first = problems[0];
  return first ? refused(first) : ok(outcome(draft, operations, merges));
}

function applyOne(draft: Draft, operation: Operation): Result<readonly FieldMerge[], Problem> {
  switch (operation.verb) {
    case 'create': {
      const created = createRecord(draft, operation);
      return created.ok ? ok([]) : created;
    }
    case 'update':
      return updateRecord(draft, operation);
    case 'delete': {
      const deleted = deleteRecord(draft, operation);
      return deleted.ok ? ok([]) : deleted;
    }
  }
}

function at(place: number, problem: Problem): Problem {
  return { ...problem, pointer: `/operations/${place}${problem.pointer ?? ''}` };
}

function nameTheNameless(draft: Draft): void {
  for (const record of draft.written()) {
    if ('name' in record.body && record.body.name !== undefined) continue;
    const name = generatedName(record, draft);
    if (name !== null) draft.put({ ...record, body: { ...record.body, name } });
  }
}

function bindAll(draft: Draft): readonly Problem[] {
  const problems: Problem[] = [];
  for (const record of draft.written()) {
    const bound = bindNames(draft, record);
    if (!bound.ok) problems.push(bound.problem);
    else if (bound.value !== record) draft.put(bound.value);
  }
  return problems;
}

/** Judges what was written, and what relies on something that was shaken. */
function judge(draft: Draft): readonly Problem[] {
  const problems: Problem[] = [];
  const written = new Set(draft.writtenIds());
  for (const record of draft.written()) {
    const before = draft.before(record.id);
    if (isLive(before) && sameJson(before.body, record.body)) continue;
    const problem = problemOf(draft, record) ?? missingReference(draft, record);
    if (problem) problems.push(problem);
    if (!isLive(before) || !isShaken(before, record)) continue;
    for (const referrer of [...draft.referrers(record.id), ...partsOf(draft, before, record)]) {
      if (!written.has(referrer.id)) problems.push(...strained(draft, record, referrer));
    }
  }
  return problems;
}

/**
 * What a table is partitioned by matters to its own keys and indexes as well, and where it takes columns from to
 * those of every table below it.
 */
function partsOf(draft: Draft, before: SchemaRecord, record: SchemaRecord): readonly SchemaRecord[] {
  if (!isKind(record, 'table')) return [];
  return [record, ...shakenBelow(draft, before, record)].flatMap((table) => draft.children(table.id));
}

/** The tables below one that takes columns from elsewhere now: what relies on theirs relies on that, too. */
function shakenBelow(
  draft: Draft,
  before: SchemaRecord,
  after: SchemaRecord,
): readonly SchemaRecord<'table'>[] {
  if (!isKind(before, 'table') || !isKind(after, 'table')) return [];
  const isMoved = !sameJson(parentTables(before.body), parentTables(after.body));
  return isMoved ? tablesBelow(after.id, draft) : [];
}

function missingReference(draft: Draft, record: SchemaRecord): Problem | null {
  const gone = referencesOf(record, draft).find((id) => !isLive(draft.get(id)));
  if (gone === undefined) return null;
  const detail = `${describe(record, draft)} relies on something that does not exist.`;
  return { code: 'not-found', recordId: gone, detail };
}

function strained(draft: Draft, record: SchemaRecord, referrer: SchemaRecord): readonly Problem[] {
  const problem = problemOf(draft, referrer);
  if (!problem) return [];
  const detail = `${describe(referrer, draft)} relies on ${describe(record, draft)}: ${problem.detail}`;
  return [
    { ...problem, code: 'referenced', recordId: record.id, detail, names: [describe(referrer, draft)] },
  ];
}

/** Two records must not hold one name; who holds it already is asked only for names newly taken. */
function nameProblems(draft: Draft): readonly Problem[] {
  const problems: Problem[] = [];
  const holders = new Map<string, RecordId>();
  for (const id of draft.writtenIds()) {
    const before = new Set(draft.claimsBefore(id).map(claimKey));
    for (const claim of draft.claimsNow(id)) {
      const key = claimKey(claim);
      const other =
        holders.get(key) ?? (before.has(key) ? undefined : draft.unwrittenHolder(claim.scope, claim.name));
      holders.set(key, id);
      if (other !== undefined && other !== id) problems.push(nameTaken(draft, claim, other));
    }
  }
  return problems;
}

function nameTaken(draft: Draft, claim: Claim, otherId: RecordId): Problem {
  const other = draft.get(otherId);
  const holder = isLive(other) ? describe(other, draft) : 'Something that is being imported';
  if (claim.name === '#pk') {
    const detail = `The table has a primary key already (${holder}). Change that one, or delete it first.`;
    return { code: 'name-taken', recordId: claim.recordId, detail, names: ['#pk'] };
  }
  const detail = `The name "${claim.name}" is taken: ${holder} has it. Choose another name.`;
  return { code: 'name-taken', recordId: claim.recordId, detail, names: [claim.name] };
}

function claimKey({ scope, name }: Claim): string {
  return `${scope}\0${name}`;
}

function outcome(draft: Draft, operations: readonly Operation[], merges: readonly FieldMerge[]): Applied {
  const writes = draft.writes();
  const references = new Map<RecordId, readonly RecordId[]>();
  const shaken = new Set<RecordId>();
  for (const { before, after } of writes) {
    if (!isLive(after)) continue;
    const relied = referencesOf(after, draft);
    if (
      !isLive(before) ||
      !sameJson(relied, draft.referencesBefore(before)) ||
      leansOn(relied, before, after)
    )
      references.set(after.id, relied);
    if (!isLive(before) || !isShaken(before, after)) continue;
    for (const { id } of [after, ...shakenBelow(draft, before, after)]) shaken.add(id);
  }
  const targets: RecordState[] = [];
  const written = new Set(writes.map((write) => write.after.id));
  for (const id of new Set(operations.map((operation) => operation.id))) {
    const state = written.has(id) ? draft.get(id) : draft.before(id);
    if (state) targets.push(state);
  }
  return { writes, targets, merges, references, shaken, ...claimChanges(draft) };
}

function leansOn(relied: readonly RecordId[], before: SchemaRecord, after: SchemaRecord): boolean {
  return relied.length > 0 && leansAnew(before, after);
}

function claimChanges(draft: Draft): Pick<Applied, 'releases' | 'claims'> {
  const releases: Claim[] = [];
  const claims: Claim[] = [];
  for (const id of draft.writtenIds()) {
    const before = draft.claimsBefore(id);
    const now = draft.claimsNow(id);
    const beforeKeys = new Set(before.map(claimKey));
    const nowKeys = new Set(now.map(claimKey));
    releases.push(...before.filter((claim) => !nowKeys.has(claimKey(claim))));
    claims.push(...now.filter((claim) => !beforeKeys.has(claimKey(claim))));
  }
  const byKey = (a: Claim, b: Claim) => (claimKey(a) < claimKey(b) ? -1 : 1);
  return { releases: releases.sort(byKey), claims: claims.sort(byKey) };
}
