import type { AuditEntry } from '../../../core/schema/change';
import { describeDecision } from './describe-decision';
import type { Named, NameOf } from './names';
import type { Phrase } from './phrase';
import { inARow, phrase, value } from './phrase';
import { itemsOf, textsOf, valueText } from './values';

type Update = {
  readonly kind: AuditEntry['kind'];
  readonly before: Readonly<Record<string, unknown>>;
  readonly after: Readonly<Record<string, unknown>>;
  readonly object: Phrase;
  readonly named: Named | undefined;
  readonly nameOf: NameOf;
};

/** Derived by the schema rules, or said by another field: told only when nothing else was. */
const silentFields: ReadonlySet<string> = new Set([
  'typeId',
  'columnRefs',
  'definesType',
  'definesRelation',
  'identityOptions',
]);

/** What is off and what is on, as a person calls it. */
const flags: Readonly<Record<string, readonly [off: string, on: string]>> = {
  nullable: ['NOT NULL', 'nullable'],
  unique: ['not unique', 'unique'],
  deferrable: ['not deferrable', 'deferrable'],
  initiallyDeferred: ['initially immediate', 'initially deferred'],
  nullsNotDistinct: ['NULLS DISTINCT', 'NULLS NOT DISTINCT'],
  notValid: ['valid', 'NOT VALID'],
  noInherit: ['inherited', 'NO INHERIT'],
  cycle: ['not cycling', 'cycling'],
  unlogged: ['logged', 'UNLOGGED'],
  rowSecurity: ['without row security', 'with row security'],
  forceRowSecurity: ['free of row security for its owner', 'with row security for its owner, too'],
  withoutOverlaps: ['with overlaps', 'WITHOUT OVERLAPS'],
  period: ['without PERIOD', 'with PERIOD'],
  notEnforced: ['enforced', 'NOT ENFORCED'],
  notNull: ['nullable', 'NOT NULL'],
  notNullNoInherit: ['NOT NULL for heirs, too', 'NOT NULL for itself alone'],
};

const fieldWords: Readonly<Record<string, string>> = {
  columnIds: 'columns',
  referencedTableId: 'referenced table',
  referencedColumnIds: 'referenced columns',
  onDelete: 'action on delete',
  onUpdate: 'action on update',
  onDeleteColumnIds: 'columns to set on delete',
  include: 'included columns',
  generated: 'generation expression',
  identityOptions: 'identity options',
  method: 'access method',
  predicate: 'condition',
  storage: 'storage parameters',
  elements: 'columns',
  ownedByColumnId: 'owner',
  minimum: 'least value',
  maximum: 'greatest value',
  color: 'colour',
  partitionBy: 'partition key',
  partitionOf: 'bound',
  inherits: 'parents',
  accessMethod: 'access method',
  notNullName: 'name of the not-null constraint',
  statistics: 'statistics target',
  subtypeDiff: 'difference function',
  multirangeName: 'multirange type',
  opclass: 'operator class',
  phase: 'place',
};

/** What an absent value stands for, where PostgreSQL has a word for it. */
const absent: Readonly<Record<string, string>> = {
  onDelete: 'no action',
  onUpdate: 'no action',
  match: 'simple',
  method: 'btree',
};

/** What an update did to `object`, field by field. */
export function describeUpdate(entry: AuditEntry, nameOf: NameOf, object: Phrase): Phrase {
  const update: Update = {
    kind: entry.kind,
    before: entry.before ?? {},
    after: entry.after ?? {},
    object,
    named: nameOf(entry.recordId),
    nameOf,
  };
  const fields = Object.keys(update.after);
  const told = fields.filter((field) => !silentFields.has(field));
  if (fields.includes('identityOptions') && told.length === 0) told.push('identityOptions');
  if (told.length === 0) return phrase`brought ${object} up to date with what it mentions`;
  if (entry.kind === 'layout') return describeLayout(update, told);
  if (entry.kind === 'review-setting') {
    return describeDecision({ ...update.named?.body, ...update.after }, nameOf);
  }
  return inARow(sorted(told).map((field) => describeField(update, field)));
}

/** The name first: what follows speaks of it by its new one. */
function sorted(fields: readonly string[]): readonly string[] {
  return [...fields].sort((a, b) => Number(b === 'name') - Number(a === 'name') || (a < b ? -1 : 1));
}

