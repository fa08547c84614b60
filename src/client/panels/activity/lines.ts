/** What one edit of the log comes to: a few lines, each about one object that a person would name. */
import type { AuditEntry } from '../../../core/schema/change';
import type { RecordId } from '../../../core/schema/ids';
import type { RecordKind } from '../../../core/schema/kinds';
import { describeChange } from './describe';
import type { LoggedChange } from './logged-change';
import type { NameOf } from './names';
import { isCreation, isDeletion } from './names';
import type { Phrase } from './phrase';
import { counted, phrase, plural, value } from './phrase';
import { momentWords } from './times';

export type Line = {
  /** Unique within the log. */
  readonly key: string;
  readonly phrase: Phrase;
  readonly kind: RecordKind;
  /** Where a click leads; null for a line about many. */
  readonly targetId: RecordId | null;
  /** Every record that this is about, owners included. */
  readonly recordIds: readonly RecordId[];
  /** Only about where things stand: folded away unless somebody asks. */
  readonly isMove: boolean;
  readonly isDeletion: boolean;
  /** What a line about many stands for. */
  readonly parts: readonly Line[];
};

/** More than so many lines in one edit are told as one that opens. */
const mostLines = 12;

/** The lines of one edit, in the order of its operations; what came or fell with its table is told with it. */
export function linesOf(change: LoggedChange, nameOf: NameOf): readonly Line[] {
  const { restored } = change;
  if (restored) return [restoreLine(change, restored.at, nameOf)];
  return operationLines(change, nameOf);
}

/** A restore is one line, whatever it took; what it took is in it. */
function restoreLine(change: LoggedChange, at: string, nameOf: NameOf): Line {
  const parts = operationLines(change, nameOf).flatMap((line) =>
    line.parts.length > 0 ? line.parts : [line],
  );
  return {
    key: `${change.id}:restored`,
    phrase: phrase`restored the project to ${value(momentWords(at))}`,
    kind: 'table',
    targetId: null,
    recordIds: [...new Set(parts.flatMap(({ recordIds }) => recordIds))],
    isMove: false,
    isDeletion: false,
    parts,
  };
}

function operationLines(change: LoggedChange, nameOf: NameOf): readonly Line[] {
  const { operations } = change;
  const heads = tablesThat(operations);
  const inside = insideOf(operations, heads);
  const followers = followersIn(operations, nameOf);
  const lines: Line[] = [];
  const moved: AuditEntry[] = [];
  for (const [index, entry] of operations.entries()) {
    const owner = heads.get(ownerOf(entry) ?? '');
    if (owner !== undefined && owner === isDeletion(entry)) continue;
    if (followers.has(entry)) continue;
    if (entry.kind === 'layout' && isMove(entry)) {
      moved.push(entry);
      continue;
    }
    const key = `${change.id}:${index}`;
    lines.push(
      entry.kind === 'table'
        ? tableLine(key, entry, inside.get(entry.recordId) ?? [], nameOf)
        : lineOf(key, entry, nameOf),
    );
  }
  const told = lines.length > mostLines ? [manyLine(`${change.id}:all`, operations, lines)] : lines;
  return moved.length === 0 ? told : [...told, moveLine(`${change.id}:moves`, moved, nameOf)];
}

/** Tables that the edit makes (false) or deletes (true). */
function tablesThat(operations: readonly AuditEntry[]): ReadonlyMap<RecordId, boolean> {
  const tables = operations.filter(
    (entry) => entry.kind === 'table' && (isCreation(entry) || isDeletion(entry)),
  );
  return new Map(tables.map((entry) => [entry.recordId, isDeletion(entry)]));
}

/** New names of constraints and indexes that only follow the new name of their table or of a column of it. */
function followersIn(operations: readonly AuditEntry[], nameOf: NameOf): ReadonlySet<AuditEntry> {
  const renames = operations.filter(isRename);
  const leads = renames.filter(({ kind }) => kind === 'table' || kind === 'column');
  const follows = (entry: AuditEntry) => {
    const table = nameOf(entry.recordId)?.parentId;
    const of = leads.filter(({ recordId, kind }) =>
      kind === 'table' ? recordId === table : nameOf(recordId)?.parentId === table,
    );
    return of.some(
      (lead) =>
        contains(entry.before?.name, lead.before?.name) && contains(entry.after?.name, lead.after?.name),
    );
  };
  return new Set(renames.filter((entry) => !leads.includes(entry) && follows(entry)));
}

/** A new name and nothing else. */
function isRename({ before, after }: AuditEntry): boolean {
  return before !== null && after !== null && Object.keys(after).join() === 'name';
}

function contains(name: unknown, part: unknown): boolean {
  return typeof name === 'string' && typeof part === 'string' && name.includes(part);
}

