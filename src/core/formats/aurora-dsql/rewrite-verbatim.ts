import type { RecordId } from '../../schema/ids';
import type { SchemaRecord } from '../../schema/record';
import { significantTokens } from '../../std/sql-tokens';
import { compareText } from '../postgresql/export-context';
import { calledFunctions } from '../postgresql/expression-text';
import { grouped } from '../postgresql/grouped';
import { bareName } from '../postgresql/verbatim-names';
import type { Draft } from './draft';
import type { Rewritten, Vocabulary } from './expressions';
import { readKeptDomain } from './kept-domains';
import { bodyText, readFunction } from './sql-functions';
import type { TypeNames } from './type-names';
import { readView } from './views';

type Statement = SchemaRecord<'verbatim'>;

/**
 * Statements that are kept as text: views, functions in SQL and domains stay where they can, all others are
 * left out. What needs something that is left out goes with it.
 */
export function rewriteVerbatim(draft: Draft, types: TypeNames, vocabulary: Vocabulary): void {
  const statements = [...draft.state.ofKind('verbatim')].sort((a, b) =>
    compareText(a.body.order, b.body.order),
  );
  const candidates = statements.filter((statement) => {
    const reason = whyNever(types, statement);
    if (reason !== null) leaveOut(draft, statement, reason);
    return reason === null;
  });
  const lost = lostColumns(draft);
  // One that goes may take others along: again until nothing goes any more.
  let left = candidates;
  for (let before = -1; before !== left.length; ) {
    before = left.length;
    left = left.filter((statement) => {
      const reason = whyNotWritten(draft, vocabulary, lost, statement);
      if (reason !== null) leaveOut(draft, statement, reason);
      return reason === null;
    });
  }
  const late = new Set<string>();
  const orders = left.map(({ body }) => body.order);
  for (const [at, statement] of calledFirst(left).entries()) {
    write(draft, vocabulary, statement, late, orders[at] ?? statement.body.order);
  }
}

/**
 * Functions before those that call them, and before the views that do: a dump may have them in any order, as it
 * switches off that bodies are read. By names alone; what calls in a circle stays where it is.
 */
function calledFirst(statements: readonly Statement[]): readonly Statement[] {
  const byName = grouped(
    statements
      .filter(({ body }) => body.tag === 'function')
      .map((statement): [string, Statement] => [bareName(statement), statement]),
  );
  const ordered = new Set<Statement>();
  const open = new Set<Statement>();
  const place = (statement: Statement) => {
    if (ordered.has(statement) || open.has(statement)) return;
    open.add(statement);
    for (const name of calledIn(statement)) {
      for (const called of byName.get(name) ?? []) place(called);
    }
    ordered.add(statement);
  };
  for (const statement of statements) place(statement);
  return [...ordered];
}

/** What stands before a function's first parenthesis is its own name. */
function calledIn({ body: { tag, text } }: Statement): ReadonlySet<string> {
  return calledFunctions(
    tag === 'function' ? `${text.slice(text.indexOf('(') + 1)}\n${bodyText(text)}` : text,
  );
}

function leaveOut(draft: Draft, statement: Statement, reason: string): void {
  const { tag, definesRelation } = statement.body;
  const own = bareName(statement);
  if (tag === 'function' || tag === 'procedure' || tag === 'aggregate') draft.missing.routines.add(own);
  if (definesRelation) draft.missing.relations.add(definesRelation.name);
  draft.leaveOut(statement, reason);
}

const reasons: ReadonlyMap<string, string> = new Map([
  ['extension', 'there are no extensions.'],
  ['trigger', 'there are no triggers; do what it does in the application.'],
  ['event trigger', 'there are no triggers.'],
  ['procedure', 'there are no procedures.'],
  ['aggregate', 'there are no aggregates of one’s own.'],
  ['materialized view', 'there are no materialized views.'],
  ['policy', 'there is no row level security.'],
  ['rule', 'there are no rules.'],
  ['statistics', 'extended statistics are made by hand there, when a query needs them.'],
  ['index', 'an index that is kept as text cannot be written as CREATE INDEX ASYNC.'],
  ['do', 'there are no DO blocks.'],
]);

/** Why a statement of this kind cannot be there; null for the kinds that may be. */
function whyNever(types: TypeNames, { body }: Statement): string | null {
  const { tag, definesType } = body;
  if (tag === 'view' || tag === 'function') return null;
  if (tag === 'domain' && definesType) {
    const type = { namespace: null, name: definesType.name, modifiers: [], dimensions: 0 };
    const isKept = types.replacementOf(type, undefined).kind === 'kept';
    return isKept ? null : 'its type is not there; columns of it are of another type, without its checks.';
  }
  if (/^(?:grant|revoke|alter default privileges|role)/.test(tag)) {
    return 'rights are given to roles of the cluster, which are tied to IAM; give them there.';
  }
  if (/^comment/.test(tag)) return 'there is no COMMENT ON that is known to work.';
  return reasons.get(tag) ?? `Aurora DSQL takes no statement of this kind (${tag}).`;
}

