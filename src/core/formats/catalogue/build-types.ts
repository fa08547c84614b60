import { multirangeNameOf } from '../../schema/names';
import { withoutSequenceDefaults } from '../../schema/sequence-defaults';
import { defaultOf } from './build-columns';
import type { TypeRow } from './read-types';
import type { RecordBuilder } from './record-builder';
import { address } from './record-builder';
import { storedType, withoutParentheses } from './text';

/** The namespaces. `public` is said to be as it is in every database: owner and comment are left out then. */
export function buildNamespaces(
  builder: RecordBuilder,
  existing: (name: string) => string | undefined,
): void {
  const used = new Set([
    ...builder.picture.relations.map((row) => row.namespaceOid),
    ...builder.picture.types.map((row) => row.namespaceOid),
  ]);
  for (const { oid, name, owner, comment, isOfExtension, hasUsualOwner } of builder.picture.namespaces) {
    if (isOfExtension && !used.has(oid)) continue;
    const known = existing(name);
    const id = known ?? builder.mint();
    builder.bind(id, address('pg_namespace', oid));
    builder.takeComment(address('pg_namespace', oid));
    if (known !== undefined) continue;
    const isUsual = name === 'public';
    builder.add(
      'namespace',
      {
        name,
        owner: isUsual && hasUsualOwner ? undefined : isUsual ? owner : builder.owner(owner),
        comment: isUsual && comment === 'standard public schema' ? undefined : comment,
      },
      id,
    );
  }
}

/** Gives every type of a kind that the model holds its record id, so that others can refer to it. */
export function bindTypes(builder: RecordBuilder): void {
  for (const { oid, kind, multirangeOid, relationOid } of builder.picture.types) {
    const id = builder.mint();
    builder.bind(id, address('pg_type', oid));
    if (kind === 'r' && multirangeOid !== null) builder.bind(id, address('pg_type', multirangeOid));
    if (kind === 'c') builder.bind(id, address('pg_class', relationOid));
  }
}

/** Enums, domains, composites and ranges; base types are statements. */
export function buildTypes(builder: RecordBuilder): void {
  for (const row of builder.picture.types) {
    if (row.kind !== 'b' && row.kind !== 'p') builder.takeComment(address('pg_type', row.oid));
    switch (row.kind) {
      case 'e':
        builder.add(
          'enum',
          { ...commonOf(builder, row), labels: [...(row.labels ?? [])] },
          idOf(builder, row),
        );
        break;
      case 'd':
        buildDomain(builder, row);
        break;
      case 'c':
        buildComposite(builder, row);
        break;
      case 'r':
        buildRange(builder, row);
        break;
      case 'b':
      case 'p':
        break;
    }
  }
}

function idOf(builder: RecordBuilder, row: TypeRow): string | undefined {
  return builder.idOf(address('pg_type', row.oid));
}

function commonOf(builder: RecordBuilder, row: TypeRow) {
  return {
    namespaceId: builder.idOf(address('pg_namespace', row.namespaceOid)),
    name: row.name,
    owner: builder.owner(row.owner),
    comment: row.comment,
  };
}

function baseOf(builder: RecordBuilder, row: TypeRow) {
  return {
    type: storedType(row.baseType ?? ''),
    typeId: builder.idOf(address('pg_type', row.baseTypeOid ?? '')),
    collation: row.collation,
  };
}

function buildDomain(builder: RecordBuilder, row: TypeRow): void {
  const base = baseOf(builder, row);
  const value = defaultOf(builder, row.expression, { ...base, castType: row.baseCastType ?? '' });
  const checks = builder.picture.constraints
    .filter((one) => one.typeOid === row.oid && one.kind === 'c')
    .map(({ name, expression, validated }) => ({
      name,
      expression: withoutParentheses(expression ?? ''),
      ...(!validated && { notValid: true }),
    }));
  builder.add(
    'domain',
    {
      ...commonOf(builder, row),
      ...base,
      // A sequence cannot be named in a domain: its nextval stays an expression.
      default: value?.kind === 'sequence' ? { kind: 'expression', text: row.expression ?? '' } : value,
      notNull: row.notNull,
      checks: checks.length > 0 ? checks : undefined,
    },
    idOf(builder, row),
  );
}

function buildComposite(builder: RecordBuilder, row: TypeRow): void {
  const attributes = (builder.picture.columnsByRelation.get(row.relationOid) ?? []).map((column) => {
    const typeId = builder.idOf(address('pg_type', column.typeOid));
    return {
      name: column.name,
      type: storedType(column.type),
      ...(typeId !== undefined && { typeId }),
      ...(column.collation !== null && { collation: column.collation }),
      ...(column.comment !== null && { comment: column.comment }),
    };
  });
  builder.add('composite', { ...commonOf(builder, row), attributes }, idOf(builder, row));
}

function buildRange(builder: RecordBuilder, row: TypeRow): void {
  const usual = multirangeNameOf({ name: row.name });
  builder.add(
    'range',
    {
      ...commonOf(builder, row),
      ...baseOf(builder, row),
      opclass: row.opclass,
      subtypeDiff: row.subtypeDiff,
      multirangeName: row.multirangeName === usual ? undefined : row.multirangeName,
    },
    idOf(builder, row),
  );
  if (row.canonical === null) return;
  const name = builder.readableName(row.namespaceOid, row.name);
  builder.note(
    'range',
    name,
    `its canonical function ${row.canonical} is not kept: the model has no place for it`,
  );
}

/** Sequences, but for those behind identity columns. */
export function buildSequences(builder: RecordBuilder): void {
  for (const sequence of builder.picture.sequences) {
    const relation = builder.picture.relationByOid.get(sequence.oid);
    if (relation === undefined || sequence.owned === 'i') continue;
    const type = sequence.type === 'bigint' ? undefined : sequence.type;
    const { start, increment, minimum, maximum, cache, cycle } = sequence;
    builder.takeComment(address('pg_class', sequence.oid));
    const owner = ownerColumn(builder, sequence.tableOid, sequence.columnNumber);
    builder.add(
      'sequence',
      {
        namespaceId: builder.idOf(address('pg_namespace', relation.namespaceOid)),
        name: relation.name,
        type,
        ...withoutSequenceDefaults({ start, increment, minimum, maximum, cache, cycle }, type),
        ownedByColumnId: owner,
        unlogged: relation.isUnlogged,
        owner: builder.owner(relation.owner),
        comment: relation.comment,
      },
      builder.idOf(address('pg_class', sequence.oid)),
    );
  }
}

function ownerColumn(
  builder: RecordBuilder,
  tableOid: string | null,
  number: number | null,
): string | undefined {
  if (tableOid === null || number === null) return undefined;
  return builder.columnIds(tableOid, [number])?.[0];
}
