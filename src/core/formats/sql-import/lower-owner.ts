import type { RecordId } from '../../schema/ids';
import type { SchemaRecord } from '../../schema/record';
import { isKind, isLive } from '../../schema/record';
import { nameOf, objectNames, stringOf } from './ast';
import type { ImportContext } from './context';
import { findRelation, findType } from './context';
import { findKept, findRoutine } from './kept-lookup';
import { keepOwner, keepVerbatim } from './lower-verbatim';
import { changeOwner, isOwned, roleName } from './owners';
import type { AlterOwnerStmt } from './parse';

/** ALTER … OWNER TO: a field of what has one, text for all else. */
export function lowerOwner(context: ImportContext, statement: AlterOwnerStmt): void {
  const found = ownedBy(context, statement);
  if (isOwned(found) && !context.isExisting(found.id)) {
    changeOwner(context, found, roleName(statement.newowner));
    return;
  }
  const id = isKind(found, 'verbatim') ? found.id : keptId(context, statement);
  if (id !== undefined) keepOwner(context, id, { AlterOwnerStmt: statement });
  else keepVerbatim(context, { AlterOwnerStmt: statement }, { phase: 'after constraints' });
}

function ownedBy(context: ImportContext, { objectType, object }: AlterOwnerStmt): SchemaRecord | undefined {
  const { catalog } = context;
  switch (objectType) {
    case 'OBJECT_SCHEMA':
      return catalog.live(catalog.namespaceId(stringOf(object)), 'namespace');
    case 'OBJECT_TYPE':
    case 'OBJECT_DOMAIN':
      return findType(context, nameOf(objectNames(object)));
    case 'OBJECT_TABLE':
    case 'OBJECT_SEQUENCE':
    case 'OBJECT_VIEW':
    case 'OBJECT_MATVIEW':
      return findRelation(context, nameOf(objectNames(object)));
    default:
      return undefined;
  }
}

function keptId(context: ImportContext, { objectType, object }: AlterOwnerStmt): RecordId | undefined {
  if (!object) return undefined;
  const id =
    'ObjectWithArgs' in object
      ? findRoutine(context, object.ObjectWithArgs)
      : findKept(context, objectType, objectNames(object));
  return id !== undefined && isLive(context.catalog.get(id)) ? id : undefined;
}