/** Names of columns that have another form here or none, by the name of their table. */
type LostColumns = ReadonlyMap<string, ReadonlySet<string>>;

function lostColumns(draft: Draft): LostColumns {
  const lost = new Map<string, Set<string>>();
  const add = (tableId: RecordId, column: string) => {
    const table = draft.state.live(tableId, 'table')?.body.name;
    if (table === undefined) return;
    lost.set(table, (lost.get(table) ?? new Set()).add(column));
  };
  for (const { id, body } of draft.state.ofKind('column')) {
    if (draft.fidelity.get(id) === 'other') add(body.tableId, body.name);
  }
  for (const { tableId, name } of draft.missing.columns) add(tableId, name);
  return lost;
}

function whyNotWritten(
  draft: Draft,
  vocabulary: Vocabulary,
  lost: LostColumns,
  statement: Statement,
): string | null {
  const { tag, text, recordId } = statement.body;
  if (recordId !== undefined && !draft.state.get(recordId)) return 'what it belongs to is left out.';
  const own = bareName(statement);
  const missing = whyMissing(draft, lost, text, own);
  if (missing !== null) return missing;
  if (tag === 'function') {
    const domain = otherDomains(draft).find((name) => namesOneOf(text, [name]));
    if (domain !== undefined) return `it uses the domain “${domain}”, which stands on another type here.`;
  }
  if (tag === 'function') {
    const found = readFunction(text, vocabulary);
    return found.kind === 'unsupported'
      ? found.reason
      : whyMissing(draft, lost, `${text}\n${found.body}`, own);
  }
  const rewritten = read(statement, vocabulary);
  return rewritten.kind === 'unsupported' ? rewritten.reason : null;
}

/** Domains that stand on another type here: what makes or reads their values may not fit any more. */
function otherDomains(draft: Draft): readonly string[] {
  return draft.state
    .ofKind('domain')
    .filter(({ id }) => draft.fidelity.has(id))
    .map(({ body }) => body.name);
}

/** By names alone, so that rather too much is left out than a statement that fails. */
function whyMissing(draft: Draft, lost: LostColumns, text: string, ownName: string): string | null {
  const tokens = significantTokens(text);
  const names = new Set(
    tokens
      .filter(({ kind }) => kind === 'identifier' || kind === 'quoted-identifier')
      .map(({ value }) => value),
  );
  for (const name of names) {
    if (name !== ownName && draft.missing.relations.has(name))
      return `it needs “${name}”, which is left out.`;
    const columns = lost.get(name);
    for (const column of columns ?? []) {
      if (names.has(column)) return `it reads “${name}.${column}”, which has another form here or none.`;
    }
  }
  return null;
}

function read({ body }: Statement, vocabulary: Vocabulary): Rewritten {
  switch (body.tag) {
    case 'function':
      return readFunction(body.text, vocabulary);
    case 'view':
      return readView(body.text, vocabulary);
    default:
      return readKeptDomain(body.text, vocabulary);
  }
}

/** `late`: the names of functions that have to wait for tables, so far; what calls one waits, too. */
function write(
  draft: Draft,
  vocabulary: Vocabulary,
  statement: Statement,
  late: Set<string>,
  order: string,
): void {
  const { tag, text } = statement.body;
  const rewritten = read(statement, vocabulary);
  if (rewritten.kind === 'unsupported') return;
  for (const change of rewritten.changes) draft.tell(statement, `In its text ${change}.`);
  const isEarly = tag === 'function' && statement.body.phase === 'before tables';
  const isLate = isEarly && namesOneOf(text, [...relationNames(draft), ...late]);
  if (isLate) late.add(bareName(statement));
  draft.change(statement, { text: rewritten.text, order, ...(isLate && { phase: 'after tables' as const }) });
}

/** Bodies are read when a function is made, so what they name has to be there. */
function namesOneOf(text: string, names: readonly string[]): boolean {
  const words = new Set(text.split(/[^\p{L}\p{N}_$]+/u));
  return names.some((name) => words.has(name));
}

function relationNames(draft: Draft): readonly string[] {
  return [
    ...draft.state.ofKind('table').map(({ body }) => body.name),
    ...draft.state.ofKind('verbatim').flatMap(({ body }) => body.definesRelation?.name ?? []),
  ];
}
