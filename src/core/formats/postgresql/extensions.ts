import { isBuiltInType, parseDataType, wellKnownExtensionTypes } from '../../schema/data-type';
import { quoteIdentifier } from '../../std/sql-identifier';
import type { ExportContext } from './export-context';
import { compareText, plainName } from './export-context';

/**
 * CREATE EXTENSION for types that columns use and nothing in the design creates, when it is known which
 * extension brings them: without it the script would not load.
 */
export function missingExtensions(context: ExportContext): readonly string[] {
  const present = new Set(
    context.state
      .ofKind('verbatim')
      .filter(({ body }) => body.tag === 'extension')
      .map(({ body }) => body.name),
  );
  const missing = new Set<string>();
  for (const column of context.state.ofKind('column')) {
    if (column.body.typeId !== undefined) continue;
    const type = parseDataType(column.body.type);
    if (!type.ok || isBuiltInType(type.value)) continue;
    const extension = wellKnownExtensionTypes[type.value.name];
    if (extension === undefined || present.has(extension) || missing.has(extension)) continue;
    missing.add(extension);
    const message = `CREATE EXTENSION ${extension} was added: ${plainName(context, column)} has the type ${type.value.name}.`;
    context.report.push({ severity: 'info', recordId: column.id, name: extension, message });
  }
  return [...missing]
    .sort(compareText)
    .map((name) => `CREATE EXTENSION IF NOT EXISTS ${quoteIdentifier(name)};`);
}
