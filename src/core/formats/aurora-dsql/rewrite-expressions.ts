import type { BodyOf } from '../../schema/bodies';
import { parseDataType } from '../../schema/data-type';
import type { RecordId } from '../../schema/ids';
import type { SchemaRecord } from '../../schema/record';
import { byName, byQualifiedName } from '../postgresql/export-context';
import { arrayAsJson } from './array-default';
import { freeDomainCheck } from './domain-checks';
import type { Draft } from './draft';
import { listed } from './draft';
import type { Rewritten, Vocabulary } from './expressions';
import { rewriteSql } from './expressions';

type ColumnRefs = Readonly<Record<string, RecordId>> | undefined;

/**
 * An expression over columns of a table. One that is about a column whose values have another form here, or
 * which is not here, cannot be written.
 */
export function rewriteExpression(
  draft: Draft,
  vocabulary: Vocabulary,
  text: string,
  columnRefs: ColumnRefs,
): Rewritten {
  const lost = Object.entries(columnRefs ?? {}).filter(
    ([, id]) => !draft.state.live(id, 'column') || draft.fidelity.get(id) === 'other',
  );
  if (lost.length > 0) {
    const names = listed(lost.map(([name]) => name));
    return { kind: 'unsupported', reason: `it is about ${names}, which has another form here or none.` };
  }
  return rewriteSql(text, vocabulary);
}

/** Says what an expression looks like now, where something in it had to change. */
export function tellChanges(draft: Draft, record: SchemaRecord, changes: readonly string[]): void {
  if (changes.length > 0) draft.tell(record, `In its expression ${changes.join('; ')}.`);
}

/**
 * Defaults, generated columns and the checks of tables and domains.
 *
 * @param design the columns as they were, by id: what an array was an array of
 */
export function rewriteExpressions(
  draft: Draft,
  vocabulary: Vocabulary,
  design: ReadonlyMap<RecordId, BodyOf<'column'>>,
): void {
  for (const domain of byQualifiedName(draft.context, draft.state.ofKind('domain'))) {
    rewriteDomain(draft, vocabulary, domain);
  }
  for (const table of byQualifiedName(draft.context, draft.state.ofKind('table'))) {
    for (const column of draft.state.childrenOf(table.id, 'column')) {
      if (column.body.generated) rewriteGenerated(draft, vocabulary, column);
      else rewriteDefault(draft, vocabulary, column, design.get(column.id));
    }
    for (const check of byName(draft.state.childrenOf(table.id, 'check'))) {
      rewriteCheck(draft, vocabulary, check);
    }
  }
}

function rewriteCheck(draft: Draft, vocabulary: Vocabulary, check: SchemaRecord<'check'>): void {
  const { expression, columnRefs, noInherit, notEnforced } = check.body;
  if (notEnforced) {
    draft.leaveOut(check, 'every check is enforced here, and this one is NOT ENFORCED.');
    return;
  }
  const rewritten = rewriteExpression(draft, vocabulary, expression, columnRefs);
  if (rewritten.kind === 'unsupported') {
    draft.leaveOut(check, rewritten.reason);
    return;
  }
  if (noInherit) draft.tell(check, 'NO INHERIT is left out: no table inherits from another here.');
  tellChanges(draft, check, rewritten.changes);
  draft.change(check, { expression: rewritten.text, noInherit: undefined });
}

function rewriteGenerated(draft: Draft, vocabulary: Vocabulary, column: SchemaRecord<'column'>): void {
  const { generated, columnRefs } = column.body;
  if (!generated) return;
  const rewritten = rewriteExpression(draft, vocabulary, generated.expression, columnRefs);
  if (rewritten.kind === 'unsupported' || draft.fidelity.get(column.id) === 'other') {
    const reason = rewritten.kind === 'unsupported' ? rewritten.reason : 'its type has another form here.';
    draft.warn(column, `The column is not generated here, somebody has to write it: ${reason}`);
    draft.change(column, { generated: undefined, columnRefs: undefined });
    return;
  }
  tellChanges(draft, column, rewritten.changes);
  draft.change(column, { generated: { ...generated, expression: rewritten.text } });
}

