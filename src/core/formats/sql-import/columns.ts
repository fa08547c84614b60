import type { BodyOf } from '../../schema/bodies';
import { bindColumns } from '../../schema/expression';
import { freeObjectName, objectName } from '../../schema/generated-names';
import type { RecordId } from '../../schema/ids';
import type { SchemaRecord } from '../../schema/record';
import { withoutSequenceDefaults } from '../../schema/sequence-defaults';
import { quoteIdentifier } from '../../std/sql-identifier';
import { nameOf, stringsOf } from './ast';
import type { ImportContext } from './context';
import { diagnose } from './context';
import { lowerDefault } from './default-value';
import type { ColumnDef, Constraint, Node } from './parse';
import { readSequenceOptions } from './sequence-options';
import { lowerType } from './types';

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] };
type ColumnBody = BodyOf<'column'>;

/** A constraint on its way into the catalogue, with the text that it stands in. */
export type PendingConstraint = {
  readonly node: Constraint;
  /** The column that it was written behind; undefined for a table constraint. */
  readonly column?: string;
  readonly from: number;
  to: number;
  deferrable: boolean;
  initiallyDeferred: boolean;
  isEnforced: boolean;
};

/**
 * Adds a column from its definition in CREATE TABLE or ADD COLUMN. Gives the constraints that were
 * written with it, which come in once all columns are there.
 */
export function addColumn(
  context: ImportContext,
  table: SchemaRecord<'table'>,
  definition: ColumnDef,
): readonly PendingConstraint[] {
  const { catalog, source } = context;
  const name = definition.colname ?? '';
  const start = source.offset(definition.location);
  const end = source.elementEnd(start);
  const edges = boundariesOf(context, definition, end);
  const inherited = catalog.column(table.id, name);
  if (inherited && (definition.typeName === undefined || context.lineage.isInherited(inherited.id))) {
    return redeclareColumn(context, table, inherited, definition, edges);
  }
  const typeStart = source.offset(definition.typeName?.location);
  const type = lowerType(context, source.slice(typeStart, edges.after(typeStart)));
  const id = catalog.mintId();
  const order = catalog.nextOrder(table.id, id);
  const body: Mutable<ColumnBody> = { tableId: table.id, name, type: type.type, nullable: true, order };
  if (type.typeId !== undefined) body.typeId = type.typeId;
  const collation = stringsOf(definition.collClause?.collname);
  if (collation.length > 0) body.collation = collation.map(quoteIdentifier).join('.');
  if (!definition.typeName || inherited) {
    diagnose(context, 'error', ...columnTrouble(table, definition), start);
    return [];
  }
  setStorage(body, definition);
  const column = inProgress(id, table, name, type, edges, body);
  if (type.serial !== undefined) makeSerial(context, column, type.serial);
  takeConstraints(context, column, definition);
  removeAbsent(body);
  catalog.create('column', body, id);
  for (const node of column.notNulls) setNotNull(context, id, node);
  return column.pending;
}

function columnTrouble({ body }: SchemaRecord<'table'>, { colname, typeName }: ColumnDef): [string, string] {
  return typeName === undefined
    ? ['unknown-column', `“${body.name}” has no column “${colname ?? ''}” to set options of.`]
    : [
        'duplicate-column',
        `The table “${body.name}” already has a column “${colname ?? ''}”; this one was left out.`,
      ];
}

/** A column that is there from above, declared again: it is the table's own now, with what is said here. */
function redeclareColumn(
  context: ImportContext,
  table: SchemaRecord<'table'>,
  inherited: SchemaRecord<'column'>,
  definition: ColumnDef,
  edges: Edges,
): readonly PendingConstraint[] {
  const { id, body } = inherited;
  if (!table.body.partitionOf) context.lineage.setInherited(id, false);
  const type = body.typeId === undefined ? { type: body.type } : { type: body.type, typeId: body.typeId };
  const patch: Mutable<Partial<ColumnBody>> = {};
  setStorage(patch, definition);
  const column = inProgress(id, table, body.name, type, edges, patch);
  takeConstraints(context, column, definition);
  context.catalog.update(inherited, patch);
  for (const node of column.notNulls) setNotNull(context, id, node);
  return column.pending;
}

function takeConstraints(context: ImportContext, column: ColumnInProgress, definition: ColumnDef): void {
  for (const node of definition.constraints ?? []) {
    if ('Constraint' in node) takeConstraint(context, column, node.Constraint);
  }
}

/** Binds the names in a table's generated columns; their columns may be defined further down. */
export function bindGenerated(context: ImportContext, tableId: RecordId): void {
  for (const column of context.catalog.childrenOf(tableId, 'column')) {
    const { generated, columnRefs } = column.body;
    if (generated && columnRefs === undefined) {
      context.catalog.update(column, { columnRefs: columnRefsOf(context, tableId, [generated.expression]) });
    }
  }
}

