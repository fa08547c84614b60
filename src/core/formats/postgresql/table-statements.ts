import type { RecordId } from '../../schema/ids';
import type { SchemaRecord } from '../../schema/record';
import { quoteIdentifier } from '../../std/sql-identifier';
import type { Dependencies, LatePhase } from './dependencies';
import { expressionTexts } from './dependencies';
import type { ExportContext } from './export-context';
import { byName, present, tableName } from './export-context';
import { keysOf } from './keys';
import { columnSettings } from './print-column';
import { printComment } from './print-comment';
import { printCheck } from './print-constraint';
import { printDefault } from './print-default';
import { printIndex } from './print-index';
import { printSequence, printSequenceOwner } from './print-sequence';
import { printKeyConstraint, printTable } from './print-table';
import type { TableTree } from './table-tree';

type Table = SchemaRecord<'table'>;

/** What is known about all tables when one is printed. */
export type TablePlan = {
  readonly tree: TableTree;
  readonly phaseOf: Dependencies['phaseOf'];
  /** Names for the sequences of identity columns, where the usual one belongs to something else. */
  readonly identitySequences: ReadonlyMap<RecordId, string>;
  /** Sequences that stand right before a table, because only it needs them. */
  readonly ledBy: (table: Table) => readonly SchemaRecord<'sequence'>[];
  /** The sequences that columns of a table own. */
  readonly sequencesOf: (table: Table) => readonly SchemaRecord<'sequence'>[];
  /** Indexes that are made in a second file. */
  readonly concurrent: ReadonlySet<RecordId>;
};

/**
 * A table with all that is its own: its partitions, then the keys and indexes that PostgreSQL gives to them,
 * settings, and comments. Not here: foreign keys, and what calls a function that builds on tables.
 */
export function tableStatements(context: ExportContext, table: Table, plan: TablePlan): readonly string[] {
  const { state } = context;
  const { inTable, afterwards } = keysOf(context, table, plan.tree);
  const isHere = (record: SchemaRecord<'check' | 'index' | 'exclusion'>) =>
    plan.phaseOf(expressionTexts(record), table) === null;
  const checks = byName(state.childrenOf(table.id, 'check')).filter(isHere);
  const keys = inTable.filter((key) => key.kind !== 'exclusion' || isHere(key));
  const columns = table.body.partitionOf ? [] : state.childrenOf(table.id, 'column');
  const indexes = byName(state.childrenOf(table.id, 'index')).filter(
    (index) => isHere(index) && !plan.concurrent.has(index.id),
  );
  const alter = (clause: string) => `ALTER TABLE ${tableName(context, table)} ${clause};`;
  const add = (clauses: readonly (string | null)[]) =>
    present(clauses).map((clause) => alter(`ADD ${clause}`));
  // CREATE TABLE takes every check for valid, so one that is NOT VALID is added afterwards.
  const notValid = checks.filter(({ body }) => body.notValid && !body.notEnforced);
  const created = [
    ...plan
      .ledBy(table)
      .flatMap((sequence) => [printSequence(context, sequence), printComment(context, sequence)])
      .filter((one) => one !== null),
    printTable(context, table, {
      keys,
      checks: checks.filter((check) => !notValid.includes(check)),
      columnOptions: (column) => ({
        isDefaultLate: phaseOfDefault(plan, column, table) !== null,
        identitySequence: plan.identitySequences.get(column.id),
      }),
    }),
    ...add(notValid.map((check) => printCheck(context, check))),
  ];
  const behind = [
    ...add(afterwards.map((key) => printKeyConstraint(context, key))),
    ...columns.flatMap((column) => columnSettings(context, column).map(alter)),
    ...present(indexes.map((index) => printIndex(context, index))),
    ...present(plan.sequencesOf(table).map((sequence) => printSequenceOwner(context, sequence))),
    ...(table.body.rowSecurity ? [alter('ENABLE ROW LEVEL SECURITY')] : []),
    ...(table.body.forceRowSecurity ? [alter('FORCE ROW LEVEL SECURITY')] : []),
    ...present(
      [table, ...columns, ...keys, ...afterwards, ...checks, ...indexes].map((record) =>
        printComment(context, record),
      ),
    ),
  ];
  const partitions = plan.tree.partitionsOf(table);
  return [
    ...created,
    ...partitions.flatMap((one) => ['', ...tableStatements(context, one, plan)]),
    ...(partitions.length > 0 && behind.length > 0 ? ['', ...behind] : behind),
  ];
}
function phaseOfDefault(plan: TablePlan, column: SchemaRecord<'column'>, table: Table): LatePhase {
  const value = column.body.default;
  return value?.kind === 'expression' ? plan.phaseOf([value.text], table) : null;
}

/** What of a table has to wait for the functions of a phase: defaults, checks, exclusions, indexes. */
export function lateTableStatements(
  context: ExportContext,
  table: Table,
  plan: TablePlan,
  phase: NonNullable<LatePhase>,
): readonly string[] {
  const { state } = context;
  const name = tableName(context, table);
  const isNow = (record: SchemaRecord<'check' | 'index' | 'exclusion'>) =>
    plan.phaseOf(expressionTexts(record), table) === phase;
  const withComment = (record: SchemaRecord, statement: string | null) =>
    statement === null ? [] : present([statement, printComment(context, record)]);
  const constraint = (record: SchemaRecord, clause: string | null) =>
    withComment(record, clause === null ? null : `ALTER TABLE ${name} ADD ${clause};`);
  const defaults = table.body.partitionOf
    ? []
    : state.childrenOf(table.id, 'column').filter((column) => phaseOfDefault(plan, column, table) === phase);
  const indexes = byName(state.childrenOf(table.id, 'index')).filter(
    (index) => isNow(index) && !plan.concurrent.has(index.id),
  );
  return [
    ...defaults.flatMap((column) => {
      const value = printDefault(context, column);
      const target = `ALTER TABLE ${name} ALTER COLUMN ${quoteIdentifier(column.body.name)}`;
      return value === null ? [] : [`${target} SET DEFAULT ${value};`];
    }),
    ...byName(state.childrenOf(table.id, 'check'))
      .filter(isNow)
      .flatMap((check) => constraint(check, printCheck(context, check))),
    ...byName(state.childrenOf(table.id, 'exclusion'))
      .filter(isNow)
      .flatMap((exclusion) => constraint(exclusion, printKeyConstraint(context, exclusion))),
    ...indexes.flatMap((index) => withComment(index, printIndex(context, index))),
  ];
}
