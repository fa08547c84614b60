import type { BodyOf } from '../../schema/bodies';
import { bindColumns } from '../../schema/expression';
import { freeObjectName } from '../../schema/generated-names';
import type { RecordId } from '../../schema/ids';
import type { SchemaRecord } from '../../schema/record';
import { withoutSequenceDefaults } from '../../schema/sequence-defaults';
import { quoteIdentifier } from '../../std/sql-identifier';
import { nameOf, stringsOf } from './ast';
import type { ImportContext } from './context';
import { diagnose, qualifiedName } from './context';
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
  const typeStart = source.offset(definition.typeName?.location);
  const type = lowerType(context, source.slice(typeStart, edges.after(typeStart)));
  const id = catalog.mintId();
  const order = catalog.nextOrder(table.id, id);
  const body: Mutable<ColumnBody> = { tableId: table.id, name, type: type.type, nullable: true, order };
  if (type.typeId !== undefined) body.typeId = type.typeId;
  const collation = stringsOf(definition.collClause?.collname);
  if (collation.length > 0) body.collation = collation.map(quoteIdentifier).join('.');
  if (!catalog.create('column', body, id)) {
    diagnose(
      context,
      'error',
      'duplicate-column',
      `The table “${table.body.name}” already has a column “${name}”; this one was left out.`,
      start,
    );
    return [];
  }
  const column = { id, table, name, type, edges, pending: [] as PendingConstraint[] };
  if (type.serial !== undefined) makeSerial(context, column, type.serial);
  for (const node of definition.constraints ?? []) {
    if ('Constraint' in node) takeConstraint(context, column, node.Constraint);
  }
  keepStorage(context, column, definition);
  return column.pending;
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
  readonly pending: PendingConstraint[];
};

/** Where the parts of a column definition begin; each ends where the next begins. */
function boundariesOf(context: ImportContext, definition: ColumnDef, end: number): Edges {
  const { source } = context;
  const starts = (definition.constraints ?? []).flatMap((node) =>
    'Constraint' in node ? [source.offset(node.Constraint.location)] : [],
  );
  if (definition.collClause) starts.push(source.offset(definition.collClause.location));
  const typeStart = source.offset(definition.typeName?.location);
  for (const word of definition.storage_name || definition.compression ? ['storage', 'compression'] : []) {
    const at = source.wordAt(word, typeStart);
    if (at !== undefined && at < end) starts.push(at);
  }
  return { after: (offset) => Math.min(end, ...starts.filter((start) => start > offset)) };
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
      noteNotNullName(context, column.table, column.name, node);
      change(context, column, { nullable: false });
      return;
    case 'CONSTR_DEFAULT':
      setDefault(context, column, node.raw_expr, textAfter(context, 'default', from, to));
      return;
    case 'CONSTR_IDENTITY':
      setIdentity(context, column, node);
      return;
    case 'CONSTR_GENERATED': {
      const expression = source.parenthesised(from).text;
      change(context, column, { generated: { expression, stored: node.generated_kind !== 'v' } });
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

function change(
  context: ImportContext,
  { id }: Pick<ColumnInProgress, 'id'>,
  patch: Partial<ColumnBody>,
): void {
  const column = context.catalog.live(id, 'column');
  if (column) context.catalog.update(column, patch);
}

/** What is written behind a word; a constraint's name may stand before it. */
export function textAfter(context: ImportContext, word: string, from: number, to: number): string {
  const at = context.source.wordAt(word, from) ?? from;
  return context.source.slice(at + word.length, to);
}

function setDefault(
  context: ImportContext,
  column: Pick<ColumnInProgress, 'id' | 'type'>,
  node: Node | undefined,
  text: string,
): void {
  change(context, column, { default: lowerDefault(context, node, text, column.type) ?? undefined });
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
  });
  if (!sequence) return;
  change(context, column, { nullable: false, default: { kind: 'sequence', sequenceId: sequence.id } });
}

/** Makes a column an identity column; its sequence is no record, but its name is taken. */
export function setIdentity(
  context: ImportContext,
  column: Pick<ColumnInProgress, 'id' | 'table' | 'name' | 'type'>,
  node: Constraint,
): void {
  const { catalog } = context;
  const { namespaceId } = column.table.body;
  const { numbers, sequenceName } = readSequenceOptions(node.options);
  const { type } = column.type;
  const size = type === 'smallint' || type === 'integer' ? type : undefined;
  const options = withoutSequenceDefaults(numbers, size);
  change(context, column, {
    nullable: false,
    default: undefined,
    identity: node.generated_when === 'd' ? 'by default' : 'always',
    identityOptions: Object.keys(options).length > 0 ? options : undefined,
  });
  const isTaken = (name: string) => catalog.isRelationTaken(namespaceId, name);
  const name = sequenceName
    ? nameOf(sequenceName).name
    : freeObjectName(column.table.body.name, column.name, 'seq', isTaken);
  catalog.setIdentitySequence(namespaceId, name, column.id);
}

/** From PostgreSQL 18 a not-null constraint has a name of its own; the model has only the column's flag. */
export function noteNotNullName(
  context: ImportContext,
  table: SchemaRecord<'table'>,
  column: string,
  node: Constraint,
): void {
  const isOwn = node.conname !== undefined && node.conname !== `${table.body.name}_${column}_not_null`;
  if (isOwn) context.report.note('not-null constraint', node.conname ?? '', 'its name is not kept');
  if (node.is_no_inherit) context.report.note('not-null constraint', column, 'NO INHERIT is not kept');
}

function keepStorage(context: ImportContext, column: ColumnInProgress, definition: ColumnDef): void {
  const settings = [
    definition.storage_name && `SET STORAGE ${definition.storage_name}`,
    definition.compression && `SET COMPRESSION ${definition.compression}`,
  ].filter((setting) => setting !== undefined && setting !== '');
  for (const setting of settings) alterColumnLater(context, column, String(setting));
}

/** Keeps a property of a column that the model does not hold, as an ALTER TABLE of its own. */
export function alterColumnLater(
  context: ImportContext,
  { id, table }: Pick<ColumnInProgress, 'id' | 'table'>,
  action: string,
): void {
  const { catalog } = context;
  const readable = `${table.body.name}.${catalog.live(id, 'column')?.body.name ?? ''}`;
  context.verbatim.add({
    tag: 'alter column',
    name: readable,
    reason: `${action.slice(0, 80)}: kept as text`,
    text: () => {
      const owner = catalog.live(table.id, 'table') ?? table;
      const name = quoteIdentifier(catalog.live(id, 'column')?.body.name ?? '');
      return `ALTER TABLE ${qualifiedName(catalog, owner)} ALTER COLUMN ${name} ${action}`;
    },
    phase: 'after tables',
    attachedTo: [id],
  });
}

/** Sets a column's default from ALTER COLUMN … SET DEFAULT. */
export function setColumnDefault(
  context: ImportContext,
  column: SchemaRecord<'column'>,
  node: Node | undefined,
  text: string,
): void {
  const { type, typeId } = column.body;
  setDefault(
    context,
    { id: column.id, type: typeId === undefined ? { type } : { type, typeId } },
    node,
    text,
  );
}
