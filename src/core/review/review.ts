import type { RecordId } from '../schema/ids';
import type { Operation } from '../schema/operation';
import type { SchemaRecord } from '../schema/record';
import { allRules } from './all-rules';
import { compareText, ReviewContext } from './context';
import type { Hit, Rule, Severity } from './rule';
import { severities } from './rule';

/** Something that a rule found: plain data, to be shown, sent or counted. */
export type Finding = {
  /** The rule's code. */
  readonly rule: string;
  /** The rule's own, or what the project has made of it. */
  readonly severity: Severity;
  readonly recordId: RecordId;
  /** The record as people say it: `orders.total`. */
  readonly name: string;
  readonly message: string;
  /** What the fix would do, where there is a safe one; `fixOf` gives its operations. */
  readonly fixLabel: string | undefined;
};

/** A rule that could not be run: a mistake of ours, which must not hide what the others found. */
export type Failure = { readonly rule: string; readonly message: string };

export type Review = {
  /** By severity, then name, then rule. */
  readonly findings: readonly Finding[];
  /** What the project has decided to ignore, in the same order. */
  readonly ignored: readonly Finding[];
  readonly failures: readonly Failure[];
};

type Setting = SchemaRecord<'review-setting'>;

/** Everything that the rules find in these records (all live records of a project). Deterministic; never throws. */
export function review(records: Iterable<SchemaRecord>, rules: readonly Rule[] = allRules): Review {
  const steps = reviewInSteps(records, rules);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/**
 * The same in steps of a few milliseconds each: after every rule it can be put aside, and goes on with the
 * records as they were at the first step.
 */
export function* reviewInSteps(
  records: Iterable<SchemaRecord>,
  rules: readonly Rule[] = allRules,
): Generator<undefined, Review> {
  const context = yield* ReviewContext.inSteps(records);
  const settings = settingsOf(context);
  const findings: Finding[] = [];
  const ignored: Finding[] = [];
  const failures: Failure[] = [];
  yield;
  for (const rule of rules) {
    const outcome = runRule(rule, context);
    if (!outcome.ok) failures.push({ rule: rule.code, message: outcome.message });
    for (const hit of outcome.hits) {
      const severity = settings(rule.code, hit.record.id) ?? rule.severity;
      const list = severity === 'ignored' ? ignored : findings;
      list.push(findingOf(rule, hit, severity === 'ignored' ? rule.severity : severity, context));
    }
    yield;
  }
  return { findings: findings.sort(compareFindings), ignored: ignored.sort(compareFindings), failures };
}

/**
 * The edit that makes one finding go away, against the records given, which may be newer than those of the
 * review; undefined when the rule finds nothing there any more, or knows no safe edit.
 */
export function fixOf(
  records: Iterable<SchemaRecord>,
  code: string,
  recordId: RecordId,
  mintId: () => string,
): { readonly label: string; readonly operations: readonly Operation[] } | undefined {
  const rule = allRules.find((one) => one.code === code);
  if (!rule) return undefined;
  const hit = runRule(rule, ReviewContext.of(records)).hits.find(({ record }) => record.id === recordId);
  return hit?.fix && { label: hit.fix.label, operations: hit.fix.operations(mintId) };
}

/** Several fixes of one rule as one edit, and how many they are. */
export type FixAll = { readonly count: number; readonly operations: readonly Operation[] };

/**
 * The fixes of a rule at all of these records, as one edit of at most `limit` operations. Of two that touch one
 * record only the first is in it: the other may be another one afterwards, or none.
 */
export function fixAllOf(
  records: Iterable<SchemaRecord>,
  code: string,
  recordIds: ReadonlySet<RecordId>,
  { mintId, limit }: { readonly mintId: () => string; readonly limit: number },
): FixAll {
  const rule = allRules.find((one) => one.code === code);
  const hits = rule ? runRule(rule, ReviewContext.of(records)).hits : [];
  const operations: Operation[] = [];
  const touched = new Set<RecordId>();
  let count = 0;
  for (const { record, fix } of hits) {
    if (!fix || !recordIds.has(record.id)) continue;
    const more = fix.operations(mintId);
    if (operations.length + more.length > limit) break;
    if (more.some(({ id }) => touched.has(id))) continue;
    for (const { id } of more) touched.add(id);
    operations.push(...more);
    count += 1;
  }
  return { count, operations };
}

type Outcome =
  | { readonly ok: true; readonly hits: readonly Hit[] }
  | { readonly ok: false; readonly hits: readonly Hit[]; readonly message: string };

/** What a rule finds, one hit a record; what it found before it broke, when it breaks. */
function runRule(rule: Rule, context: ReviewContext): Outcome {
  const hits = new Map<RecordId, Hit>();
  try {
    for (const hit of rule.check(context)) if (!hits.has(hit.record.id)) hits.set(hit.record.id, hit);
    return { ok: true, hits: [...hits.values()] };
  } catch (error) {
    return { ok: false, hits: [...hits.values()], message: String(error) };
  }
}

function findingOf(rule: Rule, hit: Hit, severity: Severity, context: ReviewContext): Finding {
  return {
    rule: rule.code,
    severity,
    recordId: hit.record.id,
    name: context.nameOf(hit.record),
    message: hit.message,
    fixLabel: hit.fix?.label,
  };
}

/** What the project has decided about a rule: for this record if it said so, else for all. */
function settingsOf(
  context: ReviewContext,
): (rule: string, recordId: RecordId) => Setting['body']['severity'] | undefined {
  const key = (rule: string, recordId: RecordId | undefined) => `${rule} ${recordId ?? ''}`;
  const decided = new Map(
    context
      .ofKind('review-setting')
      .map(({ body }) => [key(body.rule, body.recordId), body.severity] as const),
  );
  return (rule, recordId) => decided.get(key(rule, recordId)) ?? decided.get(key(rule, undefined));
}

function compareFindings(a: Finding, b: Finding): number {
  return (
    severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
    compareText(a.name, b.name) ||
    compareText(a.rule, b.rule) ||
    compareText(a.recordId, b.recordId)
  );
}
