import { multirangeNameOf } from '../../schema/names';
import { quoteIdentifier } from '../../std/sql-identifier';
import { nameOf, stringsOf } from './ast';
import type { ImportContext } from './context';
import { creationNamespace, diagnose, readableName } from './context';
import { keepVerbatim } from './lower-verbatim';
import type { CreateRangeStmt, TypeName } from './parse';
import { lowerType } from './types';

/** CREATE TYPE … AS RANGE. One with a CANONICAL function, which needs a shell type before it, is kept as text. */
export function lowerRange(context: ImportContext, statement: CreateRangeStmt): void {
  const { catalog, source } = context;
  const name = nameOf(stringsOf(statement.typeName));
  const namespaceId = creationNamespace(context, name);
  const parameters = parametersOf(statement);
  const subtype = parameters.get('subtype');
  if (!subtype || parameters.has('canonical')) {
    keepVerbatim(context, { CreateRangeStmt: statement });
    return;
  }
  const from = source.offset(subtype.location);
  const { type, typeId } = lowerType(context, source.slice(from, source.elementEnd(from)));
  const text = (parameter: string) =>
    stringsOf(parameters.get(parameter)?.names).map(quoteIdentifier).join('.');
  const multirange = stringsOf(parameters.get('multirange_type_name')?.names).at(-1);
  const opclass = text('subtype_opclass');
  const collation = text('collation');
  const subtypeDiff = text('subtype_diff');
  const created = catalog.create('range', {
    namespaceId,
    name: name.name,
    type,
    ...(typeId !== undefined && { typeId }),
    ...(opclass && { opclass }),
    ...(collation && { collation }),
    ...(subtypeDiff && { subtypeDiff }),
    multirangeName: multirange ?? multirangeNameOf({ name: name.name }),
  });
  if (created) return;
  const message = `The name “${readableName(name)}” is taken; the range type was kept as text.`;
  diagnose(context, 'error', 'name-taken', message);
  keepVerbatim(context, { CreateRangeStmt: statement });
}

function parametersOf({ params = [] }: CreateRangeStmt): ReadonlyMap<string, TypeName> {
  const found = new Map<string, TypeName>();
  for (const node of params) {
    if (!('DefElem' in node)) continue;
    const { defname = '', arg } = node.DefElem;
    if (arg && 'TypeName' in arg) found.set(defname, arg.TypeName);
  }
  return found;
}
