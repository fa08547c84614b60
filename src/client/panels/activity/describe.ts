/** One entry of the log as a sentence without its subject: `renamed column orders.total → amount`. */
import type { AuditEntry } from '../../../core/schema/change';
import type { RecordId } from '../../../core/schema/ids';
import type { RecordKind } from '../../../core/schema/kinds';
import { describeDecision, describeDecisionTakenBack } from './describe-decision';
import { describeUpdate } from './describe-update';
import type { NameOf } from './names';
import { isCreation, isDeletion, titlePart } from './names';
import type { Part, Phrase } from './phrase';
import { phrase, value } from './phrase';
import { columnNames, elementsText, textsOf, valueText } from './values';

type Body = Readonly<Record<string, unknown>>;

/** What happened to one record, from which value to which. Names are those of now, or the last ones known. */
export function describeChange(entry: AuditEntry, nameOf: NameOf): Phrase {
  if (isDeletion(entry)) return describeDeletion(entry, nameOf);
  if (isCreation(entry)) return describeCreation(entry, nameOf);
  return describeUpdate(entry, nameOf, objectOf(entry.recordId, entry.kind, nameOf));
}

const kindWords: Readonly<Record<RecordKind, string>> = {
  namespace: 'schema',
  table: 'table',
  column: 'column',
  'primary-key': 'primary key',
  unique: 'unique constraint',
  'foreign-key': 'foreign key',
  check: 'check constraint',
  exclusion: 'exclusion constraint',
  index: 'index',
  enum: 'enum',
  domain: 'domain',
  composite: 'composite type',
  range: 'range type',
  sequence: 'sequence',
  verbatim: 'statement',
  note: 'note',
  area: 'area',
  layout: 'position of',
  'review-setting': 'review setting',
};

/** `function` for a kept function, PostgreSQL's word for everything else. */
export function kindWord(kind: RecordKind, body: Body | undefined): string {
  const tag = kind === 'verbatim' ? body?.tag : undefined;
  return typeof tag === 'string' && tag !== '' ? tag : kindWords[kind];
}

/** A record with its kind: `table orders`. For a layout, what it places. */
export function objectOf(id: RecordId, kind: RecordKind, nameOf: NameOf): Phrase {
  const named = nameOf(id);
  if (kind === 'layout') {
    const owner = named?.parentId == null ? undefined : nameOf(named.parentId);
    return owner && named?.parentId
      ? objectOf(named.parentId, owner.kind, nameOf)
      : phrase`something deleted`;
  }
  return phrase`${kindWord(kind, named?.body)} ${titlePart(named)}`;
}

function tableOf(body: Body, nameOf: NameOf): Part {
  return titlePart(nameOf(String(body.tableId ?? '')));
}

function describeCreation({ recordId, kind, after }: AuditEntry, nameOf: NameOf): Phrase {
  const body = after ?? {};
  const object = objectOf(recordId, kind, nameOf);
  const columns = () => columnNames(body.columnIds, nameOf);
  switch (kind) {
    case 'column':
      return phrase`added ${object} ${value(String(body.type ?? ''))}`;
    case 'primary-key':
      return phrase`added primary key ${value(columns())} to table ${tableOf(body, nameOf)}`;
    case 'foreign-key':
      return phrase`added foreign key ${sides(body, nameOf)}`;
    case 'exclusion':
      return phrase`added ${object} on ${tableOf(body, nameOf)} ${value(elementsText(body.elements, nameOf))}`;
    case 'table':
      return creationOfTable(body, object, nameOf);
    case 'domain':
    case 'range':
      return phrase`added ${object} ${value(String(body.type ?? ''))}`;
    case 'unique':
      return phrase`added ${object} on ${tableOf(body, nameOf)} ${value(columns())}`;
    case 'index':
      return phrase`added ${object} on ${tableOf(body, nameOf)} ${value(elementsText(body.elements, nameOf))}`;
    case 'check':
      return phrase`added ${object} on ${tableOf(body, nameOf)}: ${value(valueText('expression', body.expression, nameOf))}`;
    case 'enum':
      return textsOf(body.labels).length === 0
        ? phrase`added ${object}`
        : phrase`added ${object}: ${value(valueText('labels', body.labels, nameOf))}`;
    case 'note':
      return phrase`added note ${value(valueText('text', body.text, nameOf))}`;
    case 'layout':
      return phrase`placed ${object}`;
    case 'namespace':
    case 'composite':
    case 'sequence':
    case 'verbatim':
    case 'area':
      return phrase`added ${object}`;
    case 'review-setting':
      return describeDecision(body, nameOf);
  }
}

/** A partition is told with its bound and the table that it is a partition of. */
function creationOfTable(body: Body, object: Phrase, nameOf: NameOf): Phrase {
  const { partitionOf } = body;
  if (typeof partitionOf !== 'object' || partitionOf === null || !('tableId' in partitionOf)) {
    return phrase`added ${object}`;
  }
  const bound = value(valueText('partitionOf', partitionOf, nameOf));
  return phrase`added ${object} as a partition of ${titlePart(nameOf(String(partitionOf.tableId)))} ${bound}`;
}

function describeDeletion({ recordId, kind, before }: AuditEntry, nameOf: NameOf): Phrase {
  const body = before ?? {};
  const object = objectOf(recordId, kind, nameOf);
  switch (kind) {
    case 'primary-key':
      return phrase`deleted primary key ${value(columnNames(body.columnIds, nameOf))} of table ${tableOf(body, nameOf)}`;
    case 'foreign-key':
      return phrase`deleted foreign key ${sides(body, nameOf)}`;
    case 'unique':
    case 'check':
    case 'exclusion':
    case 'index':
      return phrase`deleted ${object} on ${tableOf(body, nameOf)}`;
    case 'note':
      return phrase`deleted note ${value(valueText('text', body.text, nameOf))}`;
    case 'layout':
      return phrase`took away the place of ${object}`;
    case 'namespace':
    case 'table':
    case 'column':
    case 'enum':
    case 'domain':
    case 'composite':
    case 'range':
    case 'sequence':
    case 'verbatim':
    case 'area':
      return phrase`deleted ${object}`;
    case 'review-setting':
      return describeDecisionTakenBack(body, nameOf);
  }
}

/** `orders (customer_id) → customers (id)`. */
function sides(body: Body, nameOf: NameOf): Phrase {
  const to = titlePart(nameOf(String(body.referencedTableId ?? '')));
  const from = columnNames(body.columnIds, nameOf);
  return phrase`${tableOf(body, nameOf)} (${from}) → ${to} (${columnNames(body.referencedColumnIds, nameOf)})`;
}
