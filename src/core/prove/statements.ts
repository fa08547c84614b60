import { preprocess } from '../formats/sql-import/preprocess';
import type { RecordId } from '../schema/ids';
import type { MemoryState } from '../schema/memory-state';
import type { SqlToken } from '../std/sql-tokens';
import { significantTokens } from '../std/sql-tokens';
import type { Names } from './names';
import { namespaceOf } from './names';

/** One statement of a script, without its semicolon, and the line where it begins, from 1. */
export type Statement = { readonly text: string; readonly line: number };

/** A script in its statements; `asides`: what is for psql and no server takes. */
export function statementsOf(sql: string): {
  readonly statements: readonly Statement[];
  readonly asides: readonly string[];
} {
  const { statements, asides } = preprocess(sql);
  let line = 1;
  let at = 0;
  const numbered = statements.map(({ start, text }) => {
    for (; at < start; at++) if (sql.charCodeAt(at) === 10) line++;
    return { text, line };
  });
  return { statements: numbered, asides: asides.map(({ name }) => name) };
}

const namingStatements: ReadonlySet<string> = new Set(['grant', 'revoke', 'alter', 'create', 'reassign']);
const beforeRoles: ReadonlySet<string> = new Set(['to', 'from', 'role', 'user', 'authorization', 'by']);
const noRoles: ReadonlySet<string> = new Set([
  ...['public', 'current_user', 'current_role', 'session_user', 'group', 'user', 'role', 'select'],
]);

/**
 * The roles that a script gives things to or lets do things. Rather one too many, which does no harm in a
 * sandbox: a word behind TO, FROM, ROLE, USER, AUTHORIZATION or BY, and those that follow after commas. Only
 * the outside of bodies and expressions is read.
 */
export function rolesIn(statements: readonly Statement[]): readonly string[] {
  const roles = new Set<string>();
  for (const { text } of statements) {
    const tokens = significantTokens(text);
    if (!mayNameRoles(tokens)) continue;
    let isListing = false;
    for (const [at, token] of tokens.entries()) {
      const previous = tokens[at - 1];
      const follows = previous?.kind === 'identifier' && beforeRoles.has(previous.value);
      if (follows) isListing = true;
      else if (!(isListing && previous?.value === ',')) {
        if (token.value !== ',') isListing = false;
        continue;
      }
      const isName =
        token.kind === 'quoted-identifier' || (token.kind === 'identifier' && !noRoles.has(token.value));
      if (isName && tokens[at + 1]?.value !== '.' && !token.value.startsWith('pg_')) roles.add(token.value);
    }
  }
  return [...roles];
}

/** GRANT, REVOKE, ALTER … OWNER TO, ALTER DEFAULT PRIVILEGES, CREATE POLICY, CREATE SCHEMA … AUTHORIZATION. */
function mayNameRoles(tokens: readonly SqlToken[]): boolean {
  const [first, second] = tokens;
  if (first?.kind !== 'identifier' || !namingStatements.has(first.value)) return false;
  return first.value !== 'create' || ['policy', 'schema', 'user'].includes(second?.value ?? '');
}

const ownsBehindOn: ReadonlySet<string> = new Set(['index', 'policy', 'trigger', 'rule']);

/** The record that a statement of the script is about, as far as its words tell. */
export function subjectOf(statement: string, names: Names): RecordId | undefined {
  const kept = names.state
    .ofKind('verbatim')
    .find(({ body }) => body.text.trim().replace(/;\s*$/, '') === statement.trim());
  if (kept) return kept.id;
  const tokens = significantTokens(statement).slice(0, 40);
  const verb = tokens[1]?.value ?? '';
  const words = tokens.map(({ value }) => value);
  const isOn = ownsBehindOn.has(verb) || words[0] === 'comment' || words.slice(1, 4).includes('index');
  const from = isOn ? words.indexOf('on') + (words[0] === 'comment' ? 2 : 1) : 2;
  const name = nameAt(tokens.slice(words[from] === 'only' ? from + 1 : from));
  return name && recordNamed(names, name);
}

function nameAt(tokens: readonly SqlToken[]): readonly [namespace: string, name: string] | undefined {
  const [first, dot, second] = tokens;
  if (!first || !/identifier$/.test(first.kind)) return undefined;
  const isQualified = dot?.value === '.' && second !== undefined;
  return isQualified ? [first.value, second.value] : ['public', first.value];
}

function recordNamed(names: Names, [namespace, name]: readonly [string, string]): RecordId | undefined {
  const { state } = names;
  for (const kind of ['table', 'sequence', 'enum', 'domain', 'composite', 'range'] as const) {
    const found = state
      .ofKind(kind)
      .find(({ body }) => body.name === name && namespaceOf(names, body.namespaceId) === namespace);
    if (found) return found.id;
  }
  return undefined;
}

/** The kept statements that make extensions, by the extension's name. */
export function extensionRecords(state: MemoryState): ReadonlyMap<string, RecordId> {
  const kept = state.ofKind('verbatim').filter(({ body }) => body.tag === 'extension');
  return new Map(kept.map(({ id, body }) => [body.name.replace(/^"|"$/g, ''), id]));
}