/** Which columns of a table the names in these expressions mean. */
export function columnRefsOf(
  context: ImportContext,
  tableId: RecordId,
  expressions: readonly string[],
): Record<string, RecordId> {
  const find = (name: string) => context.catalog.column(tableId, name)?.id;
  return Object.assign({}, ...expressions.map((text) => bindColumns(text, find)));
}

type Edges = { after(offset: number): number };
type ColumnInProgress = {
  readonly id: RecordId;
  readonly table: SchemaRecord<'table'>;
  readonly name: string;
  readonly type: ReturnType<typeof lowerType>;
  readonly edges: Edges;
  /** Where what its constraints say of the column itself goes; undefined for what is absent now. */
  readonly patch: Mutable<Partial<ColumnBody>>;
  /** NOT NULL with a name, which may be taken. */
  readonly notNulls: Constraint[];
  readonly pending: PendingConstraint[];
};

function inProgress(
  id: RecordId,
  table: SchemaRecord<'table'>,
  name: string,
  type: ReturnType<typeof lowerType>,
  edges: Edges,
  patch: Mutable<Partial<ColumnBody>>,
): ColumnInProgress {
  return { id, table, name, type, edges, patch, notNulls: [], pending: [] };
}

/** Where the parts of a column definition begin; each ends where the next begins. */
function boundariesOf(context: ImportContext, definition: ColumnDef, end: number): Edges {
  const { source } = context;
  const starts: number[] = [];
  for (const node of definition.constraints ?? []) {
    if ('Constraint' in node) starts.push(source.offset(node.Constraint.location));
  }
  if (definition.collClause) starts.push(source.offset(definition.collClause.location));
  if (definition.storage_name || definition.compression) {
    const typeStart = source.offset(definition.typeName?.location);
    for (const word of ['storage', 'compression']) {
      const at = source.wordAt(word, typeStart);
      if (at !== undefined && at < end) starts.push(at);
    }
  }
  return { after: (offset) => nearestAfter(starts, offset, end) };
}

function nearestAfter(starts: readonly number[], offset: number, end: number): number {
  let nearest = end;
  for (const start of starts) if (start > offset && start < nearest) nearest = start;
  return nearest;
}

function takeConstraint(context: ImportContext, column: ColumnInProgress, node: Constraint): void {
  const { source } = context;
  const from = source.offset(node.location);
  const to = column.edges.after(from);
  const last = column.pending.at(-1);
  switch (node.contype) {
    case 'CONSTR_NULL':
      return;
    case 'CONSTR_NOTNULL':
      column.patch.nullable = false;
      if (node.is_no_inherit) column.patch.notNullNoInherit = true;
      if (node.conname !== undefined) column.notNulls.push(node);
      return;
    case 'CONSTR_DEFAULT': {
      const text = textAfter(context, 'default', from, to);
      column.patch.default = lowerDefault(context, node.raw_expr, text, column.type) ?? undefined;
      return;
    }
    case 'CONSTR_IDENTITY':
      Object.assign(column.patch, identityOf(context, column, node));
      return;
    case 'CONSTR_GENERATED': {
      const expression = source.parenthesised(from).text;
      column.patch.generated = { expression, stored: node.generated_kind !== 'v' };
      return;
    }
    case 'CONSTR_ATTR_DEFERRABLE':
    case 'CONSTR_ATTR_NOT_DEFERRABLE':
    case 'CONSTR_ATTR_DEFERRED':
    case 'CONSTR_ATTR_IMMEDIATE':
    case 'CONSTR_ATTR_ENFORCED':
    case 'CONSTR_ATTR_NOT_ENFORCED':
      if (last) applyAttribute(last, node.contype, to);
      return;
    default:
      column.pending.push({ ...pendingOf(node, from, to), column: column.name });
  }
}

/** A constraint with the attributes that stand in its own node. */
export function pendingOf(node: Constraint, from: number, to: number): PendingConstraint {
  const canBeUnenforced = node.contype === 'CONSTR_CHECK' || node.contype === 'CONSTR_FOREIGN';
  return {
    node,
    from,
    to,
    deferrable: node.deferrable === true,
    initiallyDeferred: node.initdeferred === true,
    isEnforced: !canBeUnenforced || node.is_enforced === true,
  };
}

function applyAttribute(pending: PendingConstraint, attribute: string, to: number): void {
  pending.to = to;
  if (attribute === 'CONSTR_ATTR_DEFERRABLE') pending.deferrable = true;
  if (attribute === 'CONSTR_ATTR_DEFERRED') {
    // INITIALLY DEFERRED alone says DEFERRABLE too (transformConstraintAttrs in parse_utilcmd.c).
    pending.deferrable = true;
    pending.initiallyDeferred = true;
  }
  if (attribute === 'CONSTR_ATTR_NOT_ENFORCED') pending.isEnforced = false;
}

/** Takes the fields away that are said to be absent (`DEFAULT NULL`). */
function removeAbsent(body: Mutable<ColumnBody>): void {
  if ('default' in body && body.default === undefined) delete body.default;
  if ('identityOptions' in body && body.identityOptions === undefined) delete body.identityOptions;
}

