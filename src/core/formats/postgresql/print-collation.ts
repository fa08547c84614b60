import { quoteIdentifier } from '../../std/sql-identifier';
import { significantTokens } from '../../std/sql-tokens';
import { isSelfContained } from './expression-text';

/**
 * The name of a collation or operator class from a text that a person wrote: `"C"`, `pg_catalog."de-x-icu"`,
 * but also `C` and `de-x-icu`, which can only mean the name with those letters.
 */
export function printObjectName(text: string): string {
  const tokens = significantTokens(text);
  const isChain =
    tokens.length > 0 &&
    tokens.every((token, at) =>
      at % 2 === 0
        ? token.kind === 'identifier' || token.kind === 'quoted-identifier'
        : token.kind === 'punctuation' && token.value === '.',
    ) &&
    tokens.length % 2 === 1;
  if (!isChain) return quoteIdentifier(text.trim());
  return tokens
    .filter((_token, at) => at % 2 === 0)
    .map((token) =>
      quoteIdentifier(token.kind === 'identifier' ? text.slice(token.start, token.end) : token.value),
    )
    .join('.');
}

/** An operator class and its parameters: `gist_trgm_ops(siglen = 32)`. */
export function printOperatorClass(text: string): string {
  const open = significantTokens(text).find(
    ({ kind, value }) => kind === 'punctuation' && value === '(',
  )?.start;
  if (open === undefined || open === 0 || !isSelfContained(text)) return printObjectName(text);
  return `${printObjectName(text.slice(0, open))} ${text.slice(open).trim()}`;
}
