/** Statements that are kept as text, in groups of their kind. Those about a table stand under it. Pure. */
import type { MemoryState } from '../../../core/schema/memory-state';
import type { SchemaRecord } from '../../../core/schema/record';
import type { Block, OutlineQuery } from './rows';
import { byName, groupOf, leaf, matches } from './rows';

/** In the order in which they are shown; the first that takes a tag has it. */
const groups: readonly { readonly id: string; readonly name: string; readonly tags: readonly string[] }[] = [
  { id: 'views', name: 'Views', tags: ['view'] },
  { id: 'materialized-views', name: 'Materialized views', tags: ['materialized view'] },
  { id: 'functions', name: 'Functions', tags: ['function', 'procedure', 'aggregate'] },
  { id: 'triggers', name: 'Triggers', tags: ['trigger', 'event trigger'] },
  { id: 'policies', name: 'Policies', tags: ['policy'] },
  { id: 'extensions', name: 'Extensions', tags: ['extension'] },
];
const others = { id: 'other', name: 'Other statements' };

const groupByTag: ReadonlyMap<string, string> = new Map(
  groups.flatMap(({ id, tags }) => tags.map((tag) => [tag, id] as const)),
);

/** The group that a statement stands in when it is about no table. */
export function statementGroup(tag: string): string {
  return groupId(groupByTag.get(tag) ?? others.id);
}

function groupId(key: string): string {
  return `statements:${key}`;
}

/** The groups that have something in them, or in which the search found something. */
export function statementBlocks(state: MemoryState, query: OutlineQuery): readonly Block[] {
  const statements = state
    .ofKind('verbatim')
    .filter((record) => !isAboutTable(record, state) && matches(titleOf(record.body), query));
  return [...groups, others].flatMap(({ id: key, name }) => {
    const id = groupId(key);
    const found = statements.filter(({ body }) => statementGroup(body.tag) === id);
    const isRead = query.search !== '' || query.expanded.has(id);
    const blocks = isRead ? [...found].sort(byName).map((record) => rowOf(record, id)) : [];
    return groupOf({ id, name, level: 1, parentId: null }, blocks, query, found.length);
  });
}

function isAboutTable({ body }: SchemaRecord<'verbatim'>, state: MemoryState): boolean {
  return body.recordId !== undefined && state.live(body.recordId, 'table') !== undefined;
}

function titleOf({ name, tag }: SchemaRecord<'verbatim'>['body']): string {
  return name === '' ? tag : name;
}

function rowOf({ id, body }: SchemaRecord<'verbatim'>, parentId: string): Block {
  // What its group says already, and what it is called by for want of a name, is not said again.
  const isSaid = body.name === '' || groups.some(({ tags }) => tags[0] === body.tag);
  const detail = isSaid ? '' : body.tag;
  return leaf({ id, kind: 'statement', name: titleOf(body), detail, level: 2, parentId });
}
