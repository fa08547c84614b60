import { bodyProblem } from '../../schema/body-problem';
import { isBuiltInType, parseDataType, printDataType } from '../../schema/data-type';
import { objectName } from '../../schema/generated-names';
import type { RecordId } from '../../schema/ids';
import type { Imported } from '../../schema/imported';
import { countRecords } from '../../schema/imported';
import { scopes } from '../../schema/names';
import type { StateReader } from '../../schema/reader';
import type { SchemaRecord } from '../../schema/record';
import { isKind } from '../../schema/record';
import { typeNameOf } from '../../schema/type-names';
import type { Problem } from '../../std/problem';
import type { Result } from '../../std/result';
import { ok, refused } from '../../std/result';
import { quoteIdentifier, quoteQualifiedName } from '../../std/sql-identifier';
import { Catalog } from './catalog';
import type { ImportContext, Session } from './context';
import { foreignDialect, foreignTypeProblem, usesPsqlVariables } from './dialect';
import { foldHeirs } from './fold-heirs';
import { Lineage } from './lineage';
import { defaultSearchPath } from './lower-set';
import { lowerStatement } from './lower-statement';
import { withNamesOfBefore } from './names-of-before';
import type { Node } from './parse';
import { loadParser, parseStatement } from './parse';
import type { Script } from './preprocess';
import { ScriptScanner } from './preprocess';
import { Report } from './report';
import { isSkippableData } from './skippable-data';
import { positionOf, StatementSource } from './source';
import { lowerType } from './types';
import { VerbatimStore } from './verbatim';

/** A script as records of the model, and what whoever imports it should know. */
export type Import = Imported;

export type ImportOptions = {
  /** Gives a new UUID with every call. */
  readonly mintId: () => string;
  /** The project that the import goes into: its namespaces are used instead of new ones of the same name. */
  readonly existing?: Pick<StateReader, 'holder'>;
};

/**
 * Reads a PostgreSQL script (psql's and pg_dump's included) into the state that the database would be
 * in after it ran. Never throws. A statement that PostgreSQL's parser does not take refuses the whole
 * script as `syntax-error`, with line and column in `sql` as given.
 */
export async function importPostgresql(
  sql: string,
  options: ImportOptions,
): Promise<Result<Import, Problem>> {
  const nul = sql.indexOf('\0');
  if (nul >= 0) {
    const detail =
      'The text contains a NUL character, which PostgreSQL does not take. Is it a text file in UTF-8?';
    return refused({ code: 'syntax-error', detail, ...positionOf(sql, nul) });
  }
  await loadParser();
  const scanner = new ScriptScanner(sql);
  const importer = new Importer(sql, options);
  for (const { start, text, bare, tokens, openComment } of scanner.statements()) {
    if (openComment !== undefined) return refused(syntaxError(sql, openComment, 'unterminated /* comment'));
    const parsed = parseStatement(bare);
    const older = parsed.ok || parsed.kind !== 'syntax' ? null : withNamesOfBefore({ text, bare }, parsed);
    if (older) {
      for (const node of older.nodes) importer.read(node, new StatementSource(older.text, older.bare, start));
      continue;
    }
    if (!parsed.ok) {
      if (parsed.kind === 'too-deep' || !isSkippableData(sql, bare, parsed.at)) {
        return refused(syntaxError(sql, start + parsed.at, parsed.message));
      }
      importer.skipData(start + parsed.at, parsed.message);
      continue;
    }
    for (const node of parsed.nodes) importer.read(node, new StatementSource(text, bare, start, tokens));
  }
  const imported = importer.finish(scanner.asides);
  const foreign = foreignTypeProblem(sql, imported.records);
  return foreign ? refused(foreign) : ok(imported);
}

function syntaxError(sql: string, offset: number, message: string): Problem {
  const variables = 'If it uses psql variables such as :name, replace them by their values.';
  const hint = foreignDialect(sql) ?? (usesPsqlVariables(sql) ? variables : '');
  const detail = `${sentence(message)} ${hint}${hint && ' '}Nothing was imported.`;
  return { code: 'syntax-error', detail, ...positionOf(sql, offset) };
}

/** What the parser says, as a sentence that is short enough to be read. */
function sentence(message: string): string {
  const short = message.length > 200 ? `${message.slice(0, 200)}…` : message;
  return `${short.charAt(0).toUpperCase()}${short.slice(1)}.`;
}

class Importer {
  readonly #catalog: Catalog;
  readonly #verbatim: VerbatimStore;
  readonly #lineage: Lineage;
  readonly #report: Report;
  readonly #session: Session = { searchPath: defaultSearchPath, temporary: new Set() };
  /** Namespaces that the project has already: no records of this import. */
  readonly #existing = new Set<RecordId>();
  readonly #options: ImportOptions;

  constructor(sql: string, options: ImportOptions) {
    this.#options = options;
    this.#catalog = new Catalog(options.mintId);
    this.#verbatim = new VerbatimStore(this.#catalog);
    this.#lineage = new Lineage(this.#catalog);
    this.#report = new Report(sql);
    this.#addExisting('public');
  }

  read(node: Node, source: StatementSource): void {
    if ('CreateSchemaStmt' in node) this.#addExisting(node.CreateSchemaStmt.schemaname ?? '');
    lowerStatement(this.#context(source), node);
  }

  /** Data is no part of a design, whether its statement can be read or not. */
  skipData(offset: number, message: string): void {
    this.#report.count(
      'data',
      'Statements that PostgreSQL 18 does not read',
      'skipped: data is not part of a design',
    );
    const detail = `${sentence(message)} The statement only reads or changes data and was skipped.`;
    this.#report.diagnose('warning', 'data-not-read', detail, offset);
  }

