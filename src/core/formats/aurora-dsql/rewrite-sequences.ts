import type { BodyOf } from '../../schema/bodies';
import type { RecordId } from '../../schema/ids';
import type { SchemaRecord } from '../../schema/record';
import { significantTokens } from '../../std/sql-tokens';
import { byQualifiedName } from '../postgresql/export-context';
import type { Draft } from './draft';

/** CACHE has to be said, and be 1 or at least this (user guide, CREATE SEQUENCE). */
const smallestLargeCache = 65_536n;

/**
 * A sequence that only feeds the column which owns it (what `serial` makes) becomes that column's identity;
 * others stay sequences. Both count in bigint and say their CACHE.
 */
export function rewriteSequences(draft: Draft): void {
  const mentioned = mentionedNames(draft);
  const users = usersOf(draft);
  for (const sequence of byQualifiedName(draft.context, draft.state.ofKind('sequence'))) {
    const column = ownFeeder(draft, sequence, users.get(sequence.id) ?? [], mentioned);
    if (column) becomeIdentity(draft, column, sequence);
    else rewriteSequence(draft, sequence);
  }
  for (const column of draft.state.ofKind('column')) {
    if (column.body.identity !== undefined) rewriteIdentity(draft, column);
  }
}

/** The columns that take their defaults from each sequence. */
function usersOf(draft: Draft): ReadonlyMap<RecordId, readonly RecordId[]> {
  const users = new Map<RecordId, RecordId[]>();
  for (const { id, body } of draft.state.ofKind('column')) {
    if (body.default?.kind !== 'sequence') continue;
    const { sequenceId } = body.default;
    users.set(sequenceId, [...(users.get(sequenceId) ?? []), id]);
  }
  return users;
}

/** The one column that owns the sequence and takes its default from it, when nothing else knows the sequence. */
function ownFeeder(
  draft: Draft,
  sequence: SchemaRecord<'sequence'>,
  users: readonly RecordId[],
  mentioned: ReadonlySet<string>,
): SchemaRecord<'column'> | undefined {
  const column = draft.state.live(sequence.body.ownedByColumnId ?? '', 'column');
  const isAlone = users.length === 1 && users[0] === column?.id && !mentioned.has(sequence.body.name);
  return isAlone && column && isInteger(column.body) ? column : undefined;
}

function isInteger({ type, typeId }: BodyOf<'column'>): boolean {
  return typeId === undefined && integers.has(type);
}

const integers: ReadonlySet<string> = new Set(['smallint', 'integer', 'bigint']);

/** Names that stand in strings of defaults and kept statements: `nextval('app.numbers')`. */
function mentionedNames(draft: Draft): ReadonlySet<string> {
  const names = new Set<string>();
  const read = (text: string) => {
    if (!/val\s*\(/i.test(text)) return;
    for (const token of significantTokens(text)) {
      if (token.kind !== 'string' && token.kind !== 'dollar-string') continue;
      for (const word of text.slice(token.start, token.end).split(/[^\p{L}\p{N}_$]+/u)) names.add(word);
    }
  };
  for (const { body } of draft.state.ofKind('column')) {
    if (body.default?.kind === 'expression') read(body.default.text);
  }
  // What a trigger or a procedure says does not matter: it will not be there.
  for (const { body } of draft.state.ofKind('verbatim')) {
    if (body.tag === 'view' || body.tag === 'function') read(body.text);
  }
  return names;
}

function becomeIdentity(
  draft: Draft,
  column: SchemaRecord<'column'>,
  sequence: SchemaRecord<'sequence'>,
): void {
  const { start, increment, minimum, maximum, cache, cycle } = sequence.body;
  const options = { start, increment, minimum, maximum, cache, cycle };
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  draft.tell(
    sequence,
    `It is the identity of the column “${column.body.name}” here, without a name of its own.`,
  );
  if (column.body.nullable) {
    draft.warn(column, 'The column is NOT NULL here: an identity column cannot hold nulls.');
  }
  draft.change(column, {
    default: undefined,
    nullable: false,
    identity: 'by default',
    identityOptions: given,
  });
  draft.forget(sequence);
}

function rewriteIdentity(draft: Draft, column: SchemaRecord<'column'>): void {
  const { type, identity, identityOptions } = column.body;
  const cache = cacheOf(identityOptions?.cache);
  const wasNarrow = type !== 'bigint';
  const kind = identity === 'always' ? 'ALWAYS' : 'BY DEFAULT';
  const width = wasNarrow ? `bigint in place of ${type}, ` : '';
  draft.tell(column, `GENERATED ${kind} AS IDENTITY is ${width}with CACHE ${cache}, which has to be said.`);
  draft.change(column, {
    type: 'bigint',
    typeId: undefined,
    identityOptions: { ...identityOptions, cache },
  });
  if (wasNarrow) draft.fidelity.set(column.id, 'alike');
}

function rewriteSequence(draft: Draft, sequence: SchemaRecord<'sequence'>): void {
  const { type, cache, ownedByColumnId, unlogged } = sequence.body;
  const now = cacheOf(cache);
  const width = type === undefined || type === 'bigint' ? '' : ` It counts in bigint in place of ${type}.`;
  draft.tell(sequence, `CACHE ${now} is said, as it has to be.${width}`);
  if (ownedByColumnId !== undefined) {
    draft.tell(sequence, 'OWNED BY is left out: drop the sequence yourself when its column goes.');
  }
  if (unlogged) draft.tell(sequence, 'UNLOGGED is left out: every sequence is durable.');
  draft.change(sequence, {
    type: 'bigint',
    cache: now,
    ownedByColumnId: undefined,
    unlogged: undefined,
  });
}

function cacheOf(cache: string | undefined): string {
  return cache !== undefined && BigInt(cache) >= smallestLargeCache ? cache : '1';
}

/**
 * Integer columns that refer to one that became a bigint become one too, and so on along the foreign keys:
 * else the referencing column could not hold what it refers to.
 */
export function widenReferencing(draft: Draft): void {
  const keys = draft.state.ofKind('foreign-key');
  const referencing = new Map<RecordId, { column: RecordId; key: SchemaRecord<'foreign-key'> }[]>();
  for (const key of keys) {
    key.body.referencedColumnIds.forEach((id, at) => {
      const column = key.body.columnIds[at];
      if (column !== undefined) referencing.set(id, [...(referencing.get(id) ?? []), { column, key }]);
    });
  }
  const queue = [...draft.fidelity.keys()].filter(
    (id) => draft.state.live(id, 'column')?.body.type === 'bigint',
  );
  for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
    for (const { column: columnId, key } of referencing.get(id) ?? []) {
      const column = draft.state.live(columnId, 'column');
      if (!column || !isInteger(column.body) || column.body.type === 'bigint') continue;
      draft.tell(
        column,
        `bigint in place of ${column.body.type}: “${key.body.name}” refers to a bigint here.`,
      );
      draft.change(column, { type: 'bigint' });
      draft.fidelity.set(columnId, 'alike');
      queue.push(columnId);
    }
  }
}
