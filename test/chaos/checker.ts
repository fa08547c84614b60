import type { ChangeEntry } from '../../src/core/schema/change';
import { MemoryState } from '../../src/core/schema/memory-state';
import type { RecordState } from '../../src/core/schema/record';
import { isLive } from '../../src/core/schema/record';
import { sameJson } from '../../src/core/std/canonical-json';
import { incoherences } from '../fuzz/damage';
import type { LogEntry } from '../support/log';
import type { Answer, Event } from './history';

/** Everything about one project that the checker judges by, after the last fault. */
export type Evidence = {
  /** Of all clients, in the order in which it happened. */
  readonly events: readonly Event[];
  /** What was in the log before the first of them: the making of the project. */
  readonly given: ReadonlySet<string>;
  /** As it is stored, by (at, id). */
  readonly log: readonly LogEntry[];
  /** The stored records, tombstones included, read without the product's code. */
  readonly stored: readonly RecordState[];
  /** What each client showed when it was done, or no longer waited for. */
  readonly shown: readonly Shown[];
  /** How long a client may take to show what is stored once the last fault is over; milliseconds. */
  readonly convergeWithinMs: number;
  /** Why the schema, as DDL, did not load; null when it did. */
  readonly ddlFailure: string | null;
};

export type Shown = {
  readonly client: string;
  /** Live records. */
  readonly records: readonly RecordState[];
  /** From the end of the last fault until all was acknowledged and shown; null: not within the patience. */
  readonly convergedAfterMs: number | null;
  /** Fingerprints that differed and the like, as the client itself counted them. */
  readonly bugs: number;
};

export type ViolationKind =
  | 'lost'
  | 'applied-twice'
  | 'two-answers'
  | 'refused-yet-applied'
  | 'nobody-asked'
  | 'half-there'
  | 'answer-differs'
  | 'out-of-order'
  | 'version-gap'
  | 'incoherent'
  | 'replay-differs'
  | 'not-converged'
  | 'client-differs'
  | 'client-bug'
  | 'ddl-does-not-load';

/** A broken promise, and what it is about: enough to find the part of the history that shows it. */
export type Violation = {
  readonly kind: ViolationKind;
  readonly what: string;
  readonly mutation?: string | undefined;
  readonly record?: string | undefined;
};

/** Everything that breaks a promise. Pure: the same evidence gives the same violations. */
export function violationsOf(evidence: Evidence): readonly Violation[] {
  const mutations = mutationsOf(evidence.events);
  return [
    ...answerViolations(evidence, mutations),
    ...orderViolations(evidence.log, mutations),
    ...replayViolations(evidence.log, evidence.stored),
    ...clientViolations(evidence),
    ...(evidence.ddlFailure === null
      ? []
      : [{ kind: 'ddl-does-not-load', what: evidence.ddlFailure } as const]),
  ];
}

/** One mutation as its clients saw it. */
type Mutation = {
  readonly id: string;
  readonly invoked: number;
  readonly creates: ReadonlySet<string>;
  readonly answers: readonly Answer[];
  readonly refusals: readonly string[];
  /** The earliest acknowledgement. */
  readonly acknowledged: number;
};

function mutationsOf(events: readonly Event[]): ReadonlyMap<string, Mutation> {
  const mutations = new Map<string, Mutation>();
  for (const event of events) {
    const known = mutations.get(event.mutation);
    switch (event.kind) {
      case 'invoke':
        if (!known) mutations.set(event.mutation, begun(event));
        break;
      case 'ok':
        if (known) mutations.set(event.mutation, answered(known, event.answer, event.time));
        break;
      case 'refused':
        if (known) mutations.set(event.mutation, { ...known, refusals: [...known.refusals, event.code] });
        break;
      case 'unknown':
        break;
    }
  }
  return mutations;
}

function begun({ mutation: id, time, operations }: Event & { kind: 'invoke' }): Mutation {
  const creates = operations.filter(({ verb, kind }) => verb === 'create' && kind !== 'layout');
  return {
    id,
    invoked: time,
    creates: new Set(creates.map((operation) => operation.id)),
    answers: [],
    refusals: [],
    acknowledged: Number.POSITIVE_INFINITY,
  };
}

function answered(known: Mutation, answer: Answer, time: number): Mutation {
  const acknowledged = Math.min(known.acknowledged, time);
  return { ...known, answers: [...known.answers, answer], acknowledged };
}

/** Each acknowledged mutation is in the log once, as it was answered; each refused one is not. */
function answerViolations(
  { log, given }: Evidence,
  mutations: ReadonlyMap<string, Mutation>,
): readonly Violation[] {
  const found: Violation[] = [];
  const entries = new Map<string, LogEntry>();
  for (const entry of log) {
    if (entries.has(entry.id)) {
      found.push({ kind: 'applied-twice', what: 'is in the log twice', mutation: entry.id });
    }
    entries.set(entry.id, entry);
    if (!mutations.has(entry.id) && !given.has(entry.id)) {
      found.push({ kind: 'nobody-asked', what: 'is in the log, and nobody sent it', mutation: entry.id });
    }
  }
  for (const mutation of mutations.values()) {
    found.push(...mutationViolations(mutation, entries.get(mutation.id)));
  }
  return found;
}

