import type { SchemaRecord } from '../../schema/record';
import { quoteIdentifier, quoteLiteral } from '../../std/sql-identifier';
import { alignedLines, indented } from './aligned-lines';
import type { ExportContext } from './export-context';
import { relationName, typeName } from './export-context';
import { printObjectName } from './print-collation';
import { printTypeName } from './print-type-name';

/** CREATE TYPE … AS (…), its attributes aligned like the columns of a table. */
export function printComposite(context: ExportContext, { body }: SchemaRecord<'composite'>): string {
  const head = `CREATE TYPE ${typeName(context, body.namespaceId, body.name)} AS (`;
  const lines = alignedLines(
    body.attributes.map((attribute) => ({
      name: quoteIdentifier(attribute.name),
      type: printTypeName(context, attribute),
      rest: attribute.collation === undefined ? '' : `COLLATE ${printObjectName(attribute.collation)}`,
    })),
  );
  return lines.length === 0 ? `${head});` : `${head}\n${indented(lines)}\n);`;
}

/** COMMENT ON COLUMN for the attributes that have one. */
export function attributeComments(
  context: ExportContext,
  { body }: SchemaRecord<'composite'>,
): readonly string[] {
  if (!context.options.comments) return [];
  const type = relationName(context, body.namespaceId, body.name);
  return body.attributes.flatMap(({ name, comment }) =>
    comment ? [`COMMENT ON COLUMN ${type}.${quoteIdentifier(name)} IS ${quoteLiteral(comment)};`] : [],
  );
}
