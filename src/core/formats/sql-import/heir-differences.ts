import type { SchemaRecord } from '../../schema/record';
import { quoteIdentifier, quoteLiteral } from '../../std/sql-identifier';
import type { ImportContext } from './context';
import { qualifiedName } from './context';
import { isNumericType } from './types';

type Table = SchemaRecord<'table'>;
type Column = SchemaRecord<'column'>;

/** Keeps in what the columns of a partition or heir are not as those above: one ALTER TABLE says it all. */
export function keepDifferences(
  context: ImportContext,
  heir: Table,
  pairs: readonly (readonly [Column, Column])[],
): void {
  const { catalog, verbatim } = context;
  const name = () => qualifiedName(catalog, heir);
  const actions = pairs.flatMap(([column, above]) => {
    const target = `ALTER COLUMN ${quoteIdentifier(column.body.name)}`;
    return differences(context, heir, column, above).map((action) => `${target} ${action}`);
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
  for (const [{ body }] of pairs) {
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
function differences(
  context: ImportContext,
  heir: Table,
  { body }: Column,
  { body: above }: Column,
): readonly string[] {
  const isPartition = heir.body.partitionOf !== undefined;
  const value = defaultText(context, body);
  const isOptional = above.nullable || (above.notNullNoInherit === true && !isPartition);
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
