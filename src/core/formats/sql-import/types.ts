import type { DataType } from '../../schema/data-type';
import { isBuiltInType, parseDataType, printDataType } from '../../schema/data-type';
import type { RecordId } from '../../schema/ids';
import { typeNameOf } from '../../schema/type-names';
import type { ImportContext } from './context';
import { findType } from './context';

/** A column's type as the model stores it. */
export type LoweredType = {
  /** As format_type() spells it. */
  readonly type: string;
  /** The record of this import that defines it. */
  readonly typeId?: RecordId;
  readonly serial?: 'smallserial' | 'serial' | 'bigserial';
};

/** Reads a type as it was written; a type of this import is resolved along the search path. */
export function lowerType(context: ImportContext, text: string): LoweredType {
  const parsed = parseDataType(text);
  // The parser of statements took it, so it is a type; the model's own reader may know less.
  if (!parsed.ok) return { type: text };
  const { serial } = parsed.value;
  if (isBuiltInType(parsed.value)) {
    return { type: printDataType(parsed.value), ...(serial && { serial }) };
  }
  const found = findType(context, parsed.value);
  if (!found) return { type: printDataType(parsed.value) };
  const home = typeNameOf(found, parsed.value.name);
  if (!home) return { type: printDataType(parsed.value) };
  const namespace = context.catalog.namespaceName(home.namespaceId);
  return { type: printResolved(parsed.value, namespace), typeId: found.id };
}

/** Types in public go without it, unless that would name one of PostgreSQL's own. */
function printResolved(type: DataType, namespace: string): string {
  const short = printDataType({ ...type, namespace: null });
  const again = parseDataType(short);
  const isShadowed = !again.ok || isBuiltInType(again.value);
  return namespace === 'public' && !isShadowed ? short : printDataType({ ...type, namespace });
}

const numericTypes = /^(?:smallint|integer|bigint|real|double precision|numeric(?:\(.*\))?)$/;

/** Whether a number stands bare as a default of this type. */
export function isNumericType(type: string): boolean {
  return numericTypes.test(type);
}

/**
 * The type without its length or precision, as PostgreSQL writes casts in stored defaults. `character`
 * alone would mean a length of one.
 */
export function withoutModifiers(type: string): string {
  return type.replace(/\([^()]*\)/, '').replace(/^character(?=$|\[)/, 'bpchar');
}
