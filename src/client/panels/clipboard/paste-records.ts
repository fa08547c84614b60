/** One record of a copied table → the operation that makes its copy. Pure. */
import type { BodyOf } from '../../../core/schema/bodies';
import type { DefaultValue } from '../../../core/schema/body-parts';
import { renderExpression } from '../../../core/schema/expression';
import type { RecordId } from '../../../core/schema/ids';
import type { MemoryState } from '../../../core/schema/memory-state';
import { scopes } from '../../../core/schema/names';
import type { Operation } from '../../../core/schema/operation';
import type { SchemaRecord } from '../../../core/schema/record';
import { isKind } from '../../../core/schema/record';
import { create } from '../edits/operations';
import type { PasteContext } from './paste-context';
import { leftOut, outsideTarget } from './paste-foreign-keys';
import type { NamedOfTable } from './paste-names';
import { copiedPartName, followingName } from './paste-names';

/** What the copies of single records share. */
export type Copying = {
  /** The project, before anything is pasted. */
  readonly state: MemoryState;
  /** The copied records. */
  readonly clip: MemoryState;
  readonly context: PasteContext;
  /** Copied records, and the ids of their copies. */
  readonly ids: ReadonlyMap<RecordId, RecordId>;
  /** Copied tables under their new names. */
  readonly names: ReadonlyMap<RecordId, string>;
  /** Whether foreign keys to tables that were not copied are kept where they can be. */
  readonly goesOutside: boolean;
};

function copyOf({ ids }: Copying, id: RecordId): RecordId {
  return ids.get(id) ?? id;
}

/** Where the copy of a table has a column as its own that the original inherits. */
export function ownedColumn(tableId: RecordId, columnId: RecordId): string {
  return `${tableId} ${columnId}`;
}

/** The copy of a column of a table; the column itself where it is another table's that is here. */
function columnCopy({ ids }: Copying, tableId: RecordId, id: RecordId): RecordId {
  return ids.get(ownedColumn(tableId, id)) ?? ids.get(id) ?? id;
}

function copiesOf(copying: Copying, tableId: RecordId, columnIds: readonly RecordId[]): RecordId[] {
  return columnIds.map((id) => columnCopy(copying, tableId, id));
}

export function copiedTable(copying: Copying, { id, body }: SchemaRecord<'table'>): Operation {
  const { columnRefs, partitionBy, inherits, ...rest } = body;
  const elements = partitionBy && copiedElements(copying, id, partitionBy.elements, columnRefs);
  return create('table', copyOf(copying, id), {
    ...rest,
    namespaceId: copying.context.namespace(body.namespaceId),
    name: nameOf(copying, id),
    ...(partitionBy && elements && { partitionBy: { ...partitionBy, elements } }),
    ...(inherits &&
      !losesParents(copying, inherits) && { inherits: inherits.map((one) => copyOf(copying, one)) }),
  });
}

/** Whether a table that it inherits from is neither copied nor here: then the copy has those columns as its own. */
export function losesParents(
  { state, ids }: Pick<Copying, 'state' | 'ids'>,
  inherits: readonly RecordId[],
): boolean {
  return inherits.some((id) => !ids.has(id) && !state.live(id, 'table'));
}

type Element = { readonly columnId: RecordId } | { readonly expression: string };

/** Elements of an index, an exclusion constraint or a partition key, over the copy's columns. */
function copiedElements<One extends Element>(
  copying: Copying,
  tableId: RecordId,
  elements: readonly One[],
  columnRefs: Readonly<Record<string, RecordId>> | undefined,
): One[] {
  return elements.map((element) =>
    'columnId' in element
      ? { ...element, columnId: columnCopy(copying, tableId, element.columnId) }
      : { ...element, expression: rewritten(copying, tableId, element.expression, columnRefs) },
  );
}

function nameOf({ names }: Copying, tableId: RecordId): string {
  return names.get(tableId) ?? '';
}

/** A column of a copied table. `place`: the table that has it in the copy, where it is an inherited one, and its order. */
export function copiedColumn(
  copying: Copying,
  original: SchemaRecord<'column'>,
  place: { readonly tableId?: RecordId; readonly order?: string } = {},
): Operation {
  const { context, names } = copying;
  const column = { ...original, body: { ...original.body, ...place } };
  const { typeId: _type, columnRefs, default: value, generated, ...body } = column.body;
  const { type, record } = context.type(column.body, names);
  const copiedDefault = value && defaultOf(copying, column, value, record);
  const rendered = generated && {
    ...generated,
    expression: rewritten(copying, body.tableId, generated.expression, columnRefs),
  };
  return create('column', columnCopy(copying, body.tableId, column.id), {
    ...body,
    tableId: copyOf(copying, body.tableId),
    type,
    ...(copiedDefault && { default: copiedDefault }),
    ...(rendered && { generated: rendered }),
  });
}

function defaultOf(
  copying: Copying,
  { body }: SchemaRecord<'column'>,
  value: DefaultValue,
  type: SchemaRecord | null,
): DefaultValue | undefined {
  if (value.kind === 'sequence') {
    const copied = copying.ids.get(value.sequenceId);
    return { kind: 'sequence', sequenceId: copied ?? copying.context.sequence(value.sequenceId) };
  }
  const isLabel =
    value.kind !== 'literal' ||
    type?.kind !== 'enum' ||
    body.type.endsWith(']') ||
    type.body.labels.includes(value.text);
  if (isLabel) return value;
  const column = `${nameOf(copying, body.tableId)}.${body.name}`;
  copying.context.notices.push(`${column} has no default: "${value.text}" is no label of its type here.`);
  return undefined;
}

