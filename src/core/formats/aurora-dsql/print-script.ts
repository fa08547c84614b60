import type { RecordId } from '../../schema/ids';
import type { SchemaRecord } from '../../schema/record';
import { unreachable } from '../../std/assert';
import { quoteIdentifier, quoteLiteral } from '../../std/sql-identifier';
import type { ExportContext } from '../postgresql/export-context';
import {
  byName,
  byQualifiedName,
  compareText,
  plainName,
  tableName,
  typeName,
  warn,
} from '../postgresql/export-context';
import {
  defaultExpression,
  isSelfContained,
  isSelfContainedStatement,
  parenthesised,
} from '../postgresql/expression-text';
import type { LateFunctions } from '../postgresql/late-functions';
import { lateFunctions } from '../postgresql/late-functions';
import { printColumn, printDefault } from '../postgresql/print-column';
import { printCheck, printForeignKey, printKey } from '../postgresql/print-constraint';
import { printIndex } from '../postgresql/print-index';
import { printNamespace } from '../postgresql/print-namespace';
import { printSequence } from '../postgresql/print-sequence';
import { printVerbatim } from '../postgresql/print-verbatim';
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
  const late = lateFunctions(context);
  const { tables, inline } = orderTables(context);
  const lateKeys = tables.flatMap(({ id }) =>
    byName(state.childrenOf(id, 'foreign-key')).filter((key) => !inline.has(key.id)),
  );
  const lateChecks = tables.flatMap(({ id }) =>
    byName(state.childrenOf(id, 'check')).filter((check) => isLate(check, late)),
  );
  const before = kept(context, 'before tables');
  const beforeTables = (isDomain: boolean) =>
    texts(
      context,
      before.filter(({ body }) => (body.tag === 'domain') === isDomain),
    );
  return [
    { title: 'Schemas', statements: present(byName(state.ofKind('namespace')).map(printNamespace)) },
    {
      title: 'Sequences',
      statements: byQualifiedName(context, state.ofKind('sequence')).map((one) =>
        printSequence(context, one),
      ),
    },
    {
      title: 'Domains',
      statements: [
        ...beforeTables(true),
        ...orderedDomains(context).map((domain) => printDomain(context, domain)),
      ],
    },
    { title: 'Functions', statements: beforeTables(false) },
    { title: 'Tables', statements: tables.map((table) => printTable(context, table, late, inline)) },
    { title: 'Objects that build on tables', statements: texts(context, kept(context, 'after tables')) },
    {
      title: 'Objects that build on all of these',
      statements: texts(context, kept(context, 'after constraints')),
    },
    { title: 'Late defaults', statements: lateDefaults(context, tables, late) },
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

function kept(
  context: ExportContext,
  phase: SchemaRecord<'verbatim'>['body']['phase'],
): readonly SchemaRecord<'verbatim'>[] {
  return context.state
    .ofKind('verbatim')
    .filter(({ body }) => body.phase === phase)
    .sort((a, b) => compareText(a.body.order, b.body.order) || compareText(a.body.text, b.body.text));
}

function texts(context: ExportContext, records: readonly SchemaRecord<'verbatim'>[]): readonly string[] {
  return records.flatMap((record) => {
    const text = printVerbatim(record);
    if (isSelfContainedStatement(text)) return [text];
    warn(context, record.id, record.body.name, 'Left out: a quote or comment in it is never closed.');
    return [];
  });
}

/** A domain may stand on another one. */
function orderedDomains(context: ExportContext): readonly SchemaRecord<'domain'>[] {
  const ordered = new Set<SchemaRecord<'domain'>>();
  const visiting = new Set<RecordId>();
  const place = (domain: SchemaRecord<'domain'>) => {
    if (visiting.has(domain.id)) return;
    visiting.add(domain.id);
    const base = context.state.live(domain.body.typeId ?? '', 'domain');
    if (base) place(base);
    ordered.add(domain);
  };
  for (const domain of byQualifiedName(context, context.state.ofKind('domain'))) place(domain);
  return [...ordered];
}

function printDomain(context: ExportContext, domain: SchemaRecord<'domain'>): string {
  const { namespaceId, name, type, typeId, default: value, notNull, checks = [] } = domain.body;
  const base = context.state.live(typeId ?? '', 'domain');
  const parts = [
    `CREATE DOMAIN ${typeName(context, namespaceId, name)}`,
    `AS ${base ? typeName(context, base.body.namespaceId, base.body.name) : type}`,
    value === undefined ? '' : `DEFAULT ${domainDefault(value)}`,
    // The linter cannot read NOT NULL behind a domain's type.
    notNull ? 'CHECK (VALUE IS NOT NULL)' : '',
    ...checks.map((check) => {
      if (isSelfContained(check.expression)) {
        return `CONSTRAINT ${quoteIdentifier(check.name)} CHECK ${parenthesised(check.expression)}`;
      }
      warn(
        context,
        domain.id,
        plainName(context, domain),
        `The check “${check.name}” is left out: it is not complete.`,
      );
      return '';
    }),
  ];
  return `${parts.filter((part) => part !== '').join(' ')};`;
}

function domainDefault(value: NonNullable<SchemaRecord<'domain'>['body']['default']>): string {
  switch (value.kind) {
    case 'literal':
      return quoteLiteral(value.text);
    case 'expression':
      return defaultExpression(value.text);
    default:
      return unreachable(value);
  }
}

function printTable(
  context: ExportContext,
  table: Table,
  late: LateFunctions,
  inline: ReadonlySet<RecordId>,
): string {
  const { state } = context;
  const columns = state.childrenOf(table.id, 'column').map((column) =>
    printColumn(context, column, {
      isDefaultLate: late.phaseOfDefault(column) !== null,
      // The linter cannot read SEQUENCE NAME.
      identitySequence: undefined,
    }),
  );
  const keys = [
    ...state.childrenOf(table.id, 'primary-key'),
    ...byName(state.childrenOf(table.id, 'unique')),
  ];
  const lines = [
    ...columns.map(({ name, type, constraints }) => `${name} ${type} ${constraints}`.trimEnd()),
    ...keys.map((key) => printKey(context, key)),
    ...byName(state.childrenOf(table.id, 'check'))
      .filter((check) => !isLate(check, late))
      .map((check) => printCheck(context, check)),
    ...byName(state.childrenOf(table.id, 'foreign-key'))
      .filter((key) => inline.has(key.id))
      .map((key) => printForeignKey(context, key)),
  ];
  const body = present(lines).map((line) => `    ${line}`);
  const head = `CREATE TABLE ${tableName(context, table)} (`;
  return body.length === 0 ? `${head});` : `${head}\n${body.join(',\n')}\n);`;
}

/** It is NOT VALID in the design, or calls a function that is made later. */
function isLate(check: SchemaRecord<'check'>, late: LateFunctions): boolean {
  return check.body.notValid === true || late.phaseOfCheck(check) !== null;
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

function lateDefaults(
  context: ExportContext,
  tables: readonly Table[],
  late: LateFunctions,
): readonly string[] {
  return tables.flatMap((table) =>
    context.state
      .childrenOf(table.id, 'column')
      .filter((column) => late.phaseOfDefault(column) !== null)
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

function present(texts: readonly (string | null)[]): readonly string[] {
  return texts.filter((text) => text !== null);
}
