import type { RecordId } from './ids';
import { multirangeNameOf } from './names';
import type { RecordState } from './record';
import { isLive } from './record';

/** Where a type of the project is, and how it is called. */
export type TypeName = { readonly namespaceId: RecordId; readonly name: string };

/**
 * The name that a type of the project has now: an enum's, a domain's, that of a table (its rows) or of what a
 * kept statement makes. `written` is the name as it stands in a type's text: a range type brings two types,
 * and that tells which is meant. Undefined for what is no type.
 */
export function typeNameOf(record: RecordState | undefined, written: string): TypeName | undefined {
  if (!isLive(record)) return undefined;
  switch (record.kind) {
    case 'table':
    case 'enum':
    case 'domain':
    case 'composite':
      return record.body;
    case 'range': {
      const multirange = multirangeNameOf(record.body);
      return written === multirange ? { ...record.body, name: multirange } : record.body;
    }
    case 'verbatim':
      return record.body.definesType;
    default:
      return undefined;
  }
}
