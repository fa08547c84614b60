import { columnNameKeywords, reservedKeywords, typeFunctionKeywords } from './sql-keywords';

/**
 * A name as SQL takes it anywhere, quoted only where it has to be: exactly PostgreSQL's quote_ident()
 * (every keyword but the unreserved ones is quoted).
 */
export function quoteIdentifier(name: string): string {
  return isPlainIdentifier(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

/** `namespace.name`, each part quoted where it has to be; only the name when there is no namespace. */
export function quoteQualifiedName(namespace: string | null, name: string): string {
  const quoted = quoteIdentifier(name);
  return namespace === null ? quoted : `${quoteIdentifier(namespace)}.${quoted}`;
}

/**
 * A string constant as quote_literal() writes it: quotes doubled; with a backslash in it `E'…'`, which
 * reads the same whatever standard_conforming_strings says.
 */
export function quoteLiteral(text: string): string {
  const doubled = text.replaceAll("'", "''");
  return text.includes('\\') ? `E'${doubled.replaceAll('\\', '\\\\')}'` : `'${doubled}'`;
}

function isPlainIdentifier(name: string): boolean {
  return (
    /^[a-z_][a-z0-9_]*$/.test(name) &&
    !reservedKeywords.has(name) &&
    !columnNameKeywords.has(name) &&
    !typeFunctionKeywords.has(name)
  );
}
