import type { BodyOf } from '../../schema/bodies';
import type { SchemaRecord } from '../../schema/record';
import { quoteIdentifier } from '../../std/sql-identifier';
import type { Action } from './alter-parts';
import { rangeName, stringsOf } from './ast';
import type { ImportContext } from './context';
import { creationNamespace, diagnose, readableName } from './context';
import { keepVerbatim } from './lower-verbatim';
import { changeOwner, roleName } from './owners';
import type { ColumnDef, CompositeTypeStmt } from './parse';
import { lowerType } from './types';

type Attribute = BodyOf<'composite'>['attributes'][number];

/** CREATE TYPE … AS (…). */
export function lowerComposite(context: ImportContext, statement: CompositeTypeStmt): void {
  const name = rangeName(statement.typevar);
  const namespaceId = creationNamespace(context, name);
  const attributes = (statement.coldeflist ?? []).flatMap((node) =>
    'ColumnDef' in node ? [attributeOf(context, node.ColumnDef)] : [],
  );
  if (context.catalog.create('composite', { namespaceId, name: name.name, attributes })) return;
  const message = `The name “${readableName(name)}” is taken; the type was kept as text.`;
  diagnose(context, 'error', 'name-taken', message);
  keepVerbatim(context, { CompositeTypeStmt: statement });
}

function attributeOf(context: ImportContext, definition: ColumnDef): Attribute {
  const collation = stringsOf(definition.collClause?.collname).map(quoteIdentifier).join('.');
  const { type, typeId } = typeOf(context, definition);
  return {
    name: definition.colname ?? '',
    type,
    ...(typeId !== undefined && { typeId }),
    ...(collation && { collation }),
  };
}

function typeOf(context: ImportContext, { typeName, collClause }: ColumnDef): ReturnType<typeof lowerType> {
  const { source } = context;
  const from = source.offset(typeName?.location);
  const end = collClause ? source.offset(collClause.location) : attributeEnd(context, from);
  return lowerType(context, source.slice(from, end));
}

/** CASCADE and RESTRICT may stand behind the type. */
function attributeEnd({ source }: ImportContext, from: number): number {
  const end = source.elementEnd(from);
  const edges = ['cascade', 'restrict'].flatMap((word) => source.wordAt(word, from) ?? []);
  return Math.min(end, ...edges);
}

/** ALTER TYPE … ADD, DROP and ALTER ATTRIBUTE, OWNER TO. */
export function alterAttributes(
  context: ImportContext,
  type: SchemaRecord<'composite'>,
  actions: readonly Action[],
): void {
  for (const { command } of actions) {
    const now = context.catalog.live(type.id, 'composite');
    if (!now) return;
    if (command.subtype === 'AT_ChangeOwner') {
      changeOwner(context, now, roleName(command.newowner));
      continue;
    }
    const definition = command.def && 'ColumnDef' in command.def ? command.def.ColumnDef : undefined;
    const attributes = altered(context, now.body.attributes, command.subtype, command.name, definition);
    context.catalog.update(now, { attributes });
  }
}

function altered(
  context: ImportContext,
  attributes: readonly Attribute[],
  subtype: string | undefined,
  name: string | undefined,
  definition: ColumnDef | undefined,
): Attribute[] {
  if (subtype === 'AT_DropColumn') return attributes.filter((one) => one.name !== name);
  if (!definition) return [...attributes];
  if (subtype === 'AT_AddColumn') {
    const added = attributeOf(context, definition);
    return attributes.some((one) => one.name === added.name) ? [...attributes] : [...attributes, added];
  }
  return attributes.map((one) => {
    if (one.name !== name) return one;
    const { comment } = one;
    return { ...attributeOf(context, { ...definition, colname: one.name }), ...(comment && { comment }) };
  });
}

/** RENAME ATTRIBUTE. */
export function renameAttribute(
  context: ImportContext,
  type: SchemaRecord<'composite'>,
  from: string,
  to: string,
): void {
  const attributes = type.body.attributes.map((one) => (one.name === from ? { ...one, name: to } : one));
  context.catalog.update(type, { attributes });
}

/** COMMENT ON COLUMN of a composite type. */
export function commentAttribute(
  context: ImportContext,
  type: SchemaRecord<'composite'>,
  name: string,
  comment: string | undefined,
): void {
  const attributes = type.body.attributes.map((one) => {
    if (one.name !== name) return one;
    const { comment: _before, ...rest } = one;
    return comment ? { ...rest, comment } : rest;
  });
  context.catalog.update(type, { attributes });
}