  finish(asides: Script['asides']): Import {
    this.#noteAsides(asides);
    foldHeirs(this.#context(new StatementSource('', '', 0)));
    this.#keepSequenceNames();
    this.#refreshTypes();
    for (const id of this.#verbatim.tooLong()) {
      const tag = this.#verbatim.tagOf(id) ?? '';
      this.#report.diagnose(
        'error',
        'too-long',
        `A statement (${tag}) is longer than 900,000 characters and was cut.`,
      );
    }
    for (const { message, offset } of this.#verbatim.unknowns()) {
      this.#report.diagnose('warning', 'cannot-follow', message, offset);
    }
    this.#verbatim.finish();
    const records = this.#records();
    this.#noteEmpty(records);
    return {
      records,
      counts: countRecords(records),
      ledger: [...this.#verbatim.ledger(), ...this.#report.ledger()],
      diagnostics: this.#report.diagnostics,
    };
  }

  #context(source: StatementSource): ImportContext {
    return {
      catalog: this.#catalog,
      session: this.#session,
      report: this.#report,
      verbatim: this.#verbatim,
      lineage: this.#lineage,
      isExisting: (id) => this.#existing.has(id),
      joinNamespace: (name) => {
        // It was there from the start, and stays away where the script drops it.
        if (name !== 'public') this.#addExisting(name);
      },
      source,
    };
  }

  #addExisting(name: string): void {
    const id = this.#options.existing?.holder(scopes.namespaces, name);
    if (id === undefined && name !== 'public') return;
    if (this.#catalog.namespaceId(name) !== undefined) return;
    const record = this.#catalog.create('namespace', { name }, id);
    if (record && id !== undefined) this.#existing.add(record.id);
  }

  #noteAsides(asides: Script['asides']): void {
    for (const { kind, name, start } of asides) {
      if (kind === 'copy') this.#report.count('data', 'COPY', 'skipped: data is not part of a design');
      else if (kind === 'database') {
        this.#report.diagnose(
          'info',
          'database',
          `${name} was passed over: a project is one database.`,
          start,
        );
      } else this.#noteMetaCommand(name, start);
    }
  }

  #noteMetaCommand(name: string, start: number): void {
    if (/^(?:i|ir|include|include_relative)$/.test(name)) {
      this.#report.diagnose(
        'warning',
        'meta-command',
        `\\${name} reads another file, which is not here: import that file too.`,
        start,
      );
    } else if (name === 'gexec') {
      this.#report.diagnose(
        'warning',
        'cannot-follow',
        'What \\gexec would run comes out of a query, so it is missing here.',
        start,
      );
    } else if (/^(?:if|elif|else|endif)$/.test(name)) {
      this.#report.diagnose(
        'warning',
        'meta-command',
        `psql’s \\${name} is not followed; what it depends on was read as it stands.`,
        start,
      );
    } else if (
      !/^(?:restrict|unrestrict|set|unset|echo|pset|qecho|timing|encoding|g|gx|\.|c|connect)$/.test(name)
    ) {
      this.#report.diagnoseOnce(
        'info',
        'meta-command',
        `psql commands such as \\${name} were passed over.`,
        start,
      );
    }
  }

  /** The model names the sequence of an identity column after table and column; others keep their name by a rename. */
  #keepSequenceNames(): void {
    for (const { name, column } of this.#catalog.identitySequences()) {
      const table = this.#catalog.live(column.body.tableId, 'table');
      if (!table) continue;
      const usual = objectName(table.body.name, column.body.name, 'seq');
      if (usual === name) continue;
      const namespace = this.#catalog.namespaceName(table.body.namespaceId);
      this.#verbatim.add({
        tag: 'alter sequence',
        name,
        reason: 'name of the sequence of an identity column: kept as text',
        text: `ALTER SEQUENCE ${quoteQualifiedName(namespace, usual)} RENAME TO ${quoteIdentifier(name)}`,
        phase: 'after tables',
      });
    }
  }

  /** Types may have been renamed or moved after columns used them. */
  #refreshTypes(): void {
    for (const column of this.#catalog.records()) {
      if (!isKind(column, 'column') || column.body.typeId === undefined) continue;
      const parsed = parseDataType(column.body.type);
      if (!parsed.ok || isBuiltInType(parsed.value)) continue;
      const home = typeNameOf(this.#catalog.get(column.body.typeId), parsed.value.name);
      if (!home) continue;
      const namespace = this.#catalog.namespaceName(home.namespaceId);
      const text = printDataType({ ...parsed.value, namespace, name: home.name });
      const { type } = lowerType(this.#context(new StatementSource('', '', 0)), text);
      if (type !== column.body.type) this.#catalog.update(column, { type });
    }
  }

  #records(): readonly SchemaRecord[] {
    const records: SchemaRecord[] = [];
    for (const record of this.#catalog.records()) {
      if (this.#existing.has(record.id)) continue;
      const problem = bodyProblem(record.kind, record.body);
      if (problem === null) records.push(record);
      else {
        const message = `${describe(record)} could not be imported: ${problem}`;
        this.#report.diagnose('error', 'not-imported', message);
      }
    }
    return records;
  }

  #noteEmpty(records: readonly SchemaRecord[]): void {
    if (records.some((record) => isKind(record, 'table'))) return;
    const message =
      'No tables were found. If the script creates them in DO blocks or functions, import a dump (pg_dump --schema-only) of the finished database.';
    this.#report.diagnose('warning', 'no-tables', message);
  }
}

function describe(record: SchemaRecord): string {
  const name = 'name' in record.body ? record.body.name : record.id;
  return `The ${record.kind} “${name}”`;
}
