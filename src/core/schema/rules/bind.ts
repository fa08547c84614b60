import { sameJson } from '../../std/canonical-json';
import type { Problem } from '../../std/problem';
import type { Result } from '../../std/result';
import { ok, refused } from '../../std/result';
import { isBuiltInType, parseDataType, printDataType, wellKnownExtensionTypes } from '../data-type';
import type { Draft } from '../draft';
import { bindColumns, renderExpression } from '../expression';
import type { RecordId } from '../ids';
import { columnOwners } from '../inheritance';
import { scopes } from '../names';
import type { StateReader } from '../reader';
import type { SchemaRecord } from '../record';
import { isKind, isLive } from '../record';
import { describe } from './describe';

/**
 * Turns names that a person wrote into ids, so that renames elsewhere do not break them: the type of
 * a column, and the columns in an expression. Only for what was written anew; the rest keeps its ids.
 */
export function bindNames(draft: Draft, record: SchemaRecord): Result<SchemaRecord, Problem> {
  const before = draft.before(record.id);
  const known = isLive(before) && before.kind === record.kind ? before : undefined;
  const typed = bindTypes(draft, record, known);
  return typed.ok ? ok(bindExpressions(draft, typed.value, known)) : typed;
}

/** The types that a record names, as ids. */
function bindTypes(
  draft: Draft,
  record: SchemaRecord,
  known: SchemaRecord | undefined,
): Result<SchemaRecord, Problem> {
  switch (record.kind) {
    case 'column': {
      // Asked only of a type that is not built in: an edit of anything else needs nothing of the table.
      const home = () => {
        const table = draft.get(record.body.tableId);
        return isKind(table, 'table') ? table.body.namespaceId : undefined;
      };
      return bindBody(draft, record, isKind(known, 'column') ? known.body : undefined, home);
    }
    case 'domain':
      return bindBody(
        draft,
        record,
        isKind(known, 'domain') ? known.body : undefined,
        () => record.body.namespaceId,
      );
    case 'range':
      return bindBody(
        draft,
        record,
        isKind(known, 'range') ? known.body : undefined,
        () => record.body.namespaceId,
      );
    case 'composite':
      return bindAttributes(draft, record, isKind(known, 'composite') ? known : undefined);
    default:
      return ok(record);
  }
}

/** The namespace of what has a type. */
type Home = () => RecordId | undefined;

type Typed = { readonly type: string; readonly typeId?: RecordId | undefined };

function bindBody(
  draft: Draft,
  record: SchemaRecord<'column' | 'domain' | 'range'>,
  known: Typed | undefined,
  home: Home,
): Result<SchemaRecord, Problem> {
  const bound = bindType(draft, record, record.body, known, home, '/body/type');
  if (!bound.ok) return bound;
  return ok(bound.value === record.body ? record : ({ ...record, body: bound.value } as SchemaRecord));
}

function bindAttributes(
  draft: Draft,
  record: SchemaRecord<'composite'>,
  known: SchemaRecord<'composite'> | undefined,
): Result<SchemaRecord, Problem> {
  const attributes: (typeof record.body.attributes)[number][] = [];
  for (const [place, attribute] of record.body.attributes.entries()) {
    const before = known?.body.attributes.find(({ name }) => name === attribute.name);
    const pointer = `/body/attributes/${place}/type`;
    const bound = bindType(draft, record, attribute, before, () => record.body.namespaceId, pointer);
    if (!bound.ok) return bound;
    attributes.push(bound.value);
  }
  return ok(
    sameJson(attributes, record.body.attributes)
      ? record
      : { ...record, body: { ...record.body, attributes } },
  );
}

function bindType<Body extends Typed>(
  draft: Draft,
  record: SchemaRecord,
  body: Body,
  known: Typed | undefined,
  home: Home,
  pointer: string,
): Result<Body, Problem> {
  if (known && known.type === body.type && known.typeId === body.typeId) return ok(body);
  const parsed = parseDataType(body.type);
  if (!parsed.ok) {
    const detail = `"${body.type}" is not a type: ${parsed.problem}`;
    return refused({ code: 'unknown-type', recordId: record.id, pointer, detail });
  }
  const { typeId: _old, ...rest } = body;
  const type = printDataType(parsed.value);
  if (isBuiltInType(parsed.value)) return ok({ ...rest, type } as Body);
  const typeId = findType(draft, home(), parsed.value);
  if (typeId !== undefined) return ok({ ...rest, type, typeId } as Body);
  if (parsed.value.name in wellKnownExtensionTypes) return ok({ ...rest, type } as Body);
  return refused({
    code: 'unknown-type',
    recordId: record.id,
    pointer,
    detail: `There is no type "${type}" in PostgreSQL or in this project (${describe(record, draft)}).`,
  });
}

