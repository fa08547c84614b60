import type { RecordId } from '../../schema/ids';
import type { SchemaRecord } from '../../schema/record';
import type { ExportContext } from './export-context';
import { byName, tableName } from './export-context';
import { keysOf } from './keys';
import type { LateFunctions } from './late-functions';
import type { ColumnLine } from './print-column';
import { printColumn } from './print-column';
import { printCheck, printKey } from './print-constraint';

/** Wider names and types do not push the others to the right. */
const widestAligned = 32;

/** CREATE TABLE with its columns aligned, then its keys and checks, each under its name. */
export function printTable(
  context: ExportContext,
  table: SchemaRecord<'table'>,
  identitySequences: ReadonlyMap<RecordId, string>,
  late: LateFunctions,
): string {
  const columns = context.state.childrenOf(table.id, 'column').map((column) =>
    printColumn(context, column, {
      isDefaultLate: late.phaseOfDefault(column) !== null,
      identitySequence: identitySequences.get(column.id),
    }),
  );
  const lines = [...alignColumns(columns), ...tableConstraints(context, table, late)];
  const head = `CREATE TABLE ${tableName(context, table)} (`;
  return lines.length === 0 ? `${head});` : `${head}\n${lines.map(indent).join(',\n')}\n);`;
}

/** The primary key, unique constraints and checks that CREATE TABLE can hold. */
function tableConstraints(
  context: ExportContext,
  table: SchemaRecord<'table'>,
  late: LateFunctions,
): readonly string[] {
  const { state } = context;
  const checks = byName(state.childrenOf(table.id, 'check')).filter((check) => !isLateCheck(check, late));
  return [
    ...keysOf(context, table).inTable.map((key) => printKey(context, key)),
    ...checks.map((check) => printCheck(context, check)),
  ].filter((line) => line !== null);
}

/** CREATE TABLE takes every check for valid, so one that is NOT VALID is added afterwards. */
export function isLateCheck(check: SchemaRecord<'check'>, late: LateFunctions): boolean {
  return check.body.notValid === true || late.phaseOfCheck(check) !== null;
}

function alignColumns(columns: readonly ColumnLine[]): readonly string[] {
  const nameWidth = widthOf(columns.map(({ name }) => name));
  const typeWidth = widthOf(columns.filter(({ constraints }) => constraints !== '').map(({ type }) => type));
  return columns.map(({ name, type, constraints }) =>
    constraints === ''
      ? `${name.padEnd(nameWidth)} ${type}`
      : `${name.padEnd(nameWidth)} ${type.padEnd(typeWidth)} ${constraints}`,
  );
}

function widthOf(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => text.length).filter((length) => length <= widestAligned));
}

function indent(line: string): string {
  return `    ${line}`;
}
