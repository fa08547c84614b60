import type { RecordId } from '../schema/ids';
import type { SchemaRecord } from '../schema/record';

/**
 * A record as people say it: `orders`, `sales.orders`, `orders.total`, and a constraint or index with its table,
 * `orders.orders_pkey`. The schema `public` is left out.
 */
export function nameOf(
  record: SchemaRecord,
  reader: { readonly get: (id: RecordId) => SchemaRecord | undefined },
): string {
  const within = (ownerId: RecordId, name: string): string => {
    const owner = reader.get(ownerId);
    if (!owner) return name;
    if (owner.kind === 'namespace') return owner.body.name === 'public' ? name : `${owner.body.name}.${name}`;
    return `${nameOf(owner, reader)}.${name}`;
  };
  switch (record.kind) {
    case 'namespace':
    case 'area':
      return record.body.name;
    case 'table':
    case 'enum':
    case 'domain':
    case 'composite':
    case 'range':
    case 'sequence':
      return within(record.body.namespaceId, record.body.name);
    case 'column':
    case 'primary-key':
    case 'unique':
    case 'foreign-key':
    case 'check':
    case 'exclusion':
    case 'index':
      return within(record.body.tableId, record.body.name);
    case 'verbatim':
      return record.body.name === '' ? record.body.tag : record.body.name;
    case 'note':
      return record.body.text.slice(0, 40);
    case 'layout':
      return within(record.body.recordId, '');
    case 'review-setting':
      return record.body.rule;
  }
}
