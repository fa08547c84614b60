import type { Difference, Proof } from '../../../core/protocol/proof';
import type { Progress } from '../../../core/prove/prove';

/** Kinds in the order in which they are counted, in one and in several. */
const kindWords: readonly (readonly [kind: string, one: string, several: string])[] = [
  ['table', 'table', 'tables'],
  ['column', 'column', 'columns'],
  ['foreign-key', 'foreign key', 'foreign keys'],
  ['primary-key', 'primary key', 'primary keys'],
  ['unique', 'unique constraint', 'unique constraints'],
  ['check', 'check', 'checks'],
  ['exclusion', 'exclusion constraint', 'exclusion constraints'],
  ['index', 'index', 'indexes'],
  ['enum', 'enum', 'enums'],
  ['domain', 'domain', 'domains'],
  ['composite', 'composite type', 'composite types'],
  ['range', 'range type', 'range types'],
  ['sequence', 'sequence', 'sequences'],
  ['namespace', 'schema', 'schemas'],
  ['verbatim', 'object made by kept SQL', 'objects made by kept SQL'],
];

/** `22 tables, 36 foreign keys`; kinds that there are none of are left out. */
export function countsText(counts: Proof['counts']): string {
  const parts = kindWords.flatMap(([kind, one, several]) => {
    const count = counts[kind] ?? 0;
    return count === 0 ? [] : [`${count.toLocaleString('en')} ${count === 1 ? one : several}`];
  });
  return parts.length === 0 ? 'nothing to compare' : parts.join(', ');
}

/** What a record of this kind is called. */
export function kindText(kind: string): string {
  return kindWords.find(([known]) => known === kind)?.[1] ?? kind;
}

const fieldWords: Readonly<Record<string, string>> = {
  columnIds: 'columns',
  referencedTableId: 'referenced table',
  referencedColumnIds: 'referenced columns',
  onDelete: 'on delete',
  onUpdate: 'on update',
  onDeleteColumnIds: 'columns that on delete sets',
  nullsNotDistinct: 'nulls not distinct',
  notValid: 'not valid',
  notEnforced: 'not enforced',
  noInherit: 'no inherit',
  initiallyDeferred: 'initially deferred',
  identityOptions: 'identity options',
  notNullName: 'name of the not-null constraint',
  notNullNoInherit: 'not null no inherit',
  ownedByColumnId: 'owned by',
  partitionBy: 'partition key',
  partitionOf: 'partition of',
  accessMethod: 'access method',
  rowSecurity: 'row level security',
  forceRowSecurity: 'force row level security',
  withoutOverlaps: 'without overlaps',
  notNull: 'not null',
  subtypeDiff: 'subtype_diff',
  multirangeName: 'multirange type',
  order: 'order of columns',
};

/** What is different, in words: `default: 0 in the design, 1 in the database`. */
export function differenceText({ field, wanted, found }: Difference): string {
  if (field === undefined) return found === undefined ? 'is not in the database' : 'is only in the database';
  const name = fieldWords[field] ?? field;
  return `${name}: ${wanted ?? 'nothing'} in the design, ${found ?? 'nothing'} in the database`;
}

/** What came of it, in one sentence. */
export function verdictText({
  verdict,
  server,
  differences,
  moreDifferences,
  notProven,
  bodies,
}: Proof): string {
  const refused = bodies.length === 0 ? '' : `; ${bodiesText(bodies)}`;
  switch (verdict) {
    case 'identical': {
      const limit = notProven.length > 0 ? ', as far as it could be proven' : '';
      return `Executed on ${server} and read back: identical${limit}${refused}.`;
    }
    case 'different': {
      const count = differences.length + moreDifferences;
      const counted = count === 1 ? 'one difference' : `${count.toLocaleString('en')} differences`;
      return `Executed on ${server}: ${counted} from the design${refused}.`;
    }
    case 'refused':
      return `${server} does not take this SQL.`;
  }
}

/** `2 functions have bodies that PostgreSQL refuses`; functions and procedures together are routines. */
function bodiesText(bodies: Proof['bodies']): string {
  const [kind = 'function', ...others] = new Set(bodies.map((one) => one.kind));
  const word = others.length === 0 ? kind : 'routine';
  return bodies.length === 1
    ? `one ${word} has a body that PostgreSQL refuses`
    : `${bodies.length.toLocaleString('en')} ${word}s have bodies that PostgreSQL refuses`;
}

/** Where the proof has got to, for whoever waits. */
export function progressText(progress: Progress | null): string {
  switch (progress?.step) {
    case undefined:
    case 'print':
      return 'Preparing a PostgreSQL to try this SQL on';
    case 'open':
      return 'Starting a PostgreSQL to try this SQL on';
    case 'execute':
      return `Executing statement ${progress.done.toLocaleString('en')} of ${progress.of.toLocaleString('en')}`;
    case 'check':
      return 'Checking the bodies of functions';
    case 'inspect':
      return 'Reading back what is there';
    case 'compare':
      return 'Comparing it with the design';
  }
}

/** How much of it is done, from 0 to 1: executing is most of the work. */
export function progressShare(progress: Progress | null): number {
  switch (progress?.step) {
    case undefined:
    case 'print':
      return 0.02;
    case 'open':
      return 0.08;
    case 'execute':
      return 0.2 + 0.55 * (progress.of === 0 ? 0 : progress.done / progress.of);
    case 'check':
      return 0.77;
    case 'inspect':
      return 0.8;
    case 'compare':
      return 0.88;
  }
}
