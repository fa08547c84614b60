import type { SchemaRecord } from '../../schema/record';
import { isKind } from '../../schema/record';
import { nameOf, objectNames } from './ast';
import { commentAttribute } from './composites';
import type { ImportContext } from './context';
import { diagnose, findRelation, findTable, findType, isTemporary } from './context';
import { findKept, findRoutine } from './kept-lookup';
import { keepVerbatim } from './lower-verbatim';
import type { CommentStmt } from './parse';

/** COMMENT ON. For what the model holds it is a field, for everything else a statement kept as text. */
export function lowerComment(context: ImportContext, statement: CommentStmt): void {
  const names = objectNames(statement.object);
  if (isTemporary(context, nameOf(names))) return;
  const found = commented(context, statement, names);
  const { comment } = statement;
  if (isKind(found, 'composite') && statement.objtype === 'OBJECT_COLUMN') {
    commentAttribute(context, found, names.at(-1) ?? '', comment);
    return;
  }
  const fits = (comment?.length ?? 0) <= maxCommentLength;
  if (found && fits && found.kind !== 'verbatim' && !context.isExisting(found.id)) {
    // An empty comment is no comment to PostgreSQL.
    context.catalog.update(found, { comment: comment || undefined } as Partial<typeof found.body>);
    return;
  }
  // The comment that pg_dump writes for every database it dumps; a project has its own public.
  if (isKind(found, 'namespace') && comment === 'standard public schema') return;
  if (!found && modelledKinds.test(String(statement.objtype))) {
    diagnose(
      context,
      'warning',
      'unknown-object',
      `A comment is on “${names.join('.')}”, which is not in this import; it was kept as text.`,
    );
  }
  const isOnKept = isKind(found, 'verbatim');
  keepVerbatim(
    context,
    { CommentStmt: statement },
    { ...(found && { about: found.id }), ...(isOnKept && { phase: 'before tables' }) },
  );
}

const maxCommentLength = 10_000;
const modelledKinds = /^OBJECT_(?:TABLE|COLUMN|TABCONSTRAINT|INDEX|SEQUENCE)$/;

function commented(
  context: ImportContext,
  statement: CommentStmt,
  names: readonly string[],
): SchemaRecord | undefined {
  const { catalog } = context;
  const { objtype } = statement;
  const owner = nameOf(names.slice(0, -1));
  const last = names.at(-1) ?? '';
  switch (objtype) {
    case 'OBJECT_SCHEMA':
      return catalog.live(catalog.namespaceId(last), 'namespace');
    case 'OBJECT_TABLE':
    case 'OBJECT_VIEW':
    case 'OBJECT_MATVIEW':
    case 'OBJECT_FOREIGN_TABLE':
    case 'OBJECT_SEQUENCE':
      return findRelation(context, nameOf(names));
    case 'OBJECT_INDEX': {
      // The index of a key is the key's: its comment would be another than the constraint's.
      const index = findRelation(context, nameOf(names));
      return isKind(index, 'index') || isKind(index, 'verbatim') ? index : undefined;
    }
    case 'OBJECT_COLUMN': {
      const relation = findRelation(context, owner);
      return isKind(relation, 'table') ? catalog.column(relation.id, last) : relation;
    }
    case 'OBJECT_TABCONSTRAINT': {
      const table = findTable(context, owner);
      return table ? catalog.constraint(table.id, last) : findRelation(context, owner);
    }
    case 'OBJECT_TYPE':
    case 'OBJECT_DOMAIN':
      return findType(context, nameOf(names));
    default:
      return keptObject(context, statement, names);
  }
}

/** What is kept as text itself: a comment on it stands behind it. */
function keptObject(
  context: ImportContext,
  { object, objtype }: CommentStmt,
  names: readonly string[],
): SchemaRecord | undefined {
  const isRoutine = object !== undefined && 'ObjectWithArgs' in object && objtype !== 'OBJECT_OPERATOR';
  const id = isRoutine
    ? findRoutine(context, object.ObjectWithArgs)
    : names.length > 0 && objtype !== 'OBJECT_OPERATOR'
      ? findKept(context, objtype, names)
      : undefined;
  return context.catalog.live(id, 'verbatim');
}
