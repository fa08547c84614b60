import type { NotProven, ProofError } from '../protocol/proof';
import type { RecordId } from '../schema/ids';
import { isKind, isLive } from '../schema/record';
import { quoteIdentifier, quoteLiteral } from '../std/sql-identifier';
import type { Names } from './names';
import { plainName } from './names';
import type { Progress } from './prove';
import type { Sandbox } from './sandbox';
import type { Statement } from './statements';
import { rolesIn, subjectOf } from './statements';

/** How a script came off. */
export type Run = {
  readonly error?: ProofError;
  /** Statements that could not be executed because the sandbox lacks an extension, by what they are about. */
  readonly notProven: readonly NotProven[];
  /** The records behind them. */
  readonly unproven: readonly RecordId[];
};

/**
 * Executes the statements one by one, in the transaction that is open, after the roles that they name have been
 * made. `isLenient`: an extension is lacking, so what names something that is not there is passed over.
 */
export async function execute(
  sandbox: Sandbox,
  statements: readonly Statement[],
  options: {
    readonly names: Names;
    readonly isLenient: boolean;
    readonly tell: (progress: Progress) => void;
  },
): Promise<Run> {
  const { names, isLenient, tell } = options;
  await createRoles(sandbox, statements);
  const send = sender(sandbox, statements);
  const passedOver: { readonly statement: Statement; readonly why: string; readonly about?: RecordId }[] = [];
  for (const [at, statement] of statements.entries()) {
    if (at % statementsATime === 0) tell({ step: 'execute', done: at, of: statements.length });
    if (isLenient) await sandbox.exec('SAVEPOINT statement');
    try {
      await send(statement.text);
      if (isLenient) await sandbox.exec('RELEASE SAVEPOINT statement');
    } catch (fault) {
      const said = saidBy(fault);
      const about = subjectOf(statement.text, names);
      if (!isLenient || !lacksSomething.test(said.code)) {
        return { error: errorOf(said, statement, about), notProven: [], unproven: [] };
      }
      await sandbox.exec('ROLLBACK TO SAVEPOINT statement; RELEASE SAVEPOINT statement');
      passedOver.push({ statement, why: said.message, ...(about !== undefined && { about }) });
    }
  }
  await restoreSession(sandbox);
  const named = new Set<RecordId>();
  return {
    notProven: passedOver.flatMap(({ statement, why, about }) => {
      // Of one thing the first reason is the cause, and the others follow from it.
      if (/^create\s+extension\b/i.test(statement.text) || (about !== undefined && named.has(about)))
        return [];
      if (about !== undefined) named.add(about);
      return [
        { name: nameOf(names, about, statement), why, ...(about !== undefined && { recordId: about }) },
      ];
    }),
    unproven: passedOver.flatMap(({ about }) => about ?? []),
  };
}

/** How often whoever waits is told. */
const statementsATime = 20;

/** undefined_object, _function, _table, _column, invalid_schema_name, feature_not_supported (no such extension), undefined_file. */
export const lacksSomething = /^(?:42704|42883|42P01|42703|3F000|0A000|58P01)$/;

/**
 * PGlite answers wrongly, and without an error, once client_encoding is anything but UTF8. A message is read
 * before any of its statements runs, so a script that changes the encoding gets it back in each message.
 */
function sender(sandbox: Sandbox, statements: readonly Statement[]): (statement: string) => Promise<void> {
  const changesEncoding = statements.some(({ text }) => /client_encoding|\bset\s+names\b/i.test(text));
  return changesEncoding
    ? (statement) => sandbox.exec(`${statement}\n;RESET client_encoding`)
    : (statement) => sandbox.exec(statement);
}

/** What a script has set must not decide how the catalogue is read. */
export async function restoreSession(sandbox: Sandbox): Promise<void> {
  await sandbox.exec('RESET client_encoding');
  await sandbox.exec('RESET SESSION AUTHORIZATION; RESET ROLE; RESET ALL');
}

export async function createRoles(sandbox: Sandbox, statements: readonly Statement[]): Promise<void> {
  const roles = rolesIn(statements);
  if (roles.length === 0) return;
  const rows = await sandbox.query(
    `SELECT rolname::text AS name FROM pg_catalog.pg_roles WHERE rolname IN (${roles.map(quoteLiteral).join(', ')})`,
  );
  const known = new Set(rows.map(({ name }) => name));
  const missing = roles.filter((role) => !known.has(role));
  if (missing.length === 0) return;
  await sandbox.exec(missing.map((role) => `CREATE ROLE ${quoteIdentifier(role)}`).join(';\n'));
}

export type Said = { readonly message: string; readonly code: string; readonly detail?: string };

/** What the server said, by `pg` and PGlite alike; anything else is a fault of ours and goes on. */
export function saidBy(fault: unknown): Said {
  if (!(fault instanceof Error) || !('code' in fault) || typeof fault.code !== 'string') throw fault;
  const detail = 'detail' in fault && typeof fault.detail === 'string' ? fault.detail : undefined;
  return { message: fault.message, code: fault.code, ...(detail !== undefined && { detail }) };
}

/** As much of a statement as is worth showing. */
const mostShown = 2_000;

function errorOf(said: Said, { text, line }: Statement, about: RecordId | undefined): ProofError {
  const statement = text.length > mostShown ? `${text.slice(0, mostShown)} …` : text;
  return {
    message: said.message,
    ...(said.detail !== undefined && { detail: said.detail }),
    statement,
    line,
    ...(about !== undefined && { recordId: about }),
  };
}

function nameOf(names: Names, about: RecordId | undefined, { text }: Statement): string {
  const record = about === undefined ? undefined : names.state.get(about);
  if (!isLive(record)) return text.slice(0, 80);
  // What is kept as text is called as its statement calls it: `comment on extension postgis`.
  const kind = isKind(record, 'verbatim') ? record.body.tag : record.kind;
  return `${kind} ${plainName(names, record.body)}`;
}
