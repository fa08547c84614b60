import { isSelfContainedStatement } from '../formats/postgresql/expression-text';
import type { RefusedBody } from '../protocol/proof';
import type { MemoryState } from '../schema/memory-state';
import type { SqlToken } from '../std/sql-tokens';
import { significantTokens } from '../std/sql-tokens';
import type { Said } from './execute';
import { saidBy } from './execute';
import type { Sandbox } from './sandbox';
import { statementsOf } from './statements';

/** A routine to be made once more, and what is said of it where its body is refused. */
export type RoutineCheck = Omit<RefusedBody, 'message'> & {
  /** CREATE OR REPLACE under the search path that the kept text sets, which is as before afterwards. */
  readonly statement: string;
};

/**
 * The functions and procedures that kept statements make. Not among them: what the script leaves out, and what has
 * its search path from somewhere where it is not followed, as its body may be right under that one only.
 */
export function routineChecks(state: MemoryState): readonly RoutineCheck[] {
  // Most kept statements are about something else, and reading all of a text takes its time.
  const kept = state
    .ofKind('verbatim')
    .filter(({ body }) => aboutRoutines.test(body.text) && isSelfContainedStatement(body.text))
    .map((record) => ({ record, texts: statementsOf(record.body.text).statements.map(({ text }) => text) }));
  const altered = new Set(kept.flatMap(({ texts }) => texts.flatMap((text) => pathSetFor(text) ?? [])));
  return kept.flatMap(({ record: { id, body }, texts }) =>
    checksIn(texts)
      .filter(({ routine }) => !altered.has(routine))
      .map(({ kind, statement }) => ({
        recordId: id,
        kind,
        name: body.name === '' ? statement.slice(0, 80) : body.name,
        statement,
      })),
  );
}

const aboutRoutines = /\b(?:function|procedure|routine)\b/i;

/** `routine`: its name without the schema. */
type Made = Pick<RoutineCheck, 'kind' | 'statement'> & { readonly routine: string };

function checksIn(texts: readonly string[]): readonly Made[] {
  const checks: Made[] = [];
  const path: string[] = [];
  for (const text of texts) {
    const made = asReplacing(text);
    if (isSearchPath(text)) path.push(text);
    else if (made !== null) {
      const around = path.length === 0 ? [made.statement] : [...path, made.statement, 'RESET search_path'];
      checks.push({ ...made, statement: around.join('\n;\n') });
    } else if (mayChangePath.test(text)) return checks;
  }
  return checks;
}

const mayChangePath = /^(?:set|reset|select|do|discard)\b/i;

/** `SET [SESSION | LOCAL] search_path`, `SET … SCHEMA`, `RESET search_path`. */
function isSearchPath(text: string): boolean {
  return /^(?:set\s+(?:session\s+|local\s+)?(?:search_path|schema)|reset\s+search_path)\b/i.test(text);
}

/** The statement as CREATE OR REPLACE; null for one that makes no function or procedure. */
function asReplacing(text: string): Made | null {
  if (!/^create\b/i.test(text)) return null;
  const tokens = significantTokens(text);
  const at = tokens[1]?.value === 'or' && tokens[2]?.value === 'replace' ? 3 : 1;
  const what = tokens[at];
  if (what?.kind !== 'identifier' || (what.value !== 'function' && what.value !== 'procedure')) return null;
  return {
    kind: what.value,
    routine: routineAt(tokens, at + 1),
    statement: `CREATE OR REPLACE ${what.value.toUpperCase()}${text.slice(what.end)}`,
  };
}

/** The routine that `ALTER FUNCTION … SET search_path` is about; null for anything else. */
function pathSetFor(text: string): string | null {
  if (!/^alter\s+(?:function|procedure|routine)\b/i.test(text) || !/search_path/i.test(text)) return null;
  return routineAt(significantTokens(text), 2);
}

function routineAt(tokens: readonly SqlToken[], at: number): string {
  return tokens[tokens[at + 1]?.value === '.' ? at + 2 : at]?.value ?? '';
}

/**
 * Makes the routines once more, now that everything is there that their bodies may name, and lets the server look
 * into the bodies; gives those that it refuses. Nothing of it stays. The transaction has to be open, and the
 * settings as at the beginning of a session.
 */
export async function checkBodies(
  sandbox: Sandbox,
  checks: readonly RoutineCheck[],
): Promise<readonly RefusedBody[]> {
  const refused: RefusedBody[] = [];
  const attempt = async (some: readonly RoutineCheck[]): Promise<void> => {
    const said = await refusalOf(sandbox, some);
    if (said === null) return;
    const [first, ...more] = some;
    if (first !== undefined && more.length === 0) {
      const { recordId, kind, name } = first;
      if (!isAboutReplacing(said)) refused.push({ recordId, kind, name, message: said.message });
      return;
    }
    const half = Math.ceil(some.length / 2);
    await attempt(some.slice(0, half));
    await attempt(some.slice(half));
  };
  for (let at = 0; at < checks.length; at += checksAtOnce) await attempt(checks.slice(at, at + checksAtOnce));
  return refused;
}

/** The server takes longer for a statement in a long message than for the same one in a short one. */
const checksAtOnce = 50;

/**
 * An event trigger of the design may refuse what the script has made before it. The setting is there from
 * PostgreSQL 17.
 */
const settings = `SET LOCAL check_function_bodies = on;
SELECT pg_catalog.set_config(name, 'off', true) FROM pg_catalog.pg_settings WHERE name = 'event_triggers'`;

/** What the server says against some of the routines; null: nothing. */
async function refusalOf(sandbox: Sandbox, some: readonly RoutineCheck[]): Promise<Said | null> {
  await sandbox.exec('SAVEPOINT bodies');
  try {
    await sandbox.exec([settings, ...some.map(({ statement }) => statement)].join('\n;\n'));
    return null;
  } catch (fault) {
    return saidBy(fault);
  } finally {
    await sandbox.exec('ROLLBACK TO SAVEPOINT bodies; RELEASE SAVEPOINT bodies');
  }
}

/**
 * Whether only the replacing is refused (invalid_function_definition, wrong_object_type), as of a routine that a
 * later statement has made anew with another result: that says nothing about its body.
 */
function isAboutReplacing({ code, message }: Said): boolean {
  return /^(?:42P13|42809)$/.test(code) && /^cannot (?:change|remove) /.test(message);
}
