import type { MemoryState } from '../../schema/memory-state';
import type { SchemaRecord } from '../../schema/record';
import { quoteIdentifier } from '../../std/sql-identifier';
import type { ExportContext, ExportNote, PostgresqlVersion } from './export-context';
import { byName, byQualifiedName, compareText, tableName, warn } from './export-context';
import { isSelfContainedStatement } from './expression-text';
import { missingExtensions } from './extensions';
import { identitySequenceNames } from './identity-sequences';
import { keysOf } from './keys';
import type { LateFunctions, LatePhase } from './late-functions';
import { lateFunctions } from './late-functions';
import { printDefault } from './print-column';
import { printComment } from './print-comment';
import { printCheck, printForeignKey, printKey } from './print-constraint';
import { printEnum } from './print-enum';
import { printIndex } from './print-index';
import { printNamespace } from './print-namespace';
import { printSequence, printSequenceOwner } from './print-sequence';
import { isLateCheck, printTable } from './print-table';
import { printVerbatim } from './print-verbatim';
import { orderedTables } from './table-order';

/** A group of statements under one heading. `spaced`: a blank line between them. */
type Section = { readonly title: string; readonly statements: readonly string[]; readonly spaced?: boolean };

/**
 * The design as PostgreSQL DDL that loads in one transaction on an empty database, and what a person
 * should know about it. The same design gives the same bytes; ids do not matter but where two columns
 * have the same place. See docs/spec/postgresql.md for the order of the statements and the reasons.
 */
export function exportPostgresql(
  state: MemoryState,
  options: {
    readonly version?: PostgresqlVersion | undefined;
    /** Comment lines to begin with, in place of the one that says what the script is for. */
    readonly heading?: string | undefined;
  } = {},
): { readonly sql: string; readonly report: readonly ExportNote[] } {
  const context: ExportContext = { state, version: options.version ?? 18, report: [] };
  const text = sections(context)
    .filter(({ statements }) => statements.length > 0)
    .map(({ title, statements, spaced }) => `-- ${title}\n\n${statements.join(spaced ? '\n\n' : '\n')}\n`);
  const purpose = `-- For PostgreSQL ${context.version}${context.version < 18 ? ' or newer' : ''}, into an empty database.\n`;
  return { sql: [options.heading ?? purpose, ...text].join('\n'), report: context.report };
}

function sections(context: ExportContext): readonly Section[] {
  const { state } = context;
  const tables = orderedTables(context);
  const late = lateFunctions(context);
  const sequences = byQualifiedName(context, state.ofKind('sequence'));
  const identities = identitySequenceNames(context, tables);
  const before = verbatim(context, 'before tables');
  const extensions = before.filter(({ body }) => body.tag === 'extension');
  const others = before.filter(({ body }) => body.tag !== 'extension');
  const checksBodies = before.some(({ body }) => body.tag === 'function' || body.tag === 'procedure');
  return [
    { title: 'Schemas', statements: present(byName(state.ofKind('namespace')).map(printNamespace)) },
    { title: 'Extensions', statements: [...texts(context, extensions), ...missingExtensions(context)] },
    // A sequence may have the name of a type, but only if it is there first.
    { title: 'Sequences', statements: sequences.map((one) => printSequence(context, one)) },
    {
      title: 'Types',
      statements: byQualifiedName(context, state.ofKind('enum')).map((one) => printEnum(context, one)),
    },
    // Bodies of functions may name tables that come later; pg_dump switches their check off, too.
    { title: 'Other objects', statements: unchecked(checksBodies, texts(context, others)), spaced: true },
    {
      title: 'Tables',
      statements: tables.map((one) => printTable(context, one, identities, late)),
      spaced: true,
    },
    { title: 'More keys', statements: moreKeys(context, tables) },
    {
      title: 'Owners of sequences',
      statements: present(sequences.map((one) => printSequenceOwner(context, one))),
    },
    {
      title: 'Objects that build on tables',
      statements: texts(context, verbatim(context, 'after tables')),
      spaced: true,
    },
    { title: 'Late defaults', statements: lateDefaults(context, tables, late, 'after tables') },
    { title: 'Late checks', statements: lateChecks(context, tables, late, 'after tables') },
    { title: 'Indexes', statements: indexes(context, tables) },
    { title: 'Foreign keys', statements: foreignKeys(context, tables), spaced: true },
    { title: 'Comments', statements: comments(context, tables) },
    {
      title: 'Objects that build on all of these',
      statements: texts(context, verbatim(context, 'after constraints')),
      spaced: true,
    },
    { title: 'Last defaults', statements: lateDefaults(context, tables, late, 'after constraints') },
    { title: 'Last checks', statements: lateChecks(context, tables, late, 'after constraints') },
  ];
}

