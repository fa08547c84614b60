/** What of a project can be found, as texts. Pure. */
import type { MemoryState } from '../../../core/schema/memory-state';
import type { SchemaRecord } from '../../../core/schema/record';
import { isKind } from '../../../core/schema/record';
import { searchable } from './match';
import type { Candidate } from './rank';

/**
 * Kinds that a person looks for; the others are shown with these or not at all. Constraints and indexes are
 * mostly named after their table and columns, so they would stand before them: they weigh as much less as two
 * manners of matching.
 */
const weights = {
  table: 8,
  enum: 7,
  domain: 7,
  composite: 7,
  range: 7,
  namespace: 6,
  column: 5,
  sequence: 4,
  verbatim: 4,
  area: 4,
  note: 3,
  'foreign-key': -20,
  'primary-key': -21,
  unique: -21,
  check: -21,
  exclusion: -21,
  index: -21,
} as const;
export type FindableKind = keyof typeof weights;

export type Entry = Candidate & { readonly kind: FindableKind };

type Findable = SchemaRecord<FindableKind>;

export function isFindable(record: SchemaRecord): record is Findable {
  return record.kind in weights;
}

/** A note goes by its first words. */
const longestNote = 60;

function nameOf(record: Findable): string {
  if (record.kind === 'verbatim') return record.body.name || record.body.tag;
  if (record.kind !== 'note') return record.body.name;
  return record.body.text.trim().replace(/\s+/g, ' ').slice(0, longestNote);
}

function commentOf(record: Findable): string | undefined {
  switch (record.kind) {
    case 'area':
    case 'verbatim':
      return undefined;
    case 'note':
      return record.body.text;
    default:
      return record.body.comment;
  }
}

/** Names from the outside in: schema, table, and its own. */
function pathOf(record: Findable, state: MemoryState): string {
  const name = nameOf(record);
  const parent = record.parentId === null ? undefined : state.get(record.parentId);
  if (isKind(parent, 'namespace')) return `${parent.body.name}.${name}`;
  if (isKind(parent, 'table')) return `${pathOf(parent, state)}.${name}`;
  return name;
}

/** A record as it is found. */
export function entryOf(record: Findable, state: MemoryState): Entry {
  const comment = commentOf(record);
  return {
    id: record.id,
    kind: record.kind,
    name: searchable(nameOf(record)),
    path: searchable(pathOf(record, state)),
    about: comment === undefined ? null : searchable(comment),
    weight: weights[record.kind],
  };
}
