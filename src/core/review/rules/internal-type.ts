import type { Rule } from '../rule';
import { docs } from '../rule';

const internal: ReadonlySet<string> = new Set(
  'aclitem char cid int2vector name oid oidvector pg_node_tree tid xid'.split(' '),
);

export const internalType: Rule = {
  code: 'internal-type',
  title: 'Type of PostgreSQL’s own catalogs',
  severity: 'info',
  why: 'These types are made for the system catalogs: name cuts after 63 bytes, "char" is one byte, an oid runs out at four billion, and a large object that an oid points to is not deleted with its row.',
  docs: docs('datatype-oid.html'),
  *check(context) {
    for (const { ownColumns } of context.tables) {
      for (const column of ownColumns) {
        if (!internal.has(context.builtIn(column) ?? '')) continue;
        yield {
          record: column,
          message: `${context.nameOf(column)} is of type ${column.body.type}, which PostgreSQL has for its own catalogs.`,
        };
      }
    }
  },
};