function verbatim(
  context: ExportContext,
  phase: SchemaRecord<'verbatim'>['body']['phase'],
): readonly SchemaRecord<'verbatim'>[] {
  return context.state
    .ofKind('verbatim')
    .filter(({ body }) => body.phase === phase)
    .sort((a, b) => compareText(a.body.order, b.body.order) || compareText(a.body.text, b.body.text));
}

/** The statements as text; one that never ends would swallow the rest of the script. */
function texts(context: ExportContext, records: readonly SchemaRecord<'verbatim'>[]): readonly string[] {
  return records.flatMap((record) => {
    const text = printVerbatim(record);
    if (isSelfContainedStatement(text)) return [text];
    warn(
      context,
      record.id,
      record.body.name,
      `The ${record.body.tag} is left out: a quote or comment in it is never closed.`,
    );
    return [];
  });
}

function unchecked(needed: boolean, statements: readonly string[]): readonly string[] {
  if (!needed) return statements;
  return ['SET check_function_bodies = false;', ...statements, 'RESET check_function_bodies;'];
}

/** A statement each: within one, PostgreSQL would take those that are alike for one. */
function moreKeys(context: ExportContext, tables: readonly SchemaRecord<'table'>[]): readonly string[] {
  return tables.flatMap((table) =>
    present(keysOf(context, table).afterwards.map((key) => printKey(context, key))).map(
      (key) => `ALTER TABLE ${tableName(context, table)} ADD ${key};`,
    ),
  );
}

function indexes(context: ExportContext, tables: readonly SchemaRecord<'table'>[]): readonly string[] {
  return tables.flatMap(({ id }) =>
    present(byName(context.state.childrenOf(id, 'index')).map((index) => printIndex(context, index))),
  );
}

/** One ALTER TABLE per table: all tables and keys are there by now, so cycles do no harm. */
function foreignKeys(context: ExportContext, tables: readonly SchemaRecord<'table'>[]): readonly string[] {
  return tables.flatMap((table) => {
    const keys = byName(context.state.childrenOf(table.id, 'foreign-key'));
    const clauses = present(keys.map((key) => printForeignKey(context, key)));
    if (clauses.length === 0) return [];
    const actions = clauses.map((clause) => `    ADD ${clause}`).join(',\n');
    return [`ALTER TABLE ${tableName(context, table)}\n${actions};`];
  });
}

function lateDefaults(
  context: ExportContext,
  tables: readonly SchemaRecord<'table'>[],
  late: LateFunctions,
  phase: NonNullable<LatePhase>,
): readonly string[] {
  return tables.flatMap((table) =>
    context.state
      .childrenOf(table.id, 'column')
      .filter((column) => late.phaseOfDefault(column) === phase)
      .flatMap((column) => {
        const value = printDefault(context, column);
        const name = quoteIdentifier(column.body.name);
        return value === null
          ? []
          : [`ALTER TABLE ${tableName(context, table)} ALTER COLUMN ${name} SET DEFAULT ${value};`];
      }),
  );
}

function lateChecks(
  context: ExportContext,
  tables: readonly SchemaRecord<'table'>[],
  late: LateFunctions,
  phase: NonNullable<LatePhase>,
): readonly string[] {
  return tables.flatMap((table) => {
    const checks = byName(context.state.childrenOf(table.id, 'check')).filter(
      (check) => isLateCheck(check, late) && (late.phaseOfCheck(check) ?? 'after tables') === phase,
    );
    return present(checks.map((check) => printCheck(context, check))).map(
      (check) => `ALTER TABLE ${tableName(context, table)} ADD ${check};`,
    );
  });
}

function comments(context: ExportContext, tables: readonly SchemaRecord<'table'>[]): readonly string[] {
  const { state } = context;
  const ofTables = tables.flatMap((table) => [
    table,
    ...state.childrenOf(table.id, 'column'),
    ...state.childrenOf(table.id, 'primary-key'),
    ...byName(state.childrenOf(table.id, 'unique')),
    ...byName(state.childrenOf(table.id, 'check')),
    ...byName(state.childrenOf(table.id, 'foreign-key')),
    ...byName(state.childrenOf(table.id, 'index')),
  ]);
  const records = [
    ...byName(state.ofKind('namespace')),
    ...byQualifiedName(context, state.ofKind('enum')),
    ...byQualifiedName(context, state.ofKind('sequence')),
    ...ofTables,
  ];
  return present(records.map((record) => printComment(context, record)));
}

function present(statements: readonly (string | null)[]): readonly string[] {
  return statements.filter((statement) => statement !== null);
}
