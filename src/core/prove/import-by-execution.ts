import type { InspectOptions } from '../formats/catalogue/inspect';
import { inspectCatalogue } from '../formats/catalogue/inspect';
import type { Diagnostic } from '../schema/import-report';
import type { Imported } from '../schema/imported';
import { countRecords } from '../schema/imported';
import { quoteIdentifier, quoteLiteral } from '../std/sql-identifier';
import type { Said } from './execute';
import { createRoles, lacksSomething, restoreSession, saidBy } from './execute';
import { extensionsMadeBy, isSandboxExtension } from './extensions';
import type { Unmade } from './keep-unmade';
import { isWorthKeeping, keepUnmade } from './keep-unmade';
import type { OpenSandbox, Sandbox } from './sandbox';
import type { Statement } from './statements';
import { statementsOf } from './statements';

/** What reading a script's text has said: it stays where the script cannot be run. */
export type ReadText = Pick<Imported, 'ledger' | 'diagnostics'>;

/** What came of running a script: all of it, or why it cannot be told this way. */
export type Executed =
  | { readonly kind: 'executed'; readonly imported: Imported }
  | { readonly kind: 'given-up'; readonly diagnostic: Diagnostic };

/** Whether reading the text has left something open that only running the script can tell. */
export function needsExecution({ diagnostics }: ReadText): boolean {
  return diagnostics.some(({ code }) => code === followedByRunning);
}

const followedByRunning = 'cannot-follow';

/**
 * Runs a script on an empty database that is thrown away, statement by statement as psql would, and reads what
 * is there afterwards. Rows that it inserts are left out; schemas and roles that it takes for granted are made;
 * a statement about something else that is not there is kept as text, and said. Gives up where a statement fails
 * for any other reason, or needs an extension that the sandbox lacks. See docs/spec/import.md, IMP-30 to IMP-34.
 */
export async function importByExecution(
  open: OpenSandbox,
  sql: string,
  read: ReadText,
  options: Pick<InspectOptions, 'mintId' | 'existing'>,
): Promise<Executed> {
  const { statements, asides } = statementsOf(sql);
  if (asides.includes('gexec')) return givenUp('what \\gexec would run comes out of a query of psql’s');
  const extensions = [...new Set(statements.flatMap(({ text }) => extensionsMadeBy(text)))];
  const lacking = extensions.find((name) => name !== 'plpgsql' && !isSandboxExtension(name));
  if (lacking !== undefined) return givenUp(`the sandbox does not have the extension ${lacking}`);
  const run = new Run(await open(extensions));
  await run.prepare(statements);
  for (const statement of statements) {
    const failure = await run.execute(statement);
    if (failure !== null) return givenUp(`${failure} (line ${statement.line})`, statement.line);
  }
  return { kind: 'executed', imported: await run.finish(read, options) };
}

function givenUp(why: string, line?: number): Executed {
  const message = `The script was not run to see what it makes: ${why}. What its text alone does not tell is missing here.`;
  const place = line === undefined ? {} : { line, column: 1 };
  return { kind: 'given-up', diagnostic: { severity: 'warning', code: 'not-executed', message, ...place } };
}

/** Owns the sandbox's database, so that `OWNER TO postgres` still says something. */
const runner = 'whoever runs the script';

class Run {
  readonly #sandbox: Sandbox;
  readonly #diagnostics: Diagnostic[] = [];
  readonly #unmade: Unmade[] = [];
  #skippedRows = 0;

  constructor(sandbox: Sandbox) {
    this.#sandbox = sandbox;
  }

  async prepare(statements: readonly Statement[]): Promise<void> {
    const owner = quoteIdentifier(runner);
    const [row] = await this.#sandbox.query('SELECT current_database()::text AS name');
    await this.#sandbox.exec(
      `${createRole(runner)}; ALTER ROLE ${owner} SUPERUSER; ALTER DATABASE ${quoteIdentifier(String(row?.name))} OWNER TO ${owner};
       SET SESSION AUTHORIZATION ${owner}`,
    );
    await createRoles(this.#sandbox, statements);
  }

  /** Runs one statement; gives why the whole has to be given up, or null. */
  async execute(statement: Statement): Promise<string | null> {
    if (isPassedOver(statement.text)) return null;
    if (/^insert\b/i.test(statement.text)) {
      this.#skippedRows++;
      return null;
    }
    const made = new Set<string>();
    for (;;) {
      const said = await this.#attempt(statement);
      if (said === null) return null;
      const wanted = await this.#makeWhatIsTakenForGranted(said, statement);
      // Made once already, it is not what is missing.
      if (wanted !== undefined && !made.has(wanted)) {
        made.add(wanted);
        continue;
      }
      if (!lacksSomething.test(said.code)) return `a statement fails: ${said.message}`;
      await this.#keepOrPassOver(statement, said);
      return null;
    }
  }

