import { ApiProblem } from '../../src/client/api/api-problem';
import type { LiveChange } from '../../src/core/protocol/change';
import type { MutationRequest, MutationResponse } from '../../src/core/protocol/mutation';
import type { Differences, Snapshot } from '../../src/core/protocol/project';
import type { Actor } from '../../src/core/protocol/records';
import type { RestoreAnswer } from '../../src/core/protocol/restore';
import { applyOperations } from '../../src/core/schema/apply';
import { builtOn } from '../../src/core/schema/built-on';
import type { AuditEntry } from '../../src/core/schema/change';
import { changedFields } from '../../src/core/schema/change';
import type { Write } from '../../src/core/schema/draft';
import { fingerprintOf, printFingerprint } from '../../src/core/schema/fingerprint';
import type { Buckets } from '../../src/core/schema/fingerprint-buckets';
import { bucketOf, bucketsOf, differingBuckets } from '../../src/core/schema/fingerprint-buckets';
import type { RecordId } from '../../src/core/schema/ids';
import { entriesOf, invert } from '../../src/core/schema/invert';
import { MemoryState } from '../../src/core/schema/memory-state';
import { fromWire, toWire } from '../../src/core/schema/operation';
import type { FieldVersions, StateReader } from '../../src/core/schema/reader';
import type { RecordState } from '../../src/core/schema/record';
import { isLive } from '../../src/core/schema/record';
import type { Problem } from '../../src/core/std/problem';
import { problemStatuses } from '../../src/core/std/problem';

export const publicId = '00000000-0000-4000-8000-000000000001';
export const projectId = 'project';

type Receipt = { readonly answer: MutationResponse } | { readonly problem: Problem };

/**
 * What the real server promises, in memory: one mutation after the other by the same rules, versions per
 * record and per field, receipts, a log as the only feed. Everything leaves it as text would.
 */
export class SimulatedServer {
  readonly state = MemoryState.from([
    { id: publicId, kind: 'namespace', version: 1, parentId: null, body: { name: 'public' } },
  ]);
  readonly log: LiveChange[] = [];
  readonly #fields = new Map<RecordId, FieldVersions>();
  readonly #receipts = new Map<string, Receipt>();
  #fingerprint: { readonly after: number; readonly text: string } | null = null;

  /** Commits, or answers as it did before. Throws the problem that the client would get. */
  commit(actor: Actor, request: MutationRequest): MutationResponse {
    const receipt = this.#receipts.get(request.id) ?? this.#judge(actor, request);
    this.#receipts.set(request.id, receipt);
    if ('answer' in receipt) return copy(receipt.answer);
    throw problemOf(receipt.problem);
  }

  /** Takes back all that one change did, as the real server does whatever the size. */
  undoChange(actor: Actor, changeId: string, id: string): RestoreAnswer {
    const parts = this.log.filter((change) => change.id === changeId || change.partOf === changeId);
    const entries = parts.flatMap((change) => change.operations as readonly AuditEntry[]);
    const built = builtOn(entries, this.state);
    if (built) throw problemOf(built);
    const operations = invert(entries, (record) => this.state.get(record)?.version);
    const { at, records } = this.commit(actor, copy({ id, operations: operations.map(toWire) }));
    return { id, at, to: { id: changeId, at }, records: records.length };
  }

  snapshot(): Snapshot {
    const states = [...this.state.states()];
    return copy({
      project: { id: projectId, name: 'Simulated', role: 'editor', createdAt: '2026-01-01T00:00:00Z' },
      records: states.filter(isLive),
      tombstones: states.filter((state) => !isLive(state)),
      cursor: String(this.log.length),
      fingerprint: this.fingerprint(),
    } as Snapshot);
  }

  differences(theirs: Buckets): Differences {
    const buckets = differingBuckets(bucketsOf(this.state.records()), theirs);
    const whole = this.snapshot();
    const isIn = ({ id }: { readonly id: string }) => buckets.includes(bucketOf(id));
    const { records, tombstones } = whole;
    return {
      ...whole,
      buckets: [...buckets],
      records: records.filter(isIn),
      tombstones: tombstones.filter(isIn),
    };
  }

  changesAfter(cursor: number): readonly LiveChange[] {
    return copy(this.log.slice(cursor));
  }

  fingerprint(): string {
    if (this.#fingerprint?.after !== this.log.length) {
      const text = printFingerprint(fingerprintOf(this.state.records()));
      this.#fingerprint = { after: this.log.length, text };
    }
    return this.#fingerprint.text;
  }

  #judge(actor: Actor, { id, operations }: MutationRequest): Receipt {
    const reader: StateReader = {
      get: (record) => this.state.get(record),
      children: (record) => this.state.children(record),
      referrers: (record) => this.state.referrers(record),
      holder: (scope, name) => this.state.holder(scope, name),
      fieldVersions: (record) => this.#fields.get(record) ?? {},
    };
    const applied = applyOperations(reader, operations.map(fromWire));
    if (!applied.ok) return { problem: applied.problem };
    const { writes, targets } = applied.value;
    const merges = applied.value.merges.map(({ changeId, ...merge }) => {
      const by = this.log.find((change) => change.id === changeId)?.actor;
      return { ...merge, by };
    });
    for (const write of writes) this.#write(write, id);
    const at = `2026-01-01T00:00:00.${String(this.log.length).padStart(6, '0')}Z`;
    const records = [
      ...new Map([...targets, ...writes.map((write) => write.after)].map((r) => [r.id, r])).values(),
    ];
    const change = { id, at, actor, operations: entriesOf(writes), records, merges };
    // What the rules give is readonly; the same things as they are on the wire are not.
    this.log.push(copy(change) as unknown as LiveChange);
    return {
      answer: copy({ id, at, retries: 0, elapsedMs: 1, records, merges }) as unknown as MutationResponse,
    };
  }

  #write({ before, after }: Write, changeId: string): void {
    const stamp = [after.version, changeId] as const;
    this.state.replace(after);
    if (!isLive(after) || before === undefined) this.#fields.delete(after.id);
    else if (!isLive(before)) this.#fields.set(after.id, { '*': stamp });
    else {
      const fields = changedFields(before.body, after.body).map((field) => [field, stamp]);
      this.#fields.set(after.id, { ...this.#fields.get(after.id), ...Object.fromEntries(fields) });
    }
  }
}

function copy<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value));
}

function problemOf(problem: Problem): ApiProblem {
  const status = problemStatuses[problem.code];
  const { names, ...rest } = problem;
  const document = { type: 'about:blank', title: 'Refused', status, ...rest };
  return new ApiProblem('problem', names ? { ...document, names: [...names] } : document);
}

/** All states of a store or a server, in an order that can be compared. */
export function contentOf(state: MemoryState): readonly RecordState[] {
  return [...state.records()].sort((a, b) => (a.id < b.id ? -1 : 1));
}