function describeField(update: Update, field: string): Phrase {
  const { kind, before, after, object, nameOf } = update;
  const flag = flags[field];
  if (flag) return phrase`made ${object} ${value(flag[after[field] === true ? 1 : 0])}`;
  const was = valueText(field, before[field] ?? absent[field], nameOf);
  const is = valueText(field, after[field] ?? absent[field], nameOf);
  if (field === 'name') return phrase`renamed ${renamed(update, was)} → ${value(is)}`;
  if (field === 'order') return phrase`moved ${object} to another place in ${whole(kind)}`;
  if (field === 'labels') return describeLabels(update, was, is);
  if (field === 'namespaceId') return phrase`moved ${object} from schema ${value(was)} to ${value(is)}`;
  if (field === 'text' && kind === 'verbatim') return phrase`rewrote ${object}`;
  if (field === 'checks' || field === 'attributes') return describeItems(update, field);
  const word = wordOf(kind, field);
  const isSet = (body: Update['before']) => (body[field] ?? absent[field] ?? null) !== null;
  if (!isSet(before)) return phrase`set ${word} of ${object} to ${value(is)}`;
  if (!isSet(after)) return phrase`removed ${word} ${value(was)} of ${object}`;
  return phrase`set ${word} of ${object} from ${value(was)} to ${value(is)}`;
}

/** A table's storage parameters, and how a column is stored, are different things under one name. */
function wordOf(kind: Update['kind'], field: string): string {
  if (field === 'storage' && kind === 'column') return 'storage';
  return fieldWords[field] ?? field;
}

const itemWords = { checks: ['check', 'checks'], attributes: ['attribute', 'attributes'] } as const;

/** Checks of a domain and attributes of a composite type, one by one: added, removed, else changed. */
function describeItems({ before, after, object }: Update, field: keyof typeof itemWords): Phrase {
  const [one, many] = itemWords[field];
  const was = itemsOf(before[field]);
  const is = itemsOf(after[field]);
  const added = [...is.keys()].filter((name) => !was.has(name));
  const gone = [...was.keys()].filter((name) => !is.has(name));
  const word = (names: readonly string[]) => (names.length === 1 ? one : many);
  const listed = (names: readonly string[], items: ReadonlyMap<string, string>) =>
    value(names.map((name) => `${name} ${items.get(name) ?? ''}`.trim()).join(', '));
  if (added.length === 1 && gone.length === 1) {
    return phrase`renamed ${one} ${value(gone[0] ?? '')} of ${object} → ${value(added[0] ?? '')}`;
  }
  if (added.length > 0 && gone.length === 0)
    return phrase`added ${word(added)} ${listed(added, is)} to ${object}`;
  if (gone.length > 0 && added.length === 0)
    return phrase`removed ${word(gone)} ${value(gone.join(', '))} of ${object}`;
  const changed = [...is.keys()].filter((name) => is.get(name) !== was.get(name));
  if (changed.length === 1) {
    const name = changed[0] ?? '';
    return phrase`set ${one} ${value(name)} of ${object} from ${value(was.get(name) ?? '')} to ${value(is.get(name) ?? '')}`;
  }
  return phrase`changed the ${many} of ${object}`;
}

function whole(kind: Update['kind']): string {
  return kind === 'column' ? 'its table' : 'the script';
}

/** The object under the name that it had: `column orders.total`. */
function renamed({ object, named }: Update, was: string): Phrase {
  const prefix = named ? named.title.slice(0, named.title.length - named.name.length) : '';
  return object.map((part) => (part.kind === 'object' ? { ...part, text: `${prefix}${was}` } : part));
}

function describeLabels({ before, after, object }: Update, was: string, is: string): Phrase {
  const old = textsOf(before.labels);
  const now = textsOf(after.labels);
  const added = now.filter((label) => !old.includes(label));
  const gone = old.filter((label) => !now.includes(label));
  const quoted = (labels: readonly string[]) => value(labels.map((label) => `'${label}'`).join(', '));
  const isSameElsewhere =
    old.length === now.length && old.every((label, at) => label === now[at] || gone.includes(label));
  if (added.length === 1 && gone.length === 1 && isSameElsewhere) {
    return phrase`renamed label ${quoted(gone)} of ${object} → ${quoted(added)}`;
  }
  const word = (labels: readonly string[]) => (labels.length === 1 ? 'label' : 'labels');
  if (added.length > 0 && gone.length === 0)
    return phrase`added ${word(added)} ${quoted(added)} to ${object}`;
  if (gone.length > 0 && added.length === 0)
    return phrase`removed ${word(gone)} ${quoted(gone)} of ${object}`;
  return phrase`set labels of ${object} from ${value(was)} to ${value(is)}`;
}

function describeLayout(update: Update, fields: readonly string[]): Phrase {
  const { object } = update;
  const moves = fields.some((field) => field === 'x' || field === 'y');
  const resizes = fields.some((field) => field === 'width' || field === 'height');
  const phrases: Phrase[] = [];
  if (moves || resizes) phrases.push(phrase`${moves ? 'moved' : 'resized'} ${object}`);
  if (fields.includes('color')) phrases.push(describeField(update, 'color'));
  return inARow(phrases);
}
