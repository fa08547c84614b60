import type { DefaultValue } from '../../schema/body-parts';
import { isKind } from '../../schema/record';
import { significantTokens } from '../../std/sql-tokens';
import type { Name } from './ast';
import { nameOf, stringsOf } from './ast';
import type { ImportContext } from './context';
import { findRelation } from './context';
import type { Node } from './parse';
import type { LoweredType } from './types';
import { isNumericType, lowerType, withoutModifiers } from './types';

/**
 * A default as the model holds it. A literal only where printing it back (numbers and booleans bare,
 * the rest quoted, never with a cast) gives the same catalogue entry; everything else is an expression
 * as it was written. Null: PostgreSQL stores no default for this (a NULL that needs no coercion).
 */
export function lowerDefault(
  context: ImportContext,
  node: Node | undefined,
  text: string,
  column: LoweredType,
): DefaultValue | null {
  const expression: DefaultValue = { kind: 'expression', text };
  if (node === undefined) return expression;
  if (isNull(node)) return column.typeId !== undefined || column.type.includes('(') ? expression : null;
  const sequenceId = sequenceOf(context, node);
  if (sequenceId !== undefined) return { kind: 'sequence', sequenceId };
  const literal = isNumericType(column.type)
    ? numberLiteral(node, text, column)
    : textLiteral(context, node, text, column);
  return literal === null ? expression : { kind: 'literal', text: literal };
}

function isNull(node: Node): boolean {
  return 'A_Const' in node && node.A_Const.isnull === true;
}

const plainNumber = /^-?\d+(?:\.\d+)?$/;

function numberLiteral(node: Node, text: string, { type }: LoweredType): string | null {
  if ('A_Const' in node || 'A_Expr' in node) {
    const number = text.replace(/^-\s+/, '-');
    return plainNumber.test(number) ? number : null;
  }
  // '-1'::integer is how PostgreSQL writes an integer's default -1 itself; for other types it is not.
  if (type === 'integer' && 'TypeCast' in node) {
    const number = stringConstant(node.TypeCast.arg);
    const isInteger = stringsOf(node.TypeCast.typeName?.names).at(-1) === 'int4';
    if (isInteger && number !== null && /^-[1-9]\d*$/.test(number)) return number;
  }
  return null;
}

function textLiteral(context: ImportContext, node: Node, text: string, column: LoweredType): string | null {
  if (column.type === 'boolean') return booleanLiteral(node);
  const plain = stringConstant(node);
  if (plain !== null) return plain;
  if (!('TypeCast' in node)) return null;
  const value = stringConstant(node.TypeCast.arg);
  if (value === null || isInexact(context, column)) return null;
  const cast = castTypeText(text);
  if (cast === null) return null;
  const { type, typeId } = lowerType(context, cast);
  return type === withoutModifiers(column.type) && typeId === column.typeId ? value : null;
}

function booleanLiteral(node: Node): string | null {
  if ('A_Const' in node && node.A_Const.boolval) return node.A_Const.boolval.boolval ? 'true' : 'false';
  return null;
}

/** Types of which a constant with a cast and one without are not stored alike: domains, intervals, bit strings. */
function isInexact(context: ImportContext, { type, typeId }: LoweredType): boolean {
  if (typeId !== undefined && !isKind(context.catalog.get(typeId), 'enum')) return true;
  return /^(?:interval|bit)\b/.test(type) && type !== 'interval';
}

function stringConstant(node: Node | undefined): string | null {
  if (node === undefined || !('A_Const' in node) || !node.A_Const.sval) return null;
  return node.A_Const.sval.sval ?? '';
}

/** The type in `'…'::type`, as it was written; null for any other way to cast. */
function castTypeText(text: string): string | null {
  const tokens = significantTokens(text);
  const [constant, cast, first] = tokens;
  if (constant?.kind !== 'string' || cast?.value !== '::' || first === undefined) return null;
  return text.slice(first.start);
}

/** The sequence, when the expression is `nextval` of one that this import knows. */
function sequenceOf(context: ImportContext, node: Node): string | undefined {
  if (!('FuncCall' in node)) return undefined;
  const name = nameOf(stringsOf(node.FuncCall.funcname));
  const { args = [] } = node.FuncCall;
  if (name.name !== 'nextval' || (name.namespace ?? 'pg_catalog') !== 'pg_catalog' || args.length !== 1)
    return undefined;
  const sequence = regclassName(args[0]);
  const found = sequence && findRelation(context, sequence);
  return isKind(found || undefined, 'sequence') ? found?.id : undefined;
}

function regclassName(node: Node | undefined): Name | undefined {
  if (node && 'TypeCast' in node) {
    const type = stringsOf(node.TypeCast.typeName?.names).at(-1);
    return type === 'regclass' ? regclassName(node.TypeCast.arg) : undefined;
  }
  const text = stringConstant(node);
  if (text === null) return undefined;
  const parts = significantTokens(text).filter((token) => token.kind !== 'punctuation');
  return parts.length > 0 ? nameOf(parts.map((token) => token.value)) : undefined;
}
