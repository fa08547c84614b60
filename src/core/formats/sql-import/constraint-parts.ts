import { freeObjectName } from '../../schema/generated-names';
import type { RecordId } from '../../schema/ids';
import type { SchemaRecord } from '../../schema/record';
import { quoteIdentifier } from '../../std/sql-identifier';
import { stringsOf } from './ast';
import type { PendingConstraint } from './columns';
import type { ImportContext } from './context';
import { diagnose, qualifiedName, underSearchPath } from './context';
import { resolveMentions } from './lower-verbatim';

type Table = SchemaRecord<'table'>;

/** The columns that a constraint is about, by name. */
export function columnNamesOf({ node, column }: PendingConstraint): readonly string[] {
  const keys = node.contype === 'CONSTR_FOREIGN' ? node.fk_attrs : node.keys;
  return keys && keys.length > 0 ? stringsOf(keys) : column === undefined ? [] : [column];
}

/** The ids of columns by name; undefined and a diagnostic when one is missing. */
export function columnIds(
  context: ImportContext,
  table: Table,
  names: readonly string[],
  at: number,
): RecordId[] | undefined {
  const ids: RecordId[] = [];
  for (const name of names) {
    const id = context.catalog.column(table.id, name)?.id;
    if (id === undefined) {
      diagnose(
        context,
        'error',
        'unknown-column',
        `The table “${table.body.name}” has no column “${name}”; what names it was kept as text.`,
        at,
      );
      return undefined;
    }
    ids.push(id);
  }
  return ids;
}

/** The name that PostgreSQL gives a check or foreign key without one. */
export function constraintName(
  context: ImportContext,
  table: Table,
  part: string | null,
  label: string,
): string {
  const { name, namespaceId } = table.body;
  return freeObjectName(name, part, label, (one) => context.catalog.isConstraintTaken(namespaceId, one));
}

/** Says that the name is taken and keeps the constraint as text. */
export function nameTaken(context: ImportContext, table: Table, pending: PendingConstraint): void {
  const name = pending.node.conname;
  const what = name === undefined ? 'A second primary key' : `The name “${name}” is taken: a constraint`;
  diagnose(context, 'error', 'name-taken', `${what} of “${table.body.name}” was kept as text.`, pending.from);
  keepConstraint(context, table, pending, 'kept as text');
}

/** Keeps a constraint that the model does not hold as an ALTER TABLE … ADD of its own. */
export function keepConstraint(
  context: ImportContext,
  table: Table,
  pending: PendingConstraint,
  reason: string,
): void {
  const { catalog } = context;
  const definition = definitionText(context, pending);
  const { searchPath } = context.session;
  const name = pending.node.conname ?? '';
  context.verbatim.add({
    tag: 'constraint',
    name: `${table.body.name}${name && `.${name}`}`,
    reason,
    text: () =>
      underSearchPath(
        searchPath,
        `ALTER TABLE ${qualifiedName(catalog, catalog.live(table.id, 'table') ?? table)} ADD ${definition}`,
      ),
    phase: 'after constraints',
    keys: name ? [`constraint\0${table.id}\0${name}`] : [],
    attachedTo: [table.id],
    mentions: resolveMentions(context, { Constraint: pending.node }),
  });
}

/** A constraint as a table constraint, whether it was written behind a column or not. */
function definitionText(context: ImportContext, { node, column, from, to }: PendingConstraint): string {
  const { source } = context;
  if (column === undefined || node.contype === 'CONSTR_CHECK') return source.slice(from, to);
  const name = node.conname === undefined ? '' : `CONSTRAINT ${quoteIdentifier(node.conname)} `;
  const target = quoteIdentifier(column);
  if (node.contype === 'CONSTR_FOREIGN') {
    return `${name}FOREIGN KEY (${target}) ${source.slice(source.wordAt('references', from) ?? from, to)}`;
  }
  const word = node.contype === 'CONSTR_PRIMARY' ? 'PRIMARY KEY' : 'UNIQUE';
  const nulls = node.nulls_not_distinct ? ' NULLS NOT DISTINCT' : '';
  return `${name}${word}${nulls} (${target})`;
}
