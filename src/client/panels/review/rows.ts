/** The findings as rows of a list: by severity, then rule. Pure. */
import { allRules } from '../../../core/review/all-rules';
import { nameOf } from '../../../core/review/names';
import type { Finding, Review } from '../../../core/review/review';
import type { Rule, Severity } from '../../../core/review/rule';
import { severities } from '../../../core/review/rule';
import type { MemoryState } from '../../../core/schema/memory-state';
import type { SchemaRecord } from '../../../core/schema/record';
import { isLive } from '../../../core/schema/record';

export type ReviewFilter = { readonly severity: Severity | null; readonly search: string };
export const noFilter: ReviewFilter = { severity: null, search: '' };

export type ReviewRow =
  | { readonly kind: 'severity'; readonly key: string; readonly severity: Severity; readonly count: number }
  | {
      readonly kind: 'rule';
      readonly key: string;
      readonly rule: Rule;
      readonly severity: Severity;
      readonly count: number;
      readonly isOpen: boolean;
      /** Its findings that have a fix. */
      readonly fixable: readonly Finding[];
    }
  | { readonly kind: 'why'; readonly key: string; readonly rule: Rule }
  | {
      readonly kind: 'finding';
      readonly key: string;
      readonly finding: Finding;
      readonly isExplained: boolean;
    }
  | { readonly kind: 'ignored-head'; readonly key: string; readonly count: number; readonly isOpen: boolean }
  | { readonly kind: 'ignored'; readonly key: string; readonly setting: Decision };

/** A decision of the project to ignore something, and what it concerns. */
export type Decision = {
  readonly record: SchemaRecord<'review-setting'>;
  readonly title: string;
  /** `orders.total`, or null for everywhere. */
  readonly name: string | null;
};

/** How many findings there are of each severity. */
export function countBySeverity(review: Review | null): Readonly<Record<Severity, number>> {
  const counts = { error: 0, warning: 0, info: 0 };
  for (const { severity } of review?.findings ?? []) counts[severity] += 1;
  return counts;
}

/** `2 errors, 1 warning`; hints are told when there is nothing graver. */
export function countWords(counts: Readonly<Record<Severity, number>>): string {
  const { error, warning, info } = counts;
  const words = [counted(error, 'error'), counted(warning, 'warning')].filter((word) => word !== null);
  if (words.length > 0) return words.join(', ');
  return counted(info, 'hint') ?? 'No problems';
}

function counted(count: number, word: string): string | null {
  if (count === 0) return null;
  return `${count} ${count === 1 ? word : `${word}s`}`;
}

export const severityWords: Readonly<Record<Severity, readonly [one: string, many: string]>> = {
  error: ['Error', 'Errors'],
  warning: ['Warning', 'Warnings'],
  info: ['Hint', 'Hints'],
};

const rulesByCode = new Map(allRules.map((rule) => [rule.code, rule]));

/** The rule of this code; undefined for one that there is no more. */
export function ruleOf(code: string): Rule | undefined {
  return rulesByCode.get(code);
}

/** Findings that the filter lets through; every word of the search has to be somewhere in it. */
export function filtered(
  findings: readonly Finding[],
  { severity, search }: ReviewFilter,
): readonly Finding[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return findings.filter((finding) => {
    if (severity !== null && finding.severity !== severity) return false;
    if (words.length === 0) return true;
    const text =
      `${finding.name} ${finding.message} ${finding.rule} ${ruleOf(finding.rule)?.title ?? ''}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** Groups of so many findings and fewer are open until somebody closes them. */
const openUpTo = 3;

export const ignoredKey = 'ignored';

/** All rows in their order. `toggled`: keys of what somebody has opened or closed by hand. */
export function reviewRows(
  findings: readonly Finding[],
  decisions: readonly Decision[],
  { toggled, isSearching }: { readonly toggled: ReadonlySet<string>; readonly isSearching: boolean },
): readonly ReviewRow[] {
  const rows: ReviewRow[] = [];
  for (const severity of severities) {
    const ofSeverity = findings.filter((finding) => finding.severity === severity);
    if (ofSeverity.length === 0) continue;
    rows.push({ kind: 'severity', key: severity, severity, count: ofSeverity.length });
    for (const [code, group] of groups(ofSeverity)) {
      const rule = ruleOf(code);
      if (!rule) continue;
      const key = `${severity}:${code}`;
      const isOpen = (isSearching || group.length <= openUpTo) !== toggled.has(key);
      const fixable = group.filter(({ fixLabel }) => fixLabel !== undefined);
      rows.push({ kind: 'rule', key, rule, severity, count: group.length, isOpen, fixable });
      if (!isOpen) continue;
      for (const finding of group) {
        const findingKey = `${code}:${finding.recordId}`;
        const isExplained = toggled.has(findingKey);
        rows.push({ kind: 'finding', key: findingKey, finding, isExplained });
        if (isExplained) rows.push({ kind: 'why', key: `${findingKey}:why`, rule });
      }
    }
  }
  if (decisions.length === 0) return rows;
  const isOpen = toggled.has(ignoredKey);
  rows.push({ kind: 'ignored-head', key: ignoredKey, count: decisions.length, isOpen });
  if (!isOpen) return rows;
  return [
    ...rows,
    ...decisions.map((setting): ReviewRow => ({ kind: 'ignored', key: setting.record.id, setting })),
  ];
}

/** By rule; the rule whose findings are most comes last, so that the many do not bury the few. */
function groups(findings: readonly Finding[]): readonly (readonly [string, readonly Finding[]])[] {
  const found = new Map<string, Finding[]>();
  for (const finding of findings) {
    const group = found.get(finding.rule);
    if (group) group.push(finding);
    else found.set(finding.rule, [finding]);
  }
  return [...found].sort(([a, one], [b, other]) => one.length - other.length || (a < b ? -1 : 1));
}

/** What the project ignores, by rule and name. */
export function decisionsOf(state: MemoryState): readonly Decision[] {
  const live = (id: string) => {
    const record = state.get(id);
    return isLive(record) ? record : undefined;
  };
  return state
    .ofKind('review-setting')
    .filter(({ body }) => body.severity === 'ignored')
    .map((record): Decision => {
      const { rule, recordId } = record.body;
      const about = recordId === undefined ? undefined : live(recordId);
      return {
        record,
        title: ruleOf(rule)?.title ?? rule,
        name: about ? nameOf(about, { get: live }) : null,
      };
    })
    .sort((a, b) => `${a.title} ${a.name ?? ''}`.localeCompare(`${b.title} ${b.name ?? ''}`, 'en'));
}