/** What is written behind a word; a constraint's name may stand before it. */
export function textAfter(context: ImportContext, word: string, from: number, to: number): string {
  const at = context.source.wordAt(word, from) ?? from;
  return context.source.slice(at + word.length, to);
}

/** A serial column: what PostgreSQL itself makes of it (generateSerialExtraStmts in parse_utilcmd.c). */
function makeSerial(
  context: ImportContext,
  column: ColumnInProgress,
  serial: 'smallserial' | 'serial' | 'bigserial',
): void {
  const { catalog } = context;
  const { namespaceId } = column.table.body;
  const isTaken = (name: string) => catalog.isRelationTaken(namespaceId, name);
  const type = serial === 'smallserial' ? 'smallint' : serial === 'serial' ? 'integer' : undefined;
  const sequence = catalog.create('sequence', {
    namespaceId,
    name: freeObjectName(column.table.body.name, column.name, 'seq', isTaken),
    ownedByColumnId: column.id,
    ...(type && { type }),
    ...(column.table.body.unlogged && { unlogged: true }),
  });
  if (!sequence) return;
  column.patch.nullable = false;
  column.patch.default = { kind: 'sequence', sequenceId: sequence.id };
}

/**
 * What makes a column an identity column: fields of its own. Its sequence is no record, but its name is taken
 * here.
 */
export function identityOf(
  context: ImportContext,
  column: Pick<ColumnInProgress, 'id' | 'table' | 'name' | 'type'>,
  node: Constraint,
): Pick<ColumnBody, 'nullable' | 'default' | 'identity' | 'identityOptions'> {
  const { numbers, sequenceName } = readSequenceOptions(node.options);
  const { type } = column.type;
  const size = type === 'smallint' || type === 'integer' ? type : undefined;
  const options = withoutSequenceDefaults(numbers, size);
  setIdentitySequence(
    context,
    column.table,
    column.id,
    column.name,
    sequenceName && nameOf(sequenceName).name,
  );
  return {
    nullable: false,
    default: undefined,
    identity: node.generated_when === 'd' ? 'by default' : 'always',
    identityOptions: Object.keys(options).length > 0 ? options : undefined,
  };
}

/** Notes the name of the sequence behind an identity column; PostgreSQL's own when none is given. */
export function setIdentitySequence(
  { catalog }: ImportContext,
  { body }: SchemaRecord<'table'>,
  columnId: RecordId,
  columnName: string,
  name?: string,
): void {
  const { namespaceId } = body;
  const isTaken = (one: string) => catalog.isRelationTaken(namespaceId, one);
  const taken = name ?? freeObjectName(body.name, columnName, 'seq', isTaken);
  catalog.setIdentitySequence(namespaceId, taken, columnId);
}

/** Makes a column NOT NULL; from PostgreSQL 18 that is a constraint with a name. */
export function setNotNull(context: ImportContext, columnId: RecordId, node: Constraint): void {
  const { catalog } = context;
  const column = catalog.live(columnId, 'column');
  const table = catalog.live(column?.body.tableId, 'table');
  if (!column || !table) return;
  catalog.update(column, { nullable: false, notNullNoInherit: node.is_no_inherit || undefined });
  const isOwn = node.conname !== undefined && node.conname !== notNullName(table, column);
  if (isOwn && !catalog.update(column, { notNullName: node.conname })) {
    diagnose(
      context,
      'error',
      'name-taken',
      `The name “${node.conname ?? ''}” is taken; NOT NULL goes without it.`,
    );
  }
}

/** The name that PostgreSQL gives a column's not-null constraint. */
export function notNullName(table: SchemaRecord<'table'>, column: SchemaRecord<'column'>): string {
  return objectName(table.body.name, column.body.name, 'not_null');
}

/** STORAGE and COMPRESSION; DEFAULT is what the type brings. */
function setStorage(body: Mutable<Partial<ColumnBody>>, definition: ColumnDef): void {
  const storage = storageNamed(definition.storage_name);
  if (storage) body.storage = storage;
  const compression = compressionNamed(definition.compression);
  if (compression) body.compression = compression;
}

export function storageNamed(name: string | undefined): ColumnBody['storage'] {
  const found = name?.toLowerCase();
  return found === 'plain' || found === 'external' || found === 'extended' || found === 'main'
    ? found
    : undefined;
}

export function compressionNamed(name: string | undefined): ColumnBody['compression'] {
  const found = name?.toLowerCase();
  return found === 'pglz' || found === 'lz4' ? found : undefined;
}

/** Sets a column's default from ALTER COLUMN … SET DEFAULT. */
export function setColumnDefault(
  context: ImportContext,
  column: SchemaRecord<'column'>,
  node: Node | undefined,
  text: string,
): void {
  const { type, typeId } = column.body;
  const value = lowerDefault(context, node, text, typeId === undefined ? { type } : { type, typeId });
  context.catalog.update(column, { default: value ?? undefined });
}
