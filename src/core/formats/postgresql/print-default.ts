import type { DefaultValue } from '../../schema/body-parts';
import { isBuiltInType, parseDataType, printDataType } from '../../schema/data-type';
import type { RecordId } from '../../schema/ids';
import { literalOfStored } from '../../schema/literal-default';
import type { SchemaRecord } from '../../schema/record';
import { unreachable } from '../../std/assert';
import { quoteLiteral } from '../../std/sql-identifier';
import type { ExportContext } from './export-context';
import { plainName, relationName, warn } from './export-context';
import { closed, defaultExpression, isSelfContained } from './expression-text';

/** The value behind DEFAULT, or null when the column has none that can be written. */
export function printDefault(context: ExportContext, column: SchemaRecord<'column'>): string | null {
  const { default: value, identity, generated } = column.body;
  // PostgreSQL allows neither a default beside the other two: they are where the value comes from.
  if (value === undefined || identity !== undefined || generated !== undefined) return null;
  return printDefaultValue(context, column, value);
}

/** The value behind DEFAULT of a column or domain, or null when it cannot be written. */
export function printDefaultValue(
  context: ExportContext,
  record: SchemaRecord<'column' | 'domain'>,
  value: DefaultValue,
): string | null {
  switch (value.kind) {
    case 'literal':
      return printLiteral(record.body, value.text);
    case 'expression': {
      const literal = literalIn(record, value.text);
      if (literal !== null) return printLiteral(record.body, literal);
      if (isSelfContained(value.text)) return defaultExpression(value.text);
      const message = `The default is left out: “${value.text}” is not complete.`;
      warn(context, record.id, plainName(context, record), message);
      return null;
    }
    case 'sequence': {
      const sequence = context.state.live(value.sequenceId, 'sequence');
      if (!sequence) return null;
      const name = relationName(context, sequence.body.namespaceId, sequence.body.name);
      return `nextval(${quoteLiteral(name)}::regclass)`;
    }
    default:
      return unreachable(value);
  }
}

/** A constant with a cast to the very type that it goes into is one way to write a literal. */
function literalIn({ body }: SchemaRecord<'column' | 'domain'>, text: string): string | null {
  const parsed = parseDataType(body.type);
  if (!parsed.ok || parsed.value.dimensions > 0 || body.typeId !== undefined) return null;
  const castType = printDataType({ ...parsed.value, modifiers: [] });
  return literalOfStored(closed(text), {
    type: body.type,
    castType,
    isUserDefined: !isBuiltInType(parsed.value),
  });
}

const numericType = /^(?:smallint|integer|bigint|real|double precision|numeric(?:\(.*\))?)$/;
const number = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** Numbers and booleans stand bare where the type is theirs; every other literal is a quoted string. */
function printLiteral(
  { type, typeId }: { readonly type: string; readonly typeId?: RecordId | undefined },
  text: string,
): string {
  const isBare =
    typeId === undefined &&
    ((numericType.test(type) && number.test(text)) || (type === 'boolean' && /^(?:true|false)$/.test(text)));
  return isBare ? text : quoteLiteral(text);
}
