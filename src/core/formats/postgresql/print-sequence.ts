import type { BodyOf } from '../../schema/bodies';
import type { SchemaRecord } from '../../schema/record';
import { quoteIdentifier } from '../../std/sql-identifier';
import type { ExportContext } from './export-context';
import { hasSince, ifNotExists, plainName, relationName, tableName, warn } from './export-context';

type SequenceOptions = NonNullable<BodyOf<'column'>['identityOptions']>;

/** The options that are set and are not the usual ones, in the order of PostgreSQL's documentation; empty when there are none. */
export function sequenceOptions(
  { saysUsualSequences = false }: ExportContext,
  options: SequenceOptions,
): readonly string[] {
  const { increment, minimum, maximum, start, cache, cycle } = options;
  return [
    increment === undefined || increment === '1' ? '' : `INCREMENT BY ${increment}`,
    minimum === undefined ? '' : `MINVALUE ${minimum}`,
    maximum === undefined ? '' : `MAXVALUE ${maximum}`,
    start === undefined || start === usualStart(options) ? '' : `START WITH ${start}`,
    cache === undefined || (cache === '1' && !saysUsualSequences) ? '' : `CACHE ${cache}`,
    cycle ? 'CYCLE' : '',
  ].filter((option) => option !== '');
}

/** Where a sequence starts without saying so: at its lower end, or the upper one when it counts down. */
function usualStart({ increment, minimum, maximum }: SequenceOptions): string {
  return increment?.startsWith('-') ? (maximum ?? '-1') : (minimum ?? '1');
}

/** CREATE SEQUENCE, without the column that owns it. */
export function printSequence(context: ExportContext, sequence: SchemaRecord<'sequence'>): string {
  const { namespaceId, name, type, unlogged } = sequence.body;
  const message = 'The sequence is logged: unlogged ones came with PostgreSQL 15.';
  const kind = unlogged && hasSince(context, 15, sequence, message) ? 'UNLOGGED SEQUENCE' : 'SEQUENCE';
  const parts = [
    `CREATE ${kind} ${ifNotExists(context)}${relationName(context, namespaceId, name)}`,
    ...(type === undefined || (type === 'bigint' && !context.saysUsualSequences) ? [] : [`AS ${type}`]),
    ...sequenceOptions(context, sequence.body),
  ];
  return `${parts.join(' ')};`;
}

/** OWNED BY has to wait for the table. Null when nothing owns the sequence. */
export function printSequenceOwner(
  context: ExportContext,
  sequence: SchemaRecord<'sequence'>,
): string | null {
  const { ownedByColumnId, namespaceId, name } = sequence.body;
  if (ownedByColumnId === undefined) return null;
  const column = context.state.live(ownedByColumnId, 'column');
  const table = column && context.state.live(column.body.tableId, 'table');
  if (!table) return null;
  if (table.body.namespaceId !== namespaceId) {
    const message = 'OWNED BY is left out: PostgreSQL wants the sequence and its table in one schema.';
    warn(context, sequence.id, plainName(context, sequence), message);
    return null;
  }
  const owner = `${tableName(context, table)}.${quoteIdentifier(column.body.name)}`;
  return `ALTER SEQUENCE ${relationName(context, namespaceId, name)} OWNED BY ${owner};`;
}