function mutationViolations(mutation: Mutation, entry: LogEntry | undefined): readonly Violation[] {
  const { id, answers, refusals, creates } = mutation;
  const found: Violation[] = [];
  const note = (kind: ViolationKind, what: string) => found.push({ kind, what, mutation: id });
  const [first, ...others] = answers;
  if (first && refusals.length > 0) {
    note('two-answers', `was acknowledged to one copy and refused to another (${refusals[0]})`);
  }
  if (first && others.some((other) => !sameJson(other, first))) {
    note('two-answers', 'was answered differently to two copies');
  }
  if (first && !entry) note('lost', 'was acknowledged and is not in the log');
  if (!entry) return found;
  if (refusals.length > 0) note('refused-yet-applied', `was refused (${refusals[0]}) and is in the log`);
  if (first && !sameRecords(first, entry.entries)) {
    note('answer-differs', 'was answered with other records than the log has');
  }
  const written = new Set(entry.entries.map(({ record }) => record.id));
  const missing = [...creates].find((created) => !written.has(created));
  if (missing !== undefined) note('half-there', `is in the log without ${missing}, which it creates`);
  return found;
}

function sameRecords(answer: Answer, entries: readonly ChangeEntry[]): boolean {
  const answeredRecords = new Map(answer.records.map((record) => [record.id, record]));
  return entries.every(({ record }) => sameJson(answeredRecords.get(record.id), record));
}

/**
 * What was acknowledged before something else was even sent stands before it: for two mutations that wrote one
 * record, by the record's versions.
 */
function orderViolations(
  log: readonly LogEntry[],
  mutations: ReadonlyMap<string, Mutation>,
): readonly Violation[] {
  const writes = new Map<string, { readonly version: number; readonly mutation: Mutation }[]>();
  for (const { id, entries } of log) {
    const mutation = mutations.get(id);
    if (!mutation) continue;
    for (const { record } of entries) {
      const known = writes.get(record.id);
      const write = { version: record.version, mutation };
      if (known) known.push(write);
      else writes.set(record.id, [write]);
    }
  }
  return [...writes].flatMap(([record, list]) => {
    let earliest = Number.POSITIVE_INFINITY;
    for (const { mutation } of [...list].sort((a, b) => b.version - a.version)) {
      if (earliest < mutation.invoked) {
        const what = 'was sent after a later version of the record had been acknowledged';
        return [{ kind: 'out-of-order', what, mutation: mutation.id, record } as const];
      }
      earliest = Math.min(earliest, mutation.acknowledged);
    }
    return [];
  });
}

/** Replayed from empty the log gives each version once, only states that can exist, and in the end what is stored. */
function replayViolations(log: readonly LogEntry[], stored: readonly RecordState[]): readonly Violation[] {
  const found: Violation[] = [];
  const state = new MemoryState();
  let isCoherent = true;
  for (const { id: mutation, entries } of log) {
    for (const { record } of entries) {
      const known = state.get(record.id)?.version ?? 0;
      if (record.version !== known + 1) {
        const what = `version ${record.version} follows version ${known}`;
        found.push({ kind: 'version-gap', what, mutation, record: record.id });
      }
      state.replace(record);
    }
    // Whatever comes of a state that cannot exist is no news.
    if (!isCoherent) continue;
    const [broken] = incoherences(state);
    if (broken === undefined) continue;
    isCoherent = false;
    found.push({ kind: 'incoherent', what: `left: ${broken}`, mutation, record: idIn(broken) });
  }
  const storedById = new Map(stored.map((record) => [record.id, record]));
  for (const id of new Set([...storedById.keys(), ...[...state.states()].map((record) => record.id)])) {
    if (sameJson(state.get(id), storedById.get(id))) continue;
    const what = `replayed as ${versionOf(state.get(id))}, stored as ${versionOf(storedById.get(id))}`;
    found.push({ kind: 'replay-differs', what, record: id });
  }
  const [broken] = isCoherent ? incoherences(MemoryState.from(stored)) : [];
  if (broken !== undefined)
    found.push({ kind: 'incoherent', what: `stored: ${broken}`, record: idIn(broken) });
  return found;
}

function clientViolations({ shown, stored, convergeWithinMs }: Evidence): readonly Violation[] {
  const live = new Map(stored.filter(isLive).map((record) => [record.id, record]));
  return shown.flatMap(({ client, records, convergedAfterMs, bugs }) => {
    const found: Violation[] = [];
    const own = new Map(records.map((record) => [record.id, record]));
    for (const id of new Set([...live.keys(), ...own.keys()])) {
      if (sameJson(live.get(id), own.get(id))) continue;
      const what = `${client} shows ${versionOf(own.get(id))}, stored is ${versionOf(live.get(id))}`;
      found.push({ kind: 'client-differs', what, record: id });
    }
    if (convergedAfterMs === null || convergedAfterMs > convergeWithinMs) {
      const time = convergedAfterMs === null ? 'never' : `after ${Math.round(convergedAfterMs)} ms`;
      const what = `${client} was done ${time}; ${convergeWithinMs} ms are allowed`;
      found.push({ kind: 'not-converged', what });
    }
    if (bugs > 0) {
      found.push({ kind: 'client-bug', what: `${client} noticed ${bugs} times that it was wrong` });
    }
    return found;
  });
}

function versionOf(state: RecordState | undefined): string {
  if (!state) return 'nothing';
  return isLive(state) ? `${state.kind} version ${state.version}` : `deleted, version ${state.version}`;
}

function idIn(text: string): string | undefined {
  return /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/.exec(text)?.[0];
}
