import { parseStatement } from '../../../src/core/formats/sql-import/parse';
import { preprocess } from '../../../src/core/formats/sql-import/preprocess';
import type { Refusal } from './messages';
import { objectionTo, unsupported } from './refusals';
import type { Fields } from './tree';
import { fieldsOf, nodesOf, tagOf } from './tree';

/** What a statement does to the transaction that it is in. */
export type Effect = 'begin' | 'commit' | 'rollback' | 'ddl' | 'write' | 'read' | 'none';

/** What begins and ends a transaction. */
export const controls: ReadonlySet<Effect> = new Set(['begin', 'commit', 'rollback']);

/** What Aurora DSQL does in the background, and PostgreSQL with the statement `text`. */
export type Job = {
  readonly kind: 'CREATE INDEX' | 'VALIDATE CONSTRAINT';
  readonly table: string;
  /** Of the index or the constraint. */
  readonly name: string;
  readonly text: string;
};

/** A statement as Aurora DSQL would take it. */
export type Statement = {
  /** For PostgreSQL. */
  readonly text: string;
  readonly effect: Effect;
  /** Why Aurora DSQL takes it never and nowhere. */
  readonly refusal: Refusal | undefined;
  readonly job: Job | undefined;
};

const known = new Map<string, readonly Statement[]>();

/** Takes the statements of a text apart; the parser has to be loaded. What it cannot read is left to PostgreSQL. */
export function statementsOf(text: string): readonly Statement[] {
  const cached = known.get(text);
  if (cached !== undefined) return cached;
  const { statements, asides } = preprocess(text);
  // COPY with its data and CREATE DATABASE are no statements of a schema's script, and are left out of it.
  const [aside] = asides;
  const classified =
    aside === undefined
      ? statements.map(({ bare }) => classify(bare))
      : [{ text, effect: 'none' as const, refusal: unsupported(aside.name), job: undefined }];
  known.set(text, classified);
  return classified;
}

const indexAsync = /^(\s*CREATE\s+(?:UNIQUE\s+)?INDEX)\s+ASYNC\b/i;
const alterAsync = /^(\s*ALTER\s+TABLE)\s+ASYNC\b/i;

function classify(written: string): Statement {
  const isAsync = indexAsync.test(written) || alterAsync.test(written);
  const text = written.replace(indexAsync, '$1').replace(alterAsync, '$1');
  const parsed = parseStatement(text);
  const node = parsed.ok ? parsed.nodes[0] : undefined;
  if (node === undefined) return { text, effect: 'none', refusal: undefined, job: undefined };
  const statement = fieldsOf(node);
  const refusal = objectionTo(statement, isAsync);
  return {
    text: isWithoutEffect(statement) ? 'SET application_name TO DEFAULT' : text,
    effect: effectOf(statement),
    refusal,
    job: isAsync && refusal === undefined ? jobOf(statement, text) : undefined,
  };
}

const transactionEffects: Readonly<Record<string, Effect>> = {
  TRANS_STMT_BEGIN: 'begin',
  TRANS_STMT_START: 'begin',
  TRANS_STMT_COMMIT: 'commit',
  TRANS_STMT_ROLLBACK: 'rollback',
};

const withoutTransaction = new Set([
  'VariableSetStmt',
  'VariableShowStmt',
  'ExplainStmt',
  'CallStmt',
  'VacuumStmt',
]);
const writes = new Set(['InsertStmt', 'UpdateStmt', 'DeleteStmt', 'LockingClause']);

/** Rows that are locked count like rows that are written. */
function effectOf(statement: Fields): Effect {
  const tag = tagOf(statement);
  if (tag === 'TransactionStmt') {
    const { kind } = fieldsOf(statement[tag]);
    return transactionEffects[String(kind)] ?? 'none';
  }
  if (withoutTransaction.has(tag)) return 'none';
  const isQuery = tag === 'SelectStmt' || writes.has(tag);
  if (!isQuery) return 'ddl';
  return [...nodesOf(statement)].some((node) => writes.has(node.tag)) ? 'write' : 'read';
}

/** Recorded: limits of time are taken, and nothing comes of them. */
function isWithoutEffect(statement: Fields): boolean {
  const { name } = fieldsOf(statement.VariableSetStmt);
  return /^(statement|lock|transaction|idle_in_transaction_session|idle_session)_timeout$/.test(String(name));
}

function jobOf(statement: Fields, text: string): Job | undefined {
  const index = fieldsOf(statement.IndexStmt);
  if (statement.IndexStmt !== undefined) {
    return {
      kind: 'CREATE INDEX',
      table: String(fieldsOf(index.relation).relname),
      name: String(index.idxname ?? ''),
      text,
    };
  }
  const alter = fieldsOf(statement.AlterTableStmt);
  const [command] = [...nodesOf(alter)].filter((node) => node.tag === 'AlterTableCmd');
  return {
    kind: 'VALIDATE CONSTRAINT',
    table: String(fieldsOf(alter.relation).relname),
    name: String(command?.fields.name ?? ''),
    text,
  };
}
