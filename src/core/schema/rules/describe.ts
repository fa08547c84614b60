import type { StateReader } from '../reader';
import type { SchemaRecord } from '../record';
import { isKind, isLive } from '../record';

/** A record as a person would name it, e.g. `table "orders"` or `column "orders.total"`. */
export function describe(record: SchemaRecord, reader: Pick<StateReader, 'get'>): string {
  return `${kindWords[record.kind]} "${nameOf(record, reader)}"`;
}

const kindWords: { readonly [Kind in SchemaRecord['kind']]: string } = {
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
  layout: 'position',
  'review-setting': 'review setting',
};

function nameOf(record: SchemaRecord, reader: Pick<StateReader, 'get'>): string {
  switch (record.kind) {
    case 'column':
    case 'primary-key':
    case 'unique':
    case 'foreign-key':
    case 'check':
    case 'exclusion':
    case 'index': {
      const table = reader.get(record.body.tableId);
      return isKind(table, 'table') ? `${table.body.name}.${record.body.name}` : record.body.name;
    }
    case 'layout': {
      const owner = reader.get(record.body.recordId);
      return isLive(owner) && owner.kind !== 'layout' ? nameOf(owner, reader) : '';
    }
    case 'review-setting':
      return record.body.rule;
    case 'note':
      return record.body.text.slice(0, 40);
    case 'namespace':
    case 'table':
    case 'enum':
    case 'domain':
    case 'composite':
    case 'range':
    case 'sequence':
    case 'verbatim':
    case 'area':
      return record.body.name;
  }
}
