import type { DefaultValue } from '../../schema/body-parts';
import { objectName } from '../../schema/generated-names';
import { literalOfStored, storedString } from '../../schema/literal-default';
import { orderKeyBetween } from '../../schema/order-key';
import { withoutSequenceDefaults } from '../../schema/sequence-defaults';
import { significantTokens } from '../../std/sql-tokens';
import type { ConstraintRow } from './read-constraints';
import type { ColumnRow, RelationRow } from './read-relations';
import type { RecordBuilder } from './record-builder';
import { address } from './record-builder';
import { optionsText, storedType, withoutParentheses } from './text';

/** Gives the columns that a table declares itself their record ids; a partition declares none. */
export function bindColumns(builder: RecordBuilder, table: RelationRow): void {
  for (const column of ownColumns(builder, table)) builder.bindColumn(table.oid, column.name, builder.mint());
}

/** The columns that are records of this table: not those of a partition, nor those that are only inherited. */
function ownColumns(builder: RecordBuilder, table: RelationRow): readonly ColumnRow[] {
  if (table.isPartition) return [];
  return (builder.picture.columnsByRelation.get(table.oid) ?? []).filter((column) => column.isLocal);
}

export function buildColumns(builder: RecordBuilder, table: RelationRow): void {
  let order: string | null = null;
  for (const column of ownColumns(builder, table)) {
    const id = builder.columnId(table.oid, column.name) ?? builder.mint();
    order = orderKeyBetween(order, null, id);
    const { type, typeId } = typeOf(builder, column);
    builder.add(
      'column',
      {
        tableId: builder.idOf(address('pg_class', table.oid)),
        name: column.name,
        type,
        typeId,
        ...sourceOf(builder, table, column),
        collation: column.collation,
        storage: column.storage === null ? undefined : storageWords[column.storage],
        compression: column.compression === '' ? undefined : compressionWords[column.compression],
        statistics: column.statistics,
        options: optionsText(column.options),
        ...notNullOf(builder, table, column),
        comment: column.comment,
        order,
      },
      id,
    );
  }
}

const storageWords = { p: 'plain', e: 'external', x: 'extended', m: 'main' } as const;
const compressionWords = { p: 'pglz', l: 'lz4' } as const;

function typeOf(builder: RecordBuilder, column: ColumnRow) {
  return { type: storedType(column.type), typeId: builder.idOf(address('pg_type', column.typeOid)) };
}

/** Where a column's values come from: default, identity or generating expression. */
function sourceOf(builder: RecordBuilder, table: RelationRow, column: ColumnRow) {
  if (column.generated !== '') {
    const expression = withoutParentheses(column.expression ?? '');
    return {
      generated: { expression, stored: column.generated === 's' },
      columnRefs: builder.columnRefs(table.oid, [expression]),
    };
  }
  if (column.identity !== '') {
    return {
      identity: column.identity === 'a' ? ('always' as const) : ('by default' as const),
      identityOptions: identityOptions(builder, table, column),
    };
  }
  const { type, typeId } = typeOf(builder, column);
  return { default: defaultOf(builder, column.expression, { type, typeId, castType: column.castType }) };
}

function identityOptions(builder: RecordBuilder, table: RelationRow, column: ColumnRow) {
  const sequence = builder.picture.sequences.find(
    (one) => one.owned === 'i' && one.tableOid === table.oid && one.columnNumber === column.number,
  );
  if (sequence === undefined) return undefined;
  const { start, increment, minimum, maximum, cache, cycle, type } = sequence;
  const numbers = { start, increment, minimum, maximum, cache, cycle };
  const options = withoutSequenceDefaults(numbers, type === 'bigint' ? undefined : type);
  return Object.keys(options).length > 0 ? options : undefined;
}

type Typed = { readonly type: string; readonly typeId?: string | undefined; readonly castType: string };

/** A stored default as the model holds it: nextval of a sequence, a literal or an expression. */
export function defaultOf(
  builder: RecordBuilder,
  expression: string | null,
  { type, typeId, castType }: Typed,
): DefaultValue | undefined {
  if (expression === null) return undefined;
  const sequenceId = sequenceOf(builder, expression);
  if (sequenceId !== undefined) return { kind: 'sequence', sequenceId };
  const isEnum = builder.picture.types.some(
    (row) => row.kind === 'e' && builder.idOf(address('pg_type', row.oid)) === typeId,
  );
  const literal = literalOfStored(expression, {
    type,
    castType,
    isUserDefined: typeId !== undefined && !isEnum,
  });
  return literal === null ? { kind: 'expression', text: expression } : { kind: 'literal', text: literal };
}

/** The sequence in `nextval('ns.name'::regclass)`, which PostgreSQL prints qualified. */
function sequenceOf(builder: RecordBuilder, expression: string): string | undefined {
  const tokens = significantTokens(expression);
  const constant = tokens[2];
  const words = tokens.map((token) => token.value).join(' ');
  if (constant?.kind !== 'string' || words !== 'nextval (  :: regclass )') return undefined;
  const name = storedString(expression.slice(constant.start, constant.end));
  const [namespace, , own] = significantTokens(name).map((token) => token.value);
  const found = builder.picture.relations.find(
    (row) => row.kind === 'S' && row.name === own && builder.namespaceName(row.namespaceOid) === namespace,
  );
  return found && builder.idOf(address('pg_class', found.oid));
}

/** NOT NULL, and the constraint's name where PostgreSQL (18 on) did not make it up. */
function notNullOf(builder: RecordBuilder, table: RelationRow, column: ColumnRow) {
  const constraint = notNullConstraint(builder, table.oid, column.number);
  if (constraint === undefined) return { nullable: !column.notNull };
  const usual = objectName(table.name, column.name, 'not_null');
  return {
    // One that is NOT VALID does not hold for the rows that are there: it comes as a statement.
    nullable: !constraint.validated,
    notNullName: constraint.validated && constraint.name !== usual ? constraint.name : undefined,
    notNullNoInherit: constraint.validated && constraint.noInherit,
  };
}

/** The row of a column's not-null constraint, from PostgreSQL 18 on. */
export function notNullConstraint(
  builder: RecordBuilder,
  relationOid: string,
  number: number,
): ConstraintRow | undefined {
  const constraints = builder.picture.constraintsByRelation.get(relationOid) ?? [];
  return constraints.find((one) => one.kind === 'n' && one.columns?.[0] === number);
}
