/** What a project decides about the review, and fixes, as operations. Pure. */
import type { Finding } from '../../../core/review/review';
import { fixAllOf, fixOf } from '../../../core/review/review';
import type { Severity } from '../../../core/review/rule';
import type { MemoryState } from '../../../core/schema/memory-state';
import { scopes } from '../../../core/schema/names';
import type { SchemaRecord } from '../../../core/schema/record';
import type { Edit } from '../edits/edit';
import { create, remove, update } from '../edits/operations';

type Setting = SchemaRecord<'review-setting'>;

/** What the project has decided about a rule, for one record or (null) for all. */
export function settingFor(state: MemoryState, rule: string, recordId: string | null): Setting | undefined {
  const id = state.holder(scopes.single(recordId ?? 'project'), `#review:${rule}`);
  return id === undefined ? undefined : state.live(id, 'review-setting');
}

type Target = { readonly rule: string; readonly recordId: string | null; readonly name: string };

/** Accepts what a rule finds, at one record or everywhere, and says why. */
export function ignore(state: MemoryState, id: string, target: Target, reason: string): Edit {
  return {
    label: `Ignore ${target.rule} ${target.recordId === null ? 'everywhere' : `at ${target.name}`}`,
    operations: decide(state, id, target, { severity: 'ignored', reason: reason.trim() }),
  };
}

/** Takes a rule for as grave as the project sees it. */
export function setSeverity(state: MemoryState, id: string, rule: string, severity: Severity): Edit {
  const target = { rule, recordId: null, name: '' };
  return { label: `Set ${rule} to ${severity}`, operations: decide(state, id, target, { severity }) };
}

function decide(
  state: MemoryState,
  id: string,
  { rule, recordId }: Target,
  decision: { readonly severity: Severity | 'ignored'; readonly reason?: string },
): Edit['operations'] {
  const known = settingFor(state, rule, recordId);
  const { severity, reason } = decision;
  if (known) return [update(known, { severity, reason: reason ?? null })];
  return [
    create('review-setting', id, {
      rule,
      severity,
      ...(recordId === null ? {} : { recordId }),
      ...(reason === undefined ? {} : { reason }),
    }),
  ];
}

/** Goes back to what the rule itself says. */
export function forgetSetting(setting: Setting): Edit {
  return { label: `Report ${setting.body.rule} again`, operations: [remove(setting)] };
}

/** Does what the finding's button says, against the state of now; null when there is nothing left to do. */
export function fixEdit(
  state: MemoryState,
  { rule, recordId, name }: Pick<Finding, 'rule' | 'recordId' | 'name'>,
  mintId: () => string,
): Edit | null {
  const fix = fixOf(state.records(), rule, recordId, mintId);
  return fix ? { label: `${fix.label}: ${name}`, operations: fix.operations } : null;
}

/** More would be refused as one edit (docs/spec/commit.md). */
const mostOperations = 500;

/** Does what the buttons of all these findings of one rule say; null when there is nothing left to do. */
export function fixAllEdit(
  state: MemoryState,
  rule: string,
  recordIds: ReadonlySet<string>,
  mintId: () => string,
): Edit | null {
  const { count, operations } = fixAllOf(state.records(), rule, recordIds, { mintId, limit: mostOperations });
  if (count === 0) return null;
  return { label: `Fix ${count} ${count === 1 ? 'problem' : 'problems'} (${rule})`, operations };
}
