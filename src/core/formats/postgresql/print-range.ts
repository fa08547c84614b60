import { multirangeNameOf } from '../../schema/names';
import type { SchemaRecord } from '../../schema/record';
import { indented } from './aligned-lines';
import type { ExportContext } from './export-context';
import { relationName, typeName } from './export-context';
import { printObjectName } from './print-collation';
import { printTypeName } from './print-type-name';

const lineWidth = 100;

/** CREATE TYPE … AS RANGE, on one line where it fits. */
export function printRange(context: ExportContext, { body }: SchemaRecord<'range'>): string {
  const { namespaceId, name, opclass, collation, subtypeDiff, multirangeName } = body;
  const isOwnName = multirangeName !== undefined && multirangeName !== multirangeNameOf({ name });
  const options = [
    `SUBTYPE = ${printTypeName(context, body)}`,
    opclass === undefined ? '' : `SUBTYPE_OPCLASS = ${printObjectName(opclass)}`,
    collation === undefined ? '' : `COLLATION = ${printObjectName(collation)}`,
    subtypeDiff === undefined ? '' : `SUBTYPE_DIFF = ${printObjectName(subtypeDiff)}`,
    isOwnName ? `MULTIRANGE_TYPE_NAME = ${relationName(context, namespaceId, multirangeName)}` : '',
  ].filter((option) => option !== '');
  const head = `CREATE TYPE ${typeName(context, namespaceId, name)} AS RANGE (`;
  const line = `${head}${options.join(', ')});`;
  return line.length <= lineWidth ? line : `${head}\n${indented(options)}\n);`;
}