  async #keepOrPassOver({ text, line }: Statement, said: Said): Promise<void> {
    const isKept = isWorthKeeping(text, said);
    if (isKept) {
      const [row] = await this.#sandbox.query(
        'SELECT pg_catalog.to_json(pg_catalog.current_schemas(false)) AS path',
      );
      this.#unmade.push({ text, searchPath: row?.path as readonly string[] });
    }
    const what = isKept ? 'A statement was kept as text, unseen' : 'Passed over';
    this.#diagnose('warning', 'not-there', `${what}: ${said.message}.`, line);
  }

  async #attempt({ text }: Statement): Promise<Said | null> {
    try {
      await this.#sandbox.exec(text);
      return null;
    } catch (fault) {
      return saidBy(fault);
    }
  }

  /** A schema or a role that the script does not make itself. Gives what was made. */
  async #makeWhatIsTakenForGranted(
    { code, message }: Said,
    { line }: Statement,
  ): Promise<string | undefined> {
    const schema = code === '3F000' ? /^schema "(.*)" does not exist$/.exec(message)?.[1] : undefined;
    const role = code === '42704' ? /^role "(.*)" does not exist$/.exec(message)?.[1] : undefined;
    if (schema !== undefined) {
      await this.#sandbox.exec(`CREATE SCHEMA IF NOT EXISTS ${quoteIdentifier(schema)}`);
      const note = `The schema “${schema}” is used but not created by this script; it was added.`;
      this.#diagnose('warning', 'namespace-added', note, line);
      return `schema ${schema}`;
    }
    if (role === undefined) return undefined;
    await this.#sandbox.exec(createRole(role));
    return `role ${role}`;
  }

  async finish(read: ReadText, options: Pick<InspectOptions, 'mintId' | 'existing'>): Promise<Imported> {
    await restoreSession(this.#sandbox);
    const inspected = await inspectCatalogue(this.#sandbox.query, options);
    const open = read.diagnostics.filter(({ code }) => code === followedByRunning);
    const rows = this.#skippedRows;
    const kept = await keepUnmade(this.#unmade, inspected.records, options.mintId);
    const records = [...inspected.records, ...kept];
    return {
      records,
      counts: countRecords(records),
      ledger: [
        ...inspected.ledger,
        ...kept.map(({ body: { tag, name } }) => ({ kind: tag, name, reason: 'kept as text' })),
        ...read.ledger.filter(({ kind, name }) => kind === 'data' && name === 'COPY'),
        ...(rows > 0
          ? [{ kind: 'data', name: 'INSERT', reason: `${rows} skipped: data is not part of a design` }]
          : []),
      ],
      diagnostics: [
        becauseOf(open),
        ...this.#diagnostics,
        ...inspected.diagnostics,
        // What the text leaves out is left out here, too.
        ...read.diagnostics.filter(({ code }) => code === 'database' || code === 'meta-command'),
      ],
    };
  }

  #diagnose(severity: Diagnostic['severity'], code: string, message: string, line: number): void {
    this.#diagnostics.push({ severity, code, message, line, column: 1 });
  }
}

/** Roles belong to a server, which may have it already. */
function createRole(name: string): string {
  return `DO ${quoteLiteral(`BEGIN CREATE ROLE ${quoteIdentifier(name)}; EXCEPTION WHEN duplicate_object THEN END`)}`;
}

/** Why the script was run, and where the first of its reasons stands. */
function becauseOf(open: readonly Diagnostic[]): Diagnostic {
  const [first] = open;
  const more = open.length > 1 ? ` and ${open.length - 1} more` : '';
  const where = first?.line === undefined ? '' : ` (line ${first.line}${more})`;
  return {
    severity: 'info',
    code: 'executed',
    message: `The script was run in an empty database of its own, and that was read: its text alone does not tell what it makes${where}.`,
    ...(first?.line !== undefined && { line: first.line }),
    ...(first?.column !== undefined && { column: first.column }),
  };
}

/** Transactions would only take more along when something fails; PGlite answers wrongly in another encoding. */
function isPassedOver(text: string): boolean {
  return /^(?:begin|start\s+transaction|commit|end)\b|^set\s+(?:session\s+|local\s+)?client_encoding\b|^set\s+names\b/i.test(
    text.trim(),
  );
}
