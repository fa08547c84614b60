import type { SchemaRecord } from '../../schema/record';
import { isKind } from '../../schema/record';
import { rangeName } from './ast';
import { bindGenerated, columnRefsOf, setIdentitySequence } from './columns';
import { rendered } from './columns-below';
import type { ImportContext } from './context';
import { findTable } from './context';
import type { TableLikeClause } from './parse';
import { copyIndex, isIndexRecord } from './partition-indexes';

type Table = SchemaRecord<'table'>;

/** Bits of the clause's options (TableLikeOption in parsenodes.h); INCLUDING ALL sets every one. */
const including = {
  comments: 1 << 0,
  compression: 1 << 1,
  constraints: 1 << 2,
  defaults: 1 << 3,
  generated: 1 << 4,
  identity: 1 << 5,
  indexes: 1 << 6,
  storage: 1 << 8,
} as const;

function includes(clause: TableLikeClause, what: keyof typeof including): boolean {
  return ((clause.options ?? 0) & including[what]) !== 0;
}

/** LIKE: the other table's columns, there and then (transformTableLikeClause in parse_utilcmd.c). */
export function likeColumns(context: ImportContext, table: Table, clause: TableLikeClause): void {
  const { catalog } = context;
  const other = findTable(context, rangeName(clause.relation));
  if (!other) return;
  for (const column of catalog.childrenOf(other.id, 'column')) {
    if (catalog.column(table.id, column.body.name)) continue;
    const id = catalog.mintId();
    const { body } = column;
    const { type, typeId, collation, nullable, name } = body;
    const generated = includes(clause, 'generated') && body.generated;
    const identity = includes(clause, 'identity') && body.identity;
    catalog.create(
      'column',
      {
        tableId: table.id,
        order: catalog.nextOrder(table.id, id),
        name,
        type,
        nullable,
        ...(typeId !== undefined && { typeId }),
        ...(collation && { collation }),
        ...(includes(clause, 'defaults') && body.default && { default: body.default }),
        ...(generated && {
          generated: { ...generated, expression: rendered(context, generated.expression, body.columnRefs) },
        }),
        ...(identity && { identity }),
        ...(identity && body.identityOptions && { identityOptions: body.identityOptions }),
        ...(includes(clause, 'storage') && body.storage && { storage: body.storage }),
        ...(includes(clause, 'compression') && body.compression && { compression: body.compression }),
        ...(includes(clause, 'comments') && body.comment && { comment: body.comment }),
      },
      id,
    );
    if (identity) setIdentitySequence(context, table, id, name);
  }
}

/** LIKE: what comes after the table is there, checks and indexes (expandTableLikeClause in parse_utilcmd.c). */
export function likeRest(context: ImportContext, table: Table, clause: TableLikeClause): void {
  const { catalog } = context;
  const other = findTable(context, rangeName(clause.relation));
  if (!other) return;
  bindGenerated(context, table.id);
  const hasComments = includes(clause, 'comments');
  for (const record of catalog.children(other.id)) {
    if (isIndexRecord(record) && includes(clause, 'indexes')) copyIndex(context, table, record, hasComments);
    if (!isKind(record, 'check') || !includes(clause, 'constraints')) continue;
    const { comment, expression, columnRefs, ...rest } = record.body;
    const text = rendered(context, expression, columnRefs);
    catalog.create('check', {
      ...rest,
      tableId: table.id,
      expression: text,
      columnRefs: columnRefsOf(context, table.id, [text]),
      ...(hasComments && comment && { comment }),
    });
  }
}