/** What came or fell with each of these tables. */
function insideOf(
  operations: readonly AuditEntry[],
  heads: ReadonlyMap<RecordId, boolean>,
): ReadonlyMap<RecordId, readonly AuditEntry[]> {
  const inside = new Map<RecordId, AuditEntry[]>();
  for (const entry of operations) {
    const owner = ownerOf(entry);
    if (owner === undefined || heads.get(owner) !== isDeletion(entry)) continue;
    const known = inside.get(owner);
    if (known) known.push(entry);
    else inside.set(owner, [entry]);
  }
  return inside;
}

function ownerOf({ kind, before, after }: AuditEntry): RecordId | undefined {
  const body = after ?? before;
  const id = kind === 'layout' ? body?.recordId : body?.tableId;
  return typeof id === 'string' ? id : undefined;
}

/** A layout that comes, goes or changes in anything but its colour. */
function isMove({ before, after }: AuditEntry): boolean {
  if (before === null || after === null) return true;
  return !Object.keys(after).includes('color');
}

function lineOf(key: string, entry: AuditEntry, nameOf: NameOf): Line {
  const owner = nameOf(entry.recordId)?.parentId ?? ownerOf(entry);
  const isLayout = entry.kind === 'layout';
  return {
    key,
    phrase: describeChange(entry, nameOf),
    kind: entry.kind,
    targetId: isLayout ? (owner ?? null) : entry.recordId,
    recordIds: owner === undefined || owner === null ? [entry.recordId] : [entry.recordId, owner],
    isMove: false,
    isDeletion: isDeletion(entry),
    parts: [],
  };
}

/** `added table lines with 4 columns and 1 foreign key`. */
function tableLine(key: string, entry: AuditEntry, inside: readonly AuditEntry[], nameOf: NameOf): Line {
  const line = lineOf(key, entry, nameOf);
  const withWhat = countsOf(inside);
  return {
    ...line,
    phrase: withWhat === '' ? line.phrase : phrase`${line.phrase} with ${withWhat}`,
    recordIds: [...line.recordIds, ...inside.map(({ recordId }) => recordId)],
  };
}

const countedKinds: readonly (readonly [RecordKind, string, string])[] = [
  ['table', 'table', 'tables'],
  ['column', 'column', 'columns'],
  ['foreign-key', 'foreign key', 'foreign keys'],
  ['namespace', 'schema', 'schemas'],
  ['unique', 'unique constraint', 'unique constraints'],
  ['check', 'check constraint', 'check constraints'],
  ['index', 'index', 'indexes'],
  ['enum', 'enum', 'enums'],
  ['sequence', 'sequence', 'sequences'],
  ['verbatim', 'statement', 'statements'],
  ['note', 'note', 'notes'],
  ['area', 'area', 'areas'],
];

/** So many kinds are named; the rest is a number. */
const mostKinds = 3;

/** What is worth a word: everybody expects a key and a place. */
function countsOf(entries: readonly AuditEntry[]): string {
  const counts = countedKinds
    .map(([kind, one, many]) => [entries.filter((entry) => entry.kind === kind).length, one, many] as const)
    .filter(([count]) => count > 0);
  const rest = counts.slice(mostKinds).reduce((sum, [count]) => sum + count, 0);
  return counted([...counts.slice(0, mostKinds), [rest, 'more', 'more']]);
}

/** An import, say: what came, changed and went, in numbers. */
function manyLine(key: string, operations: readonly AuditEntry[], parts: readonly Line[]): Line {
  const words = [
    ['added', operations.filter(isCreation)],
    ['changed', operations.filter((entry) => !isCreation(entry) && !isDeletion(entry))],
    ['deleted', operations.filter(isDeletion)],
  ] as const;
  const text = words
    .map(([verb, entries]) => [verb, countsOf(entries)] as const)
    .filter(([, counts]) => counts !== '')
    .map(([verb, counts]) => `${verb} ${counts}`);
  return {
    key,
    phrase: phrase`${text.join('; ') || plural(parts.length, 'change', 'changes')}`,
    kind: 'table',
    targetId: null,
    recordIds: [...new Set(parts.flatMap(({ recordIds }) => recordIds))],
    isMove: false,
    isDeletion: parts.every((part) => part.isDeletion),
    parts,
  };
}

function moveLine(key: string, entries: readonly AuditEntry[], nameOf: NameOf): Line {
  const owners = entries.map((entry) => nameOf(entry.recordId)?.parentId ?? ownerOf(entry));
  const recordIds = owners.filter((id) => id !== undefined && id !== null);
  const [first] = entries;
  const single = entries.length === 1 && first ? first : null;
  return {
    key,
    phrase: single
      ? describeChange(single, nameOf)
      : phrase`moved ${plural(entries.length, 'object', 'objects')}`,
    kind: 'layout',
    targetId: single ? (recordIds[0] ?? null) : null,
    recordIds: [...entries.map(({ recordId }) => recordId), ...recordIds],
    isMove: true,
    isDeletion: false,
    parts: [],
  };
}
