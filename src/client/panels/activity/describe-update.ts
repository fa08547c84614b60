import type { AuditEntry } from '../../../core/schema/change';
import { describeDecision } from './describe-decision';
import type { Named, NameOf } from './names';
import type { Phrase } from './phrase';
import { inARow, phrase, value } from './phrase';
import { textsOf, valueText } from './values';

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
  'phase',
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
  const word = fieldWords[field] ?? field;
  const isSet = (body: Update['before']) => (body[field] ?? absent[field] ?? null) !== null;
  if (!isSet(before)) return phrase`set ${word} of ${object} to ${value(is)}`;
  if (!isSet(after)) return phrase`removed ${word} ${value(was)} of ${object}`;
  return phrase`set ${word} of ${object} from ${value(was)} to ${value(is)}`;
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
