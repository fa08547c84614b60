import { maxNameBytes } from '../../schema/body-parts';
import type { RecordId } from '../../schema/ids';
import { isKind } from '../../schema/record';
import { utf8Length } from '../../std/utf8';
import { nameOf, stringsOf } from './ast';
import type { ImportContext } from './context';
import { creationNamespace, diagnose, findType, readableName } from './context';
import { keepVerbatim } from './lower-verbatim';
import type { AlterEnumStmt, CreateEnumStmt } from './parse';

/** CREATE TYPE … AS ENUM. */
export function lowerEnum(context: ImportContext, statement: CreateEnumStmt): void {
  const name = nameOf(stringsOf(statement.typeName));
  const namespaceId = creationNamespace(context, name);
  const labels = [...stringsOf(statement.vals)];
  const tooLong = labels.find(isTooLong);
  if (tooLong !== undefined) {
    const message = `The label “${tooLong}” of “${readableName(name)}” is longer than 63 bytes; PostgreSQL does not take the type.`;
    diagnose(context, 'error', 'enum-label', message);
    return;
  }
  if (context.catalog.create('enum', { namespaceId, name: name.name, labels })) return;
  diagnose(
    context,
    'error',
    'name-taken',
    `The name “${readableName(name)}” is taken; the enum was kept as text.`,
  );
  keepVerbatim(context, { CreateEnumStmt: statement });
}

/** ALTER TYPE … ADD VALUE and RENAME VALUE. */
export function alterEnum(context: ImportContext, statement: AlterEnumStmt): void {
  const name = nameOf(stringsOf(statement.typeName));
  const found = findType(context, name);
  if (!isKind(found, 'enum')) {
    diagnose(
      context,
      'warning',
      'unknown-type',
      `There is no enum “${readableName(name)}”; the statement was kept as text.`,
    );
    keepVerbatim(context, { AlterEnumStmt: statement });
    return;
  }
  if (isTooLong(statement.newVal ?? '')) {
    const message = `The label “${statement.newVal ?? ''}” is longer than 63 bytes; PostgreSQL does not take it.`;
    diagnose(context, 'error', 'enum-label', message);
    return;
  }
  const labels = [...found.body.labels];
  const { oldVal, newVal = '', newValNeighbor, newValIsAfter } = statement;
  const label = oldVal ?? newValNeighbor;
  const at = label === undefined ? labels.length : labels.indexOf(label);
  if (at < 0 || (labels.includes(newVal) && !statement.skipIfNewValExists)) {
    const why = at < 0 ? `has no label “${label ?? ''}”` : `already has the label “${newVal}”`;
    diagnose(
      context,
      'error',
      'enum-label',
      `The enum “${readableName(name)}” ${why}; the statement has no effect.`,
    );
    return;
  }
  if (labels.includes(newVal)) return;
  if (oldVal !== undefined) {
    labels[at] = newVal;
    renameInDefaults(context, found.id, oldVal, newVal);
  } else labels.splice(newValNeighbor !== undefined && newValIsAfter ? at + 1 : at, 0, newVal);
  context.catalog.update(found, { labels });
}

function isTooLong(label: string): boolean {
  return utf8Length(label) > maxNameBytes;
}

/** A default that is a label follows the label: PostgreSQL stores which label it is, not its name. */
function renameInDefaults(context: ImportContext, typeId: RecordId, from: string, to: string): void {
  for (const record of [...context.catalog.records()]) {
    if (!isKind(record, 'column') || record.body.typeId !== typeId) continue;
    const value = record.body.default;
    if (value?.kind !== 'literal' || value.text !== from || record.body.type.endsWith(']')) continue;
    context.catalog.update(record, { default: { kind: 'literal', text: to } });
  }
}
