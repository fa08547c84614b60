/** Statements that are kept as text, as operations. Pure. */
import { isSelfContainedStatement } from '../../../core/formats/postgresql/expression-text';
import type { MemoryState } from '../../../core/schema/memory-state';
import { scopes } from '../../../core/schema/names';
import type { SchemaRecord } from '../../../core/schema/record';
import { quoteQualifiedName } from '../../../core/std/sql-identifier';
import { significantTokens } from '../../../core/std/sql-tokens';
import { defaultNamespace } from '../../view/scene-records';
import type { Edit } from './edit';
import { create, update } from './operations';
import { freeName } from './sequence';

type Verbatim = SchemaRecord<'verbatim'>;

/** A view to begin with: one column, and valid as it stands. */
export function createView(state: MemoryState, id: string): Edit {
  const namespaceId = state.holder(scopes.namespaces, defaultNamespace);
  const name = freeName(
    'new_view',
    (candidate) =>
      namespaceId !== undefined &&
      (state.holder(scopes.relations(namespaceId), candidate) !== undefined ||
        state.holder(scopes.types(namespaceId), candidate) !== undefined),
  );
  const defined = namespaceId === undefined ? undefined : { namespaceId, name };
  const body = {
    tag: 'view',
    name: quoteQualifiedName(defaultNamespace, name),
    text: `CREATE VIEW ${quoteQualifiedName(defaultNamespace, name)} AS\n  SELECT 1 AS value`,
    phase: 'after constraints' as const,
    ...(defined && { definesRelation: defined, definesType: defined }),
  };
  return { label: `Create view ${name}`, operations: [create('verbatim', id, body)] };
}

/** A function to begin with, without arguments and valid as it stands. */
export function createFunction(state: MemoryState, id: string): Edit {
  const taken = new Set(state.ofKind('verbatim').map(({ body }) => body.name));
  const name = freeName('new_function', (candidate) =>
    taken.has(quoteQualifiedName(defaultNamespace, candidate)),
  );
  const qualified = quoteQualifiedName(defaultNamespace, name);
  const body = {
    tag: 'function',
    name: qualified,
    text: `CREATE FUNCTION ${qualified}() RETURNS integer\n  LANGUAGE sql\n  RETURN 1`,
    phase: 'before tables' as const,
  };
  return { label: `Create function ${name}`, operations: [create('verbatim', id, body)] };
}

const mostCharacters = 900_000;

/** What is wrong with the text of a statement as far as can be said without PostgreSQL, in a sentence, or null. */
export function statementProblem(text: string): string | null {
  if (text.trim() === '') return 'A statement cannot be empty. Delete it instead.';
  if (text.length > mostCharacters) return 'A statement has at most 900,000 characters.';
  if (!isSelfContainedStatement(text)) return 'A quote or comment in this statement is not closed.';
  return null;
}

/** Rewrites a statement. What it is called, and the names that it takes, follow the text. */
export function rewriteStatement(state: MemoryState, record: Verbatim, text: string): Edit {
  const { tag, name, definesRelation, definesType } = record.body;
  const said = createdName(text, tag);
  const namespaceId = said && state.holder(scopes.namespaces, said.namespace ?? defaultNamespace);
  const defined = said && namespaceId !== undefined ? { namespaceId, name: said.name } : undefined;
  const label = `Rewrite ${tag} ${name}`.trim();
  const patch = {
    // Export ends every statement itself.
    text: text.trim().replace(/\s*;$/, ''),
    ...(said && { name: quoteQualifiedName(said.namespace, said.name) }),
    ...(defined && definesRelation && { definesRelation: defined }),
    ...(defined && definesType && { definesType: defined }),
  };
  return { label, operations: [update(record, patch)] };
}

type Name = { readonly namespace: string | null; readonly name: string };

/** The name behind CREATE and the words of the tag; null where the text says none, or in another way. */
export function createdName(text: string, tag: string): Name | null {
  const tokens = significantTokens(text);
  const words = tag.split(' ');
  const start = tokens.findIndex((token) => token.kind === 'identifier' && token.value === 'create');
  const at = tokens.findIndex(
    (_, index) => index > start && words.every((word, offset) => tokens[index + offset]?.value === word),
  );
  if (start < 0 || at < 0 || at > start + 5) return null;
  let next = at + words.length;
  if (['if', 'not', 'exists'].every((word, offset) => tokens[next + offset]?.value === word)) next += 3;
  const [first, dot, second] = [tokens[next], tokens[next + 1], tokens[next + 2]];
  if (!isName(first)) return null;
  if (dot?.value !== '.' || dot.kind !== 'punctuation') return { namespace: null, name: first.value };
  return isName(second) ? { namespace: first.value, name: second.value } : null;
}

type Token = ReturnType<typeof significantTokens>[number];

function isName(token: Token | undefined): token is Token {
  return token?.kind === 'identifier' || token?.kind === 'quoted-identifier';
}

/** In which part of a script a statement stands. */
export const phaseWords: Readonly<Record<Verbatim['body']['phase'], string>> = {
  'before tables': 'Before the tables',
  'after tables': 'Between tables and their constraints',
  'after constraints': 'After everything else',
};

/** Puts a statement into another part of the script. */
export function changePhase(record: Verbatim, phase: Verbatim['body']['phase']): Edit {
  const { tag, name } = record.body;
  return { label: `Move ${tag} ${name}`.trim(), operations: [update(record, { phase })] };
}
