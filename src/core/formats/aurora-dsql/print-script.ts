import type { RecordId } from '../../schema/ids';
import type { SchemaRecord } from '../../schema/record';
import { quoteIdentifier } from '../../std/sql-identifier';
import { alignedLines, indented } from '../postgresql/aligned-lines';
import { creationOrder } from '../postgresql/creation-order';
import type { Creation } from '../postgresql/dependencies';
import { dependencies, expressionTexts, verbatimOf } from '../postgresql/dependencies';
import type { ExportContext } from '../postgresql/export-context';
import { byName, present, tableName, warn } from '../postgresql/export-context';
import { isSelfContainedStatement } from '../postgresql/expression-text';
import { printColumn } from '../postgresql/print-column';
import { printCheck, printForeignKey, printKey } from '../postgresql/print-constraint';
import { printDefault } from '../postgresql/print-default';
import { printDomain } from '../postgresql/print-domain';
import { printIndex } from '../postgresql/print-index';
import { printNamespace } from '../postgresql/print-namespace';
import { printSequence } from '../postgresql/print-sequence';
import { printVerbatim } from '../postgresql/print-verbatim';
import { tableTree } from '../postgresql/table-tree';
import { orderTables } from './table-order';

type Table = SchemaRecord<'table'>;
type Section = { readonly title: string; readonly statements: readonly string[] };

/** The rewritten design as statements, each of which is a transaction of its own. */
export function printScript(context: ExportContext): string {
  return sections(context)
    .filter(({ statements }) => statements.length > 0)
    .map(({ title, statements }) => `-- ${title}\n\n${statements.join('\n\n')}\n`)
    .join('\n');
}

function sections(context: ExportContext): readonly Section[] {
  const { state } = context;
  const tree = tableTree(context);
  const depends = dependencies(context, tree);
  const order = creationOrder(context, tree, depends, new Map()).order.filter(({ kind }) => kind !== 'table');
  const isLate: IsLate = (record) => {
    const table = state.live(record.body.tableId, 'table');
    return table !== undefined && depends.phaseOf(expressionTexts(record), table) !== null;
  };
  const { tables, inline } = orderTables(context);
  const lateKeys = tables.flatMap(({ id }) =>
    byName(state.childrenOf(id, 'foreign-key')).filter((key) => !inline.has(key.id)),
  );
  const lateChecks = tables.flatMap(({ id }) =>
    byName(state.childrenOf(id, 'check')).filter((check) => check.body.notValid || isLate(check)),
  );
  return [
    {
      title: 'Schemas',
      statements: present(byName(state.ofKind('namespace')).map((one) => printNamespace(context, one))),
    },
    {
      title: 'Sequences, domains, functions',
      statements: order.flatMap((record) => printCreation(context, record)),
    },
    { title: 'Tables', statements: tables.map((table) => printTable(context, table, isLate, inline)) },
    {
      title: 'Objects that build on tables',
      statements: texts(context, [
        ...verbatimOf(context, 'after tables'),
        ...verbatimOf(context, 'after constraints'),
      ]),
    },
    { title: 'Late defaults', statements: lateDefaults(context, tables, isLate) },
    {
      title: 'Late constraints',
      statements: [
        ...present(lateChecks.map((check) => printLate(context, check, printCheck(context, check)))),
        ...present(lateKeys.map((key) => printLate(context, key, printForeignKey(context, key)))),
      ],
    },
    {
      title: 'Their validation, as jobs',
      statements: present([...lateChecks, ...lateKeys].map((one) => printValidation(context, one))),
    },
    { title: 'Indexes, as jobs', statements: tables.flatMap(({ id }) => indexes(context, id)) },
  ];
}

/** What the tables build on. The other kinds are rewritten before. */
function printCreation(context: ExportContext, record: Creation): readonly string[] {
  switch (record.kind) {
    case 'sequence':
      return [printSequence(context, record)];
    case 'domain':
      return printDomain(context, record, { checks: record.body.checks ?? [], isDefaultLate: false });
    case 'verbatim':
      return texts(context, [record]);
    case 'enum':
    case 'composite':
    case 'range':
    case 'table':
      return [];
  }
}

/** Whether a default or check calls a function that is made after its table. */
type IsLate = (record: SchemaRecord<'column'> | SchemaRecord<'check'>) => boolean;

function texts(context: ExportContext, records: readonly SchemaRecord<'verbatim'>[]): readonly string[] {
  return records.flatMap((record) => {
    const text = printVerbatim(record);
    if (isSelfContainedStatement(text)) return [text];
    warn(context, record.id, record.body.name, 'Left out: a quote or comment in it is never closed.');
    return [];
  });
}

function printTable(
  context: ExportContext,
  table: Table,
  isLate: IsLate,
  inline: ReadonlySet<RecordId>,
): string {
  const { state } = context;
  const columns = state.childrenOf(table.id, 'column').map((column) =>
    printColumn(context, column, {
      isDefaultLate: column.body.default?.kind === 'expression' && isLate(column),
      // The linter cannot read SEQUENCE NAME.
      identitySequence: undefined,
    }),
  );
  const keys = [
    ...state.childrenOf(table.id, 'primary-key'),
    ...byName(state.childrenOf(table.id, 'unique')),
  ];
  const lines = [
    ...alignedLines(columns),
    ...keys.map((key) => printKey(context, key)),
    ...byName(state.childrenOf(table.id, 'check'))
      .filter((check) => !check.body.notValid && !isLate(check))
      .map((check) => printCheck(context, check)),
    ...byName(state.childrenOf(table.id, 'foreign-key'))
      .filter((key) => inline.has(key.id))
      .map((key) => printForeignKey(context, key)),
  ];
  const head = `CREATE TABLE ${tableName(context, table)} (`;
  const body = present(lines);
  return body.length === 0 ? `${head});` : `${head}\n${indented(body)}\n);`;
}

type LateConstraint = SchemaRecord<'check'> | SchemaRecord<'foreign-key'>;

/** ALTER TABLE adds a constraint only as NOT VALID. */
function printLate(context: ExportContext, record: LateConstraint, constraint: string | null): string | null {
  const table = context.state.live(record.body.tableId, 'table');
  if (constraint === null || !table) return null;
  const ending = record.body.notValid ? '' : ' NOT VALID';
  return `ALTER TABLE ${tableName(context, table)} ADD ${constraint}${ending};`;
}

function printValidation(context: ExportContext, { body }: LateConstraint): string | null {
  const table = context.state.live(body.tableId, 'table');
  if (body.notValid || !table) return null;
  return `ALTER TABLE ASYNC ${tableName(context, table)} VALIDATE CONSTRAINT ${quoteIdentifier(body.name)};`;
}

function lateDefaults(context: ExportContext, tables: readonly Table[], isLate: IsLate): readonly string[] {
  return tables.flatMap((table) =>
    context.state
      .childrenOf(table.id, 'column')
      .filter((column) => column.body.default?.kind === 'expression' && isLate(column))
      .flatMap((column) => {
        const value = printDefault(context, column);
        const name = quoteIdentifier(column.body.name);
        return value === null
          ? []
          : [`ALTER TABLE ${tableName(context, table)} ALTER COLUMN ${name} SET DEFAULT ${value};`];
      }),
  );
}

function indexes(context: ExportContext, tableId: RecordId): readonly string[] {
  const printed = byName(context.state.childrenOf(tableId, 'index')).map((index) =>
    printIndex(context, index),
  );
  return present(printed).map((text) => text.replace(/^CREATE (UNIQUE )?INDEX /, 'CREATE $1INDEX ASYNC '));
}
