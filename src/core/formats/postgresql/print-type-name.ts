import { parseDataType, printDataType } from '../../schema/data-type';
import type { RecordId } from '../../schema/ids';
import { typeNameOf } from '../../schema/type-names';
import type { ExportContext } from './export-context';
import { typeNamespace } from './export-context';

/** A type under the name that it has now; `typeId` is the record of this project that it names, if any. */
export function printTypeName(
  context: ExportContext,
  { type, typeId }: { readonly type: string; readonly typeId?: RecordId | undefined },
): string {
  const parsed = parseDataType(type);
  if (!parsed.ok) return type;
  const named = typeId === undefined ? undefined : typeNameOf(context.state.get(typeId), parsed.value.name);
  if (!named) return printDataType(parsed.value);
  const namespace = typeNamespace(context, named.namespaceId, named.name);
  return printDataType({ ...parsed.value, namespace, name: named.name });
}
