import { significantTokens } from '../std/sql-tokens';

const numericTypes = /^(?:smallint|integer|bigint|real|double precision|numeric(?:\(.*\))?)$/;

/** Whether a number stands bare as a default of this type. */
export function isNumericType(type: string): boolean {
  return numericTypes.test(type);
}

/** A column's type, as far as its default depends on it. */
export type DefaultedType = {
  /** As format_type() spells it. */
  readonly type: string;
  /** The type as PostgreSQL writes it behind `::` in the stored expression: without length or precision. */
  readonly castType: string;
  /** A domain, a row type or any other type that is neither built in nor an enum. */
  readonly isUserDefined: boolean;
};

/**
 * The value of a default that PostgreSQL has stored, where printing it back as a literal (numbers and booleans
 * bare, all else quoted and without a cast) gives the same catalogue entry; null for every other expression.
 * IMP-6 is the same rule for defaults as people write them.
 */
export function literalOfStored(expression: string, column: DefaultedType): string | null {
  if (isNumericType(column.type)) return storedNumber(expression);
  if (column.type === 'boolean') return /^(?:true|false)$/.test(expression) ? expression : null;
  const isCoerced = column.type !== 'interval' && /^(?:interval|bit)\b/.test(column.type);
  const [constant, cast, first] = significantTokens(expression);
  if (
    column.isUserDefined ||
    isCoerced ||
    constant?.kind !== 'string' ||
    cast?.value !== '::' ||
    first === undefined
  )
    return null;
  const isExact = expression.slice(first.start) === column.castType;
  return isExact ? storedString(expression.slice(constant.start, constant.end)) : null;
}

/** What a string constant means that PostgreSQL wrote itself: quotes and, after E, backslashes are doubled. */
export function storedString(written: string): string {
  const isEscaped = written.startsWith('E');
  const inner = written.slice(isEscaped ? 2 : 1, -1).replaceAll("''", "'");
  return isEscaped ? inner.replaceAll('\\\\', '\\') : inner;
}

/** `0`, `1.5`; `'-1'::integer` is how PostgreSQL writes the constant -1 itself, whatever numeric type the column has. */
function storedNumber(expression: string): string | null {
  if (/^-?\d+(?:\.\d+)?$/.test(expression)) return expression;
  const negative = /^'(-[1-9]\d{0,8})'::integer$/.exec(expression)?.[1];
  return negative ?? null;
}
