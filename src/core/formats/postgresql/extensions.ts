import { isBuiltInType, parseDataType, wellKnownExtensionTypes } from '../../schema/data-type';
import type { SchemaRecord } from '../../schema/record';
import { quoteIdentifier } from '../../std/sql-identifier';
import type { ExportContext } from './export-context';
import { compareText, ifNotExists, inform, plainName } from './export-context';

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
  for (const [text, users] of usedTypes(context)) {
    const type = parseDataType(text);
    if (!type.ok || isBuiltInType(type.value)) continue;
    const extension = wellKnownExtensionTypes[type.value.name];
    if (extension === undefined || present.has(extension) || missing.has(extension)) continue;
    missing.add(extension);
    const [record] = [...users].sort((a, b) => compareText(plainName(context, a), plainName(context, b)));
    if (!record) continue;
    const message = `CREATE EXTENSION ${extension} was added: ${plainName(context, record)} has the type ${type.value.name}.`;
    inform(context, record.id, extension, message);
  }
  return [...missing]
    .sort(compareText)
    .map((name) => `CREATE EXTENSION ${ifNotExists(context)}${quoteIdentifier(name)};`);
}

/** The types that are used and that this design does not make, with what uses them. */
function usedTypes({ state }: ExportContext): ReadonlyMap<string, readonly SchemaRecord[]> {
  const users = new Map<string, SchemaRecord[]>();
  const use = (
    record: SchemaRecord,
    { type, typeId }: { readonly type: string; readonly typeId?: string },
  ) => {
    if (typeId !== undefined) return;
    const known = users.get(type);
    if (known) known.push(record);
    else users.set(type, [record]);
  };
  for (const record of state.records()) {
    if (record.kind === 'column' || record.kind === 'domain' || record.kind === 'range')
      use(record, record.body);
    if (record.kind === 'composite') for (const attribute of record.body.attributes) use(record, attribute);
  }
  return users;
}