/** A type by its name: in the schema it says, else in public, else in `home`, the schema of what has it. */
export function findType(
  draft: Pick<StateReader, 'holder'>,
  home: RecordId | undefined,
  type: { readonly namespace: string | null; readonly name: string },
): RecordId | undefined {
  if (type.namespace !== null) {
    const namespaceId = draft.holder(scopes.namespaces, type.namespace);
    return namespaceId === undefined ? undefined : draft.holder(scopes.types(namespaceId), type.name);
  }
  const publicId = draft.holder(scopes.namespaces, 'public');
  const inPublic = publicId === undefined ? undefined : draft.holder(scopes.types(publicId), type.name);
  if (inPublic !== undefined) return inPublic;
  return home === undefined ? undefined : draft.holder(scopes.types(home), type.name);
}

/** The expressions of a record that can name columns, in a fixed order. */
export function expressionsOf(record: SchemaRecord): readonly string[] {
  switch (record.kind) {
    case 'column':
      return record.body.generated ? [record.body.generated.expression] : [];
    case 'check':
      return [record.body.expression];
    case 'table':
      return expressionsIn(record.body.partitionBy?.elements ?? []);
    case 'index':
    case 'exclusion': {
      const elements = expressionsIn(record.body.elements);
      return record.body.predicate === undefined ? elements : [...elements, record.body.predicate];
    }
    default:
      return [];
  }
}

function expressionsIn(elements: readonly object[]): readonly string[] {
  return elements.flatMap((one) => ('expression' in one ? [String(one.expression)] : []));
}

function withExpressionsIn<Element extends object>(
  elements: readonly Element[],
  replace: (text: string) => string,
): Element[] {
  return elements.map((one) =>
    'expression' in one ? { ...one, expression: replace(String(one.expression)) } : one,
  );
}

/** The record with each of its expressions replaced. */
export function withExpressions(record: SchemaRecord, replace: (text: string) => string): SchemaRecord {
  switch (record.kind) {
    case 'column': {
      const { generated } = record.body;
      if (!generated) return record;
      const expression = replace(generated.expression);
      return { ...record, body: { ...record.body, generated: { ...generated, expression } } };
    }
    case 'check':
      return { ...record, body: { ...record.body, expression: replace(record.body.expression) } };
    case 'table': {
      const { partitionBy } = record.body;
      if (!partitionBy) return record;
      const elements = withExpressionsIn(partitionBy.elements, replace);
      return { ...record, body: { ...record.body, partitionBy: { ...partitionBy, elements } } };
    }
    case 'index':
    case 'exclusion': {
      const { predicate, elements } = record.body;
      const replaced = withExpressionsIn<object>(elements, replace);
      const body = {
        ...record.body,
        elements: replaced,
        ...(predicate !== undefined && { predicate: replace(predicate) }),
      };
      return { ...record, body } as SchemaRecord;
    }
    default:
      return record;
  }
}

type Binding = { readonly columnRefs?: Record<string, RecordId> | undefined };

function bindExpressions(draft: Draft, record: SchemaRecord, known: SchemaRecord | undefined): SchemaRecord {
  const texts = expressionsOf(record);
  const knownTexts = known ? expressionsOf(known) : [];
  const body: Binding & object = record.body;
  if (texts.length === 0) {
    if (body.columnRefs === undefined) return record;
    const { columnRefs: _none, ...rest } = body;
    return { ...record, body: rest } as SchemaRecord;
  }
  if (known && sameJson(texts, knownTexts) && sameJson(body.columnRefs, (known.body as Binding).columnRefs)) {
    return record;
  }
  // Expressions that stay may still spell a column by its old name: bring them up to date first,
  // or an old spelling could be taken for another column that has that name now. Whoever says with the
  // text which columns it means (a restore) is taken at their word.
  const oldRefs = body.columnRefs ?? {};
  const current = withExpressions(record, (text) =>
    knownTexts.includes(text) ? renderExpression(text, oldRefs, (id) => columnName(draft, id)) : text,
  );
  const tableId = 'tableId' in current.body ? current.body.tableId : current.id;
  const find = (name: string) => columnNamed(draft, tableId, name);
  const bound = expressionsOf(current).flatMap((text) => Object.entries(bindColumns(text, find)));
  // Not by assigning: a column named __proto__ would be lost.
  const columnRefs = Object.fromEntries(bound);
  return { ...current, body: { ...current.body, columnRefs } } as SchemaRecord;
}

/** A table's own column first: one declared again stands in an inherited one's place. */
function columnNamed(draft: Draft, tableId: RecordId, name: string): RecordId | undefined {
  const own = draft.holder(scopes.columns(tableId), name);
  if (own !== undefined) return own;
  const above = columnOwners(tableId, draft).slice(0, -1).reverse();
  for (const owner of above) {
    const inherited = draft.holder(scopes.columns(owner), name);
    if (inherited !== undefined) return inherited;
  }
  return undefined;
}

function columnName(draft: Draft, id: RecordId): string | undefined {
  const column = draft.get(id);
  return isKind(column, 'column') ? column.body.name : undefined;
}