function rewriteDefault(
  draft: Draft,
  vocabulary: Vocabulary,
  column: SchemaRecord<'column'>,
  was: BodyOf<'column'> | undefined,
): void {
  const value = column.body.default;
  if (value === undefined || value.kind === 'sequence') return;
  if (draft.fidelity.get(column.id) === 'other' && column.body.type === 'jsonb') {
    rewriteJsonDefault(draft, column, value, was);
    return;
  }
  if (value.kind === 'literal') {
    rewriteLiteral(draft, column, value.text);
    return;
  }
  const rewritten = rewriteSql(value.text, withFormerType(vocabulary, column, was));
  if (rewritten.kind === 'unsupported') {
    draft.warn(column, `The default is left out: ${rewritten.reason}`);
    draft.change(column, { default: undefined });
    return;
  }
  tellChanges(draft, column, rewritten.changes);
  draft.change(column, { default: { kind: 'expression', text: rewritten.text } });
}

/** A default's cast to the column's own former type is one to its type now. */
function withFormerType(
  vocabulary: Vocabulary,
  { body }: SchemaRecord<'column'>,
  was: BodyOf<'column'> | undefined,
): Vocabulary {
  const former = was === undefined ? undefined : parseDataType(was.type);
  if (!former?.ok || was?.type === body.type) return vocabulary;
  const { name, namespace } = former.value;
  return {
    ...vocabulary,
    typeFor: (type) =>
      type.name === name && type.dimensions === 0 && (type.namespace === namespace || type.namespace === null)
        ? body.type
        : vocabulary.typeFor(type),
  };
}

const numericType = /^(?:smallint|integer|bigint|numeric)/;

/** Amounts of money may be written with a currency sign, which a number cannot have. */
function rewriteLiteral(draft: Draft, column: SchemaRecord<'column'>, text: string): void {
  if (!draft.fidelity.has(column.id) || !numericType.test(column.body.type)) return;
  if (/^-?\d+(?:\.\d+)?$/.test(text.trim())) return;
  draft.warn(column, `The default is left out: “${text}” is no number.`);
  draft.change(column, { default: undefined });
}

function rewriteJsonDefault(
  draft: Draft,
  column: SchemaRecord<'column'>,
  value: { readonly kind: 'literal' | 'expression'; readonly text: string },
  was: BodyOf<'column'> | undefined,
): void {
  const element = /^(.*)\[\]$/.exec(was?.type ?? '')?.[1];
  const json = element === undefined ? null : arrayAsJson(value, isNumber(element));
  if (json === null) {
    draft.warn(column, `The default is left out: “${value.text}” has no form in JSON that is known here.`);
    draft.change(column, { default: undefined });
    return;
  }
  draft.tell(column, `The default ${value.text} is ${json}.`);
  draft.change(column, { default: { kind: 'literal', text: json } });
}

function isNumber(type: string): boolean {
  return numericType.test(type) || type === 'real' || type === 'double precision';
}

function rewriteDomain(draft: Draft, vocabulary: Vocabulary, domain: SchemaRecord<'domain'>): void {
  const { checks = [], notNull } = domain.body;
  const hasOtherForm = draft.fidelity.get(domain.id) === 'other';
  const kept = checks.flatMap((check) => {
    const rewritten = hasOtherForm
      ? ({ kind: 'unsupported', reason: 'its values have another form here.' } as const)
      : rewriteSql(check.expression, vocabulary);
    if (rewritten.kind === 'unsupported') {
      draft.warn(domain, `The check “${check.name}” is left out: ${rewritten.reason}`);
      return [];
    }
    tellChanges(draft, domain, rewritten.changes);
    return [{ name: check.name, expression: rewritten.text }];
  });
  if (notNull) {
    // The linter cannot read NOT NULL behind a domain's type.
    draft.tell(domain, 'NOT NULL is CHECK (VALUE IS NOT NULL), which is the same.');
    kept.push({ name: freeDomainCheck(domain, 'not_null'), expression: 'VALUE IS NOT NULL' });
  }
  draft.change(domain, { checks: kept.length > 0 ? kept : undefined, notNull: undefined });
  rewriteDomainDefault(draft, vocabulary, draft.state.live(domain.id, 'domain') ?? domain);
}

function rewriteDomainDefault(draft: Draft, vocabulary: Vocabulary, domain: SchemaRecord<'domain'>): void {
  const value = domain.body.default;
  if (value === undefined) return;
  const hasOtherForm = draft.fidelity.get(domain.id) === 'other';
  if (value.kind === 'literal' && !(hasOtherForm && domain.body.type === 'jsonb')) return;
  const rewritten = rewriteSql(value.text, vocabulary);
  if (rewritten.kind === 'written' && !hasOtherForm) {
    draft.change(domain, { default: { kind: 'expression', text: rewritten.text } });
    return;
  }
  const reason = rewritten.kind === 'unsupported' ? rewritten.reason : 'its type has another form here.';
  draft.warn(domain, `The default ${value.text} is left out: ${reason}`);
  draft.change(domain, { default: undefined });
}