/** A sequence that a copied column owns. Null for all others. */
export function copiedSequence(copying: Copying, { id, body }: SchemaRecord<'sequence'>): Operation | null {
  const { clip, context, ids } = copying;
  const owner = clip.live(body.ownedByColumnId ?? '', 'column');
  if (!owner || !ids.has(owner.id)) return null;
  const namespaceId = context.namespace(body.namespaceId);
  const was = clip.live(owner.body.tableId, 'table')?.body.name ?? '';
  const wanted = followingName(body.name, { was, is: nameOf(copying, owner.body.tableId) });
  const name = context.taken.claim(scopes.relations(namespaceId), wanted);
  const ownedByColumnId = copyOf(copying, owner.id);
  return create('sequence', copyOf(copying, id), { ...body, namespaceId, name, ownedByColumnId });
}

/** A key, constraint or index of a copied table; null for a foreign key that has nowhere to go. */
export function copiedPart(copying: Copying, record: SchemaRecord): Operation | null {
  switch (record.kind) {
    case 'primary-key':
      return create(record.kind, copyOf(copying, record.id), {
        ...keyBody(copying, record.body),
        ...named(copying, record),
      });
    case 'unique':
      return create(record.kind, copyOf(copying, record.id), {
        ...keyBody(copying, record.body),
        ...named(copying, record),
      });
    case 'foreign-key':
      return copiedForeignKey(copying, record);
    case 'check': {
      const { columnRefs, name: _name, ...body } = record.body;
      return create(record.kind, copyOf(copying, record.id), {
        ...body,
        tableId: copyOf(copying, body.tableId),
        expression: rewritten(copying, body.tableId, body.expression, columnRefs),
        ...named(copying, record),
      });
    }
    case 'index':
      return copiedIndex(copying, record);
    case 'exclusion':
      return copiedExclusion(copying, record);
    default:
      return null;
  }
}

type KeyBody = BodyOf<'primary-key'> | BodyOf<'unique'>;

function keyBody<Body extends KeyBody>(copying: Copying, body: Body): Omit<Body, 'name'> {
  const { name: _name, ...rest } = body;
  return {
    ...rest,
    tableId: copyOf(copying, body.tableId),
    columnIds: copiesOf(copying, body.tableId, body.columnIds),
    ...(body.include && { include: copiesOf(copying, body.tableId, body.include) }),
  };
}

function copiedForeignKey(copying: Copying, record: SchemaRecord<'foreign-key'>): Operation | null {
  const { name: _name, ...body } = record.body;
  const target = targetOf(copying, record);
  if (target === null) {
    copying.context.notices.push(leftOut(copying.clip, record));
    return null;
  }
  return create('foreign-key', copyOf(copying, record.id), {
    ...body,
    ...target,
    tableId: copyOf(copying, body.tableId),
    columnIds: copiesOf(copying, body.tableId, body.columnIds),
    ...(body.onDeleteColumnIds && {
      onDeleteColumnIds: copiesOf(copying, body.tableId, body.onDeleteColumnIds),
    }),
    ...named(copying, record),
  });
}

function targetOf(copying: Copying, record: SchemaRecord<'foreign-key'>) {
  const { referencedTableId, referencedColumnIds } = record.body;
  if (copying.names.has(referencedTableId)) {
    return {
      referencedTableId: copyOf(copying, referencedTableId),
      referencedColumnIds: copiesOf(copying, referencedTableId, referencedColumnIds),
    };
  }
  return copying.goesOutside ? outsideTarget(copying, record) : null;
}

function copiedIndex(copying: Copying, record: SchemaRecord<'index'>): Operation {
  const { columnRefs, name: _name, predicate, ...body } = record.body;
  return create('index', copyOf(copying, record.id), {
    ...body,
    tableId: copyOf(copying, body.tableId),
    elements: copiedElements(copying, body.tableId, body.elements, columnRefs),
    ...(body.include && { include: copiesOf(copying, body.tableId, body.include) }),
    ...(predicate !== undefined && {
      predicate: rewritten(copying, body.tableId, predicate, columnRefs),
    }),
    ...named(copying, record),
  });
}

function copiedExclusion(copying: Copying, record: SchemaRecord<'exclusion'>): Operation {
  const { columnRefs, name: _name, predicate, ...body } = record.body;
  return create('exclusion', copyOf(copying, record.id), {
    ...body,
    tableId: copyOf(copying, body.tableId),
    elements: copiedElements(copying, body.tableId, body.elements, columnRefs),
    ...(body.include && { include: copiesOf(copying, body.tableId, body.include) }),
    ...(predicate !== undefined && {
      predicate: rewritten(copying, body.tableId, predicate, columnRefs),
    }),
    ...named(copying, record),
  });
}

/** An expression as it reads in the copy: with the columns' present names, and its own table's new one. */
function rewritten(
  copying: Copying,
  tableId: RecordId,
  text: string,
  columnRefs: Readonly<Record<string, RecordId>> | undefined,
): string {
  const { clip } = copying;
  const columnName = (id: RecordId) => clip.live(id, 'column')?.body.name;
  return renderExpression(text, columnRefs, columnName, nameOf(copying, tableId));
}

/** The name of a part's copy; nothing where the schema's rules shall generate one. */
function named(copying: Copying, record: SchemaRecord<NamedOfTable>): { readonly name?: string } {
  const table = copying.clip.get(record.body.tableId);
  if (!isKind(table, 'table')) return {};
  const name = copiedPartName(
    record,
    {
      id: copyOf(copying, table.id),
      namespaceId: copying.context.namespace(table.body.namespaceId),
      was: table.body.name,
      is: nameOf(copying, table.id),
    },
    copying.context.taken,
  );
  return name === undefined ? {} : { name };
}
