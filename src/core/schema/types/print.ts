import type { Result } from '../../std/result';
import { ok } from '../../std/result';
import { quoteQualifiedName } from '../../std/sql-identifier';
import type { DataType } from './model';
import { isBuiltInType } from './model';
import { parseDataType } from './parse';

/** The type as format_type() spells it; user-defined names quoted where they have to be. */
export function printDataType(type: DataType): string {
  return `${printElementType(type)}${type.dimensions > 0 ? '[]' : ''}`;
}

function printElementType(type: DataType): string {
  const modifiers = type.modifiers.length > 0 ? `(${type.modifiers.join(',')})` : '';
  if (!isBuiltInType(type)) return `${quoteQualifiedName(type.namespace, type.name)}${modifiers}`;
  switch (type.name) {
    case 'char':
      return '"char"';
    // Without a length these two are not what `character` and `bit` mean when written out.
    case 'character':
      return modifiers === '' ? 'bpchar' : `character${modifiers}`;
    case 'bit':
      return modifiers === '' ? '"bit"' : `bit${modifiers}`;
    case 'interval':
      return `interval${type.intervalFields ? ` ${type.intervalFields}` : ''}${modifiers}`;
    case 'time with time zone':
    case 'time without time zone':
    case 'timestamp with time zone':
    case 'timestamp without time zone':
      return type.name.replace(' ', `${modifiers} `);
    default:
      return `${type.name}${modifiers}`;
  }
}

/** One spelling for all spellings of a type: format_type()'s. Applied twice it changes nothing. */
export function normalizeDataType(text: string): Result<string, string> {
  const parsed = parseDataType(text);
  return parsed.ok ? ok(printDataType(parsed.value)) : parsed;
}
