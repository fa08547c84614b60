import type { SchemaRecord } from '../../schema/record';
import { quoteIdentifier, quoteLiteral } from '../../std/sql-identifier';
import type { ImportContext } from './context';
import { qualifiedName } from './context';
import { isNumericType } from './types';

type Table = SchemaRecord<'table'>;
type Column = SchemaRecord<'column'>;

/** A column, the one right above it, and the one at the top, which it is made like. */
export type ColumnPair = { readonly column: Column; readonly above: Column; readonly top: Column };

/** Keeps in what the columns of a partition or heir are not as those above: one ALTER TABLE says it all. */
export function keepDifferences(context: ImportContext, heir: Table, pairs: readonly ColumnPair[]): void {
  const { catalog, verbatim } = context;
  const name = () => qualifiedName(catalog, heir);
  const actions = pairs.flatMap((pair) => {
    const { column } = pair;
    const target = `ALTER COLUMN ${quoteIdentifier(column.body.name)}`;
    return differences(context, heir, pair).map((action) => `${target} ${action}`);
  });
  const keep = (some: readonly string[], only: string) => {
    if (some.length === 0) return;
    verbatim.add({
      tag: 'alter table',
      name: name(),
      reason: `${some.join(', ').slice(0, 80)}: kept as text`,
      text: () => `ALTER TABLE ${only}${name()} ${some.join(', ')}`,
      phase: 'after constraints',
      about: heir.id,
    });
  };
  const isForAll = (action: string) => action.endsWith(' SET NOT NULL');
  keep(
    actions.filter((action) => !isForAll(action)),
    catalog.heirs(heir.id).length > 0 ? 'ONLY ' : '',
  );
  // Tables below have to be NOT NULL as well.
  keep(actions.filter(isForAll), '');
  for (const { column } of pairs) {
    const { body } = column;
    if (body.comment === undefined) continue;
    const target = `${name()}.${quoteIdentifier(body.name)}`;
    verbatim.add({
      tag: 'comment on column',
      name: target,
      reason: 'kept as text',
      text: `COMMENT ON COLUMN ${target} IS ${quoteLiteral(body.comment)}`,
      phase: 'after constraints',
      about: heir.id,
    });
  }
}

/** What ALTER COLUMN has to say after the table was made with the column from above. */
function differences(context: ImportContext, heir: Table, pair: ColumnPair): readonly string[] {
  const { body } = pair.column;
  const above = pair.top.body;
  const right = pair.above.body;
  const isPartition = heir.body.partitionOf !== undefined;
  const value = defaultText(context, body);
  // SET NOT NULL reaches all tables below.
  const isOptional = right.nullable || (right.notNullNoInherit === true && !isPartition);
  // SET STATISTICS reaches the partitions that are there, and not what is made later.
  const statistics = isPartition ? above.statistics : undefined;
  return [
    ...(value === defaultText(context, above)
      ? []
      : [value === null ? 'DROP DEFAULT' : `SET DEFAULT ${value}`]),
    ...(!body.nullable && isOptional ? ['SET NOT NULL'] : []),
    ...(body.storage === above.storage ? [] : [`SET STORAGE ${body.storage?.toUpperCase() ?? 'DEFAULT'}`]),
    ...(body.compression === above.compression ? [] : [`SET COMPRESSION ${body.compression ?? 'default'}`]),
    ...(body.statistics === statistics ? [] : [`SET STATISTICS ${body.statistics ?? -1}`]),
    ...(body.options === undefined ? [] : [`SET (${body.options})`]),
  ];
}

/** A default as it stands behind SET DEFAULT; null: none. */
function defaultText({ catalog }: ImportContext, { default: value, type }: Column['body']): string | null {
  if (value === undefined) return null;
  switch (value.kind) {
    case 'literal':
      return isNumericType(type) || type === 'boolean' ? value.text : quoteLiteral(value.text);
    case 'expression':
      return value.text;
    case 'sequence': {
      const sequence = catalog.live(value.sequenceId, 'sequence');
      return sequence ? `nextval(${quoteLiteral(qualifiedName(catalog, sequence))}::regclass)` : null;
    }
  }
}
