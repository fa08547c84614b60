/** What a restore would do, as sentences. Pure. */
import type { RestorePreview } from '../../../core/protocol/restore';
import type { RecordKind } from '../../../core/schema/kinds';
import { counted, plural } from './phrase';

const words: Readonly<Record<RecordKind, readonly [one: string, many: string]>> = {
  namespace: ['schema', 'schemas'],
  table: ['table', 'tables'],
  column: ['column', 'columns'],
  'primary-key': ['primary key', 'primary keys'],
  unique: ['unique constraint', 'unique constraints'],
  'foreign-key': ['foreign key', 'foreign keys'],
  check: ['check constraint', 'check constraints'],
  exclusion: ['exclusion constraint', 'exclusion constraints'],
  index: ['index', 'indexes'],
  enum: ['enum', 'enums'],
  domain: ['domain', 'domains'],
  composite: ['composite type', 'composite types'],
  range: ['range type', 'range types'],
  sequence: ['sequence', 'sequences'],
  verbatim: ['statement', 'statements'],
  note: ['note', 'notes'],
  area: ['area', 'areas'],
  layout: ['position', 'positions'],
  'review-setting': ['review setting', 'review settings'],
};

/** What becomes of what, in up to three groups; empty when nothing would change. */
export type RestoreEffect = {
  readonly kind: 'restored' | 'changed' | 'deleted';
  /** `2 tables and 1 column come back`. */
  readonly text: string;
};

/** What would come back, change and go. A thing that comes or goes takes its position along unsaid. */
export function restoreEffects({ counts }: RestorePreview): readonly RestoreEffect[] {
  const effect = (kind: RestoreEffect['kind'], one: string, many: string): readonly RestoreEffect[] => {
    const told = counts.filter((count) => count.kind !== 'layout' || kind === 'changed');
    const total = told.reduce((sum, count) => sum + count[kind], 0);
    if (total === 0) return [];
    const list = counted(told.map((count) => [count[kind], ...words[count.kind]]));
    return [{ kind, text: `${list} ${total === 1 ? one : many}` }];
  };
  return [
    ...effect('restored', 'comes back', 'come back'),
    ...effect('changed', 'changes back', 'change back'),
    ...effect('deleted', 'is removed', 'are removed'),
  ];
}

/** More people than this are told as a number. */
const mostPeople = 3;

/** Whose edits it takes back: `14 edits since then: 10 by Misty Owl and 4 by you`. Null when there are none. */
export function editsSinceWords({ since }: RestorePreview, me: string | null): string | null {
  const total = since.reduce((sum, { edits }) => sum + edits, 0);
  if (total === 0) return null;
  const nameOf = (actor: { id: string; name: string }) => (actor.id === me ? 'you' : actor.name);
  const [first] = since;
  if (first && since.length === 1)
    return `${plural(total, 'edit', 'edits')} since then, by ${nameOf(first.actor)}`;
  const shown = since.slice(0, mostPeople).map(({ actor, edits }) => `${edits} by ${nameOf(actor)}`);
  const others = since.slice(mostPeople).reduce((sum, { edits }) => sum + edits, 0);
  const all = others > 0 ? [...shown, `${others} by others`] : shown;
  return `${plural(total, 'edit', 'edits')} since then: ${all.slice(0, -1).join(', ')} and ${all.at(-1)}`;
}
