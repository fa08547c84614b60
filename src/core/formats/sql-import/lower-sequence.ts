import type { BodyOf } from '../../schema/bodies';
import type { SchemaRecord } from '../../schema/record';
import { isKind } from '../../schema/record';
import { withoutSequenceDefaults } from '../../schema/sequence-defaults';
import { nameOf, rangeName } from './ast';
import type { ImportContext } from './context';
import {
  creationNamespace,
  diagnose,
  findIdentityColumn,
  findRelation,
  findTable,
  readableName,
} from './context';
import { keepVerbatim } from './lower-verbatim';
import type { AlterSeqStmt, CreateSeqStmt } from './parse';
import type { NumberOptions } from './sequence-options';
import { readSequenceOptions } from './sequence-options';

/** CREATE SEQUENCE. */
export function lowerSequence(context: ImportContext, statement: CreateSeqStmt): void {
  const name = rangeName(statement.sequence);
  if (statement.sequence?.relpersistence === 't') {
    context.session.temporary.add(name.name);
    context.report.note('temporary sequence', readableName(name), 'skipped: it is no part of a schema');
    return;
  }
  const namespaceId = creationNamespace(context, name);
  const { type, numbers, ownedBy } = readSequenceOptions(statement.options);
  if (context.catalog.isRelationTaken(namespaceId, name.name)) {
    if (statement.if_not_exists) return;
    diagnose(
      context,
      'error',
      'name-taken',
      `The name “${readableName(name)}” is taken; the sequence was kept as text.`,
    );
    keepVerbatim(context, { CreateSeqStmt: statement });
    return;
  }
  const owner = ownerOf(context, ownedBy);
  context.catalog.create('sequence', {
    namespaceId,
    name: name.name,
    ...(type && { type }),
    ...withoutSequenceDefaults(numbers, type),
    ...(owner && { ownedByColumnId: owner.id }),
    ...(statement.sequence?.relpersistence === 'u' && { unlogged: true }),
  });
}

/** ALTER SEQUENCE. On the sequence behind an identity column it alters the column's identity. */
export function alterSequence(context: ImportContext, statement: AlterSeqStmt): void {
  const name = rangeName(statement.sequence);
  const options = readSequenceOptions(statement.options);
  if (options.restarts) context.report.count('data', 'RESTART', 'skipped: data is not part of a design');
  const found = findRelation(context, name);
  if (isKind(found, 'sequence')) {
    changeSequence(context, found, options);
    return;
  }
  const column = findIdentityColumn(context, name);
  if (column) {
    const size =
      column.body.type === 'smallint' || column.body.type === 'integer' ? column.body.type : undefined;
    const numbers = withoutSequenceDefaults({ ...column.body.identityOptions, ...options.numbers }, size);
    context.catalog.update(column, {
      identityOptions: Object.keys(numbers).length > 0 ? numbers : undefined,
    });
    return;
  }
  if (statement.missing_ok && !found) return;
  if (!found)
    diagnose(
      context,
      'warning',
      'unknown-sequence',
      `There is no sequence “${readableName(name)}”; the statement was kept as text.`,
    );
  keepVerbatim(context, { AlterSeqStmt: statement });
}

function changeSequence(
  context: ImportContext,
  sequence: SchemaRecord<'sequence'>,
  options: ReturnType<typeof readSequenceOptions>,
): void {
  const { body } = sequence;
  const type = options.type ?? body.type;
  const before: NumberOptions = body;
  const numbers = withoutSequenceDefaults({ ...pickNumbers(before), ...options.numbers }, type);
  const patch: Partial<BodyOf<'sequence'>> = { ...noNumbers, ...numbers, type };
  if (options.ownedBy) patch.ownedByColumnId = ownerOf(context, options.ownedBy)?.id;
  context.catalog.update(sequence, patch);
}

const noNumbers = {
  start: undefined,
  increment: undefined,
  minimum: undefined,
  maximum: undefined,
  cache: undefined,
  cycle: undefined,
};

function pickNumbers({ start, increment, minimum, maximum, cache, cycle }: NumberOptions): NumberOptions {
  return { start, increment, minimum, maximum, cache, cycle };
}

/** The column of OWNED BY; undefined for NONE, and with a diagnostic when it is not there. */
function ownerOf(
  context: ImportContext,
  ownedBy: readonly string[] | undefined,
): SchemaRecord<'column'> | undefined {
  if (!ownedBy || ownedBy.length < 2) return undefined;
  const table = findTable(context, nameOf(ownedBy.slice(0, -1)));
  const column = table && context.catalog.column(table.id, ownedBy.at(-1) ?? '');
  if (!column) {
    diagnose(
      context,
      'warning',
      'unknown-column',
      `OWNED BY names “${ownedBy.join('.')}”, which is no column of this import; the sequence stands on its own.`,
    );
  }
  return column;
}
