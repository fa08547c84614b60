import type { Result } from '../../std/result';
import { ok, refused } from '../../std/result';
import type { DataType } from './model';
import { isBuiltInType } from './model';

/**
 * Checks what stands in a built-in type's parentheses, as the types' own typmodin functions do, and fills
 * in what PostgreSQL fills in: a scale of 0, a precision of at most 6 for seconds. Those of user-defined
 * types are their own business.
 */
export function checkModifiers(type: DataType): Result<DataType, string> {
  if (!isBuiltInType(type)) return ok(type);
  switch (type.name) {
    case 'character':
    case 'character varying':
      return checkLength(type, 10_485_760);
    case 'bit':
    case 'bit varying':
      return checkLength(type, 83_886_080);
    case 'numeric':
      return checkNumeric(type);
    case 'interval':
    case 'time with time zone':
    case 'time without time zone':
    case 'timestamp with time zone':
    case 'timestamp without time zone':
      return checkPrecision(type);
    default:
      if (type.modifiers.length === 0) return ok(type);
      return refused(`The type ${type.name} takes nothing in parentheses.`);
  }
}

function checkLength(type: DataType, limit: number): Result<DataType, string> {
  if (type.modifiers.length === 0) return ok(type);
  const length = wholeNumber(type.modifiers[0]);
  if (type.modifiers.length > 1 || length === null || length < 1 || length > limit) {
    return refused(`The length of ${type.name} is one number from 1 to ${limit}.`);
  }
  return ok({ ...type, modifiers: [String(length)] });
}

function checkNumeric(type: DataType): Result<DataType, string> {
  if (type.modifiers.length === 0) return ok(type);
  const precision = wholeNumber(type.modifiers[0]);
  const scale = wholeNumber(type.modifiers[1] ?? '0');
  if (type.modifiers.length > 2 || precision === null || precision < 1 || precision > 1000) {
    return refused('The precision of numeric is a number from 1 to 1000, and one more number is its scale.');
  }
  if (scale === null || scale < -1000 || scale > 1000) {
    return refused('The scale of numeric is a number from -1000 to 1000.');
  }
  return ok({ ...type, modifiers: [String(precision), String(scale)] });
}

/** PostgreSQL keeps microseconds and lowers a higher precision with a warning. */
function checkPrecision(type: DataType): Result<DataType, string> {
  if (type.modifiers.length === 0) return ok(type);
  const precision = wholeNumber(type.modifiers[0]);
  if (type.modifiers.length > 1 || precision === null || precision < 0) {
    return refused(`The precision of ${type.name} is one number from 0 to 6.`);
  }
  return ok({ ...type, modifiers: [String(Math.min(precision, 6))] });
}

function wholeNumber(text: string | undefined): number | null {
  return text !== undefined && /^[+-]?\d{1,10}$/.test(text) ? Number(text) : null;
}
