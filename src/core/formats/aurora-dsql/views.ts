import { significantTokens } from '../../std/sql-tokens';
import type { Rewritten, Vocabulary } from './expressions';
import { rewriteSql } from './expressions';

/** CREATE VIEW without options and check option, which are not known to work; its query is rewritten. */
export function readView(text: string, vocabulary: Vocabulary): Rewritten {
  const tokens = significantTokens(text);
  const words = tokens
    .slice(
      0,
      tokens.findIndex(({ value }) => value === 'view'),
    )
    .map(({ value }) => value);
  if (words.includes('recursive'))
    return { kind: 'unsupported', reason: 'there is no CREATE RECURSIVE VIEW.' };
  if (words.includes('temp') || words.includes('temporary')) {
    return { kind: 'unsupported', reason: 'there are no temporary views.' };
  }
  const changes: string[] = [];
  let result = text;
  const end = tokens.findLastIndex(({ value }) => value !== ';');
  // From the back, so that offsets before it stay right.
  const isChecked = tokens[end]?.value === 'option' && tokens[end - 1]?.value === 'check';
  const checkAt = isChecked ? tokens.findLastIndex(({ value }) => value === 'with') : -1;
  const check = tokens[checkAt];
  if (check) {
    changes.push('WITH CHECK OPTION is left out');
    result = result.slice(0, check.start).trimEnd();
  }
  const as = tokens.findIndex(({ kind, value }) => kind === 'identifier' && value === 'as');
  const optionsAt = tokens.findIndex(({ kind, value }) => kind === 'identifier' && value === 'with');
  const [from, to] = [tokens[optionsAt], tokens[as]];
  if (from && to && optionsAt < as) {
    changes.push(`${text.slice(from.start, to.start).trim()} is left out`);
    result = result.slice(0, from.start) + result.slice(to.start);
  }
  const rewritten = rewriteSql(result, vocabulary);
  return rewritten.kind === 'unsupported'
    ? rewritten
    : { ...rewritten, changes: [...changes, ...rewritten.changes] };
}
