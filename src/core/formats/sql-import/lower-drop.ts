import { isKind } from '../../schema/record';
import { quoteIdentifier } from '../../std/sql-identifier';
import type { Name } from './ast';
import { nameOf, objectNames } from './ast';
import type { ImportContext } from './context';
import { diagnose, findRelation, findType, isTemporary, readableName } from './context';
import {
  dropCallers,
  dropConstraint,
  dropMentioning,
  dropNamespace,
  dropRecord,
  dropSequence,
  dropTable,
  dropType,
} from './dropping';
import { findKept, findRoutine, findRoutines, objectKey } from './kept-lookup';
import { keepVerbatim } from './lower-verbatim';
import type { DropStmt, Node } from './parse';
import { objectWords } from './verbatim-descriptions';

/** DROP: what it names is gone, be it a record of the model or a statement that was kept as text. */
export function lowerDrop(context: ImportContext, statement: DropStmt): void {
  const left = (statement.objects ?? []).filter((object) => !dropObject(context, statement, object));
  if (left.length === 0 || statement.missing_ok) return;
  const names = left.map((object) => objectNames(object).join('.')).join(', ');
  diagnose(
    context,
    'warning',
    'unknown-object',
    `DROP names “${names}”, which is not in this import; the statement was kept as text.`,
  );
  const isWhole = left.length === (statement.objects ?? []).length;
  for (const object of isWhole ? [undefined] : left) {
    const keptText = object && dropText(statement, object);
    const objects = object ? [object] : left;
    keepVerbatim({ ...context, ...(keptText && { keptText }) }, { DropStmt: { ...statement, objects } });
  }
}

/** A DROP of one of several objects. */
function dropText(statement: DropStmt, object: Node): string {
  const kind = objectWords(statement.removeType).toUpperCase();
  const name = objectNames(object).map(quoteIdentifier).join('.');
  const typed = 'ObjectWithArgs' in object && !object.ObjectWithArgs.args_unspecified;
  const types = (typed ? (object.ObjectWithArgs.objargs ?? []) : []).map((node) =>
    objectNames(node).map(quoteIdentifier).join('.'),
  );
  const cascade = statement.behavior === 'DROP_CASCADE' ? ' CASCADE' : '';
  return `DROP ${kind} ${name}${typed ? `(${types.join(', ')})` : ''}${cascade}`;
}

/** Says whether there was something to drop. */
function dropObject(context: ImportContext, statement: DropStmt, object: Node): boolean {
  const names = objectNames(object);
  const name = nameOf(names);
  const isCascade = statement.behavior === 'DROP_CASCADE';
  switch (statement.removeType) {
    case 'OBJECT_TABLE':
    case 'OBJECT_VIEW':
    case 'OBJECT_MATVIEW':
    case 'OBJECT_FOREIGN_TABLE':
    case 'OBJECT_SEQUENCE':
    case 'OBJECT_INDEX':
      return dropRelation(context, name, isCascade);
    case 'OBJECT_TYPE':
    case 'OBJECT_DOMAIN': {
      const type = findType(context, name);
      if (type) dropType(context, type, isCascade);
      return type !== undefined;
    }
    case 'OBJECT_SCHEMA': {
      const namespace = context.catalog.live(context.catalog.namespaceId(name.name), 'namespace');
      if (namespace) dropNamespace(context, namespace);
      return namespace !== undefined;
    }
    case 'OBJECT_FUNCTION':
    case 'OBJECT_PROCEDURE':
    case 'OBJECT_ROUTINE':
    case 'OBJECT_AGGREGATE':
      return dropRoutine(context, name, object, isCascade);
    case 'OBJECT_TRIGGER':
    case 'OBJECT_RULE':
    case 'OBJECT_POLICY': {
      const owner = findRelation(context, nameOf(names.slice(0, -1)));
      const kind = String(statement.removeType).replace('OBJECT_', '').toLowerCase();
      return owner
        ? dropKept(context, objectKey(`${kind} of ${owner.id}`, { namespace: null, name: name.name }))
        : false;
    }
    default: {
      const id = findKept(context, statement.removeType, names);
      if (id === undefined) return false;
      if (isCascade) dropMentioning(context, id);
      dropRecord(context, id);
      return true;
    }
  }
}

function dropRelation(context: ImportContext, name: Name, isCascade: boolean): boolean {
  if (isTemporary(context, name)) {
    context.session.temporary.delete(name.name);
    return true;
  }
  const found = findRelation(context, name);
  if (!found) return dropKeptIndex(context, name);
  if (isKind(found, 'table')) dropTable(context, found, isCascade);
  else if (isKind(found, 'sequence')) dropSequence(context, found);
  else if (isKind(found, 'verbatim')) {
    if (isCascade) dropMentioning(context, found.id);
    dropRecord(context, found.id);
  } else dropConstraint(context, found);
  return true;
}

/** An index on something that is kept as text is known only by its name. */
function dropKeptIndex(context: ImportContext, name: Name): boolean {
  for (const record of context.catalog.records()) {
    if (
      !isKind(record, 'verbatim') ||
      record.body.tag !== 'index' ||
      record.body.name !== readableName(nameOf([name.name]))
    )
      continue;
    dropRecord(context, record.id);
    return true;
  }
  return false;
}

function dropKept(context: ImportContext, key: string): boolean {
  const ids = context.verbatim.find(key);
  for (const id of ids) dropRecord(context, id);
  return ids.length > 0;
}

/** With overloads it has to be clear which one is meant; else the DROP itself is kept, in its place. */
function dropRoutine(context: ImportContext, name: Name, object: Node, isCascade: boolean): boolean {
  if (!('ObjectWithArgs' in object) || findRoutines(context, name).length === 0) return false;
  const id = findRoutine(context, object.ObjectWithArgs);
  if (id === undefined) {
    const drop: Node = { DropStmt: { objects: [object], removeType: 'OBJECT_FUNCTION' } };
    keepVerbatim(context, drop, { phase: 'before tables' });
    return true;
  }
  if (isCascade) dropMentioning(context, id);
  dropRecord(context, id);
  if (isCascade) dropCallers(context, name.name);
  return true;
}
