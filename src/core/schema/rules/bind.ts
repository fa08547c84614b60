import { sameJson } from '../../std/canonical-json';
import type { Problem } from '../../std/problem';
import type { Result } from '../../std/result';
import { ok, refused } from '../../std/result';
import { isBuiltInType, parseDataType, printDataType, wellKnownExtensionTypes } from '../data-type';
import type { Draft } from '../draft';
import { bindColumns, renderExpression } from '../expression';
import type { RecordId } from '../ids';
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
  if (!isKind(record, 'column')) return ok(bindExpressions(draft, record, known));
  const typed = bindType(draft, record, isKind(known, 'column') ? known : undefined);
  return typed.ok ? ok(bindExpressions(draft, typed.value, known)) : typed;
}

function bindType(
  draft: Draft,
  column: SchemaRecord<'column'>,
  known: SchemaRecord<'column'> | undefined,
): Result<SchemaRecord<'column'>, Problem> {
  if (known && known.body.type === column.body.type && known.body.typeId === column.body.typeId) {
    return ok(column);
  }
  const parsed = parseDataType(column.body.type);
  if (!parsed.ok) {
    const detail = `"${column.body.type}" is not a type: ${parsed.problem}`;
    return refused({ code: 'unknown-type', recordId: column.id, pointer: '/body/type', detail });
  }
  const { typeId: _old, ...rest } = column.body;
  const type = printDataType(parsed.value);
  if (isBuiltInType(parsed.value)) return ok({ ...column, body: { ...rest, type } });
  const typeId = findType(draft, column, parsed.value);
  if (typeId !== undefined) return ok({ ...column, body: { ...rest, type, typeId } });
  if (parsed.value.name in wellKnownExtensionTypes) return ok({ ...column, body: { ...rest, type } });
  return refused({
    code: 'unknown-type',
    recordId: column.id,
    pointer: '/body/type',
    detail: `There is no type "${type}" in PostgreSQL or in this project (${describe(column, draft)}).`,
  });
}

/** A type by its name: in the schema it says, else in public, else in the table's own schema. */
export function findType(
  draft: Pick<StateReader, 'get' | 'holder'>,
  column: SchemaRecord<'column'>,
  type: { readonly namespace: string | null; readonly name: string },
): RecordId | undefined {
  if (type.namespace !== null) {
    const namespaceId = draft.holder(scopes.namespaces, type.namespace);
    return namespaceId === undefined ? undefined : draft.holder(scopes.types(namespaceId), type.name);
  }
  const publicId = draft.holder(scopes.namespaces, 'public');
  const inPublic = publicId === undefined ? undefined : draft.holder(scopes.types(publicId), type.name);
  if (inPublic !== undefined) return inPublic;
  const table = draft.get(column.body.tableId);
  return isKind(table, 'table') ? draft.holder(scopes.types(table.body.namespaceId), type.name) : undefined;
}

/** The expressions of a record, in a fixed order. */
export function expressionsOf(record: SchemaRecord): readonly string[] {
  switch (record.kind) {
    case 'column':
      return record.body.generated ? [record.body.generated.expression] : [];
    case 'check':
      return [record.body.expression];
    case 'index': {
      const elements = record.body.elements.flatMap((one) => ('expression' in one ? [one.expression] : []));
      return record.body.predicate === undefined ? elements : [...elements, record.body.predicate];
    }
    default:
      return [];
  }
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
    case 'index': {
      const elements = record.body.elements.map((one) =>
        'expression' in one ? { ...one, expression: replace(one.expression) } : one,
      );
      const { predicate } = record.body;
      const body = { ...record.body, elements };
      return { ...record, body: predicate === undefined ? body : { ...body, predicate: replace(predicate) } };
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
  const tableId = 'tableId' in current.body ? current.body.tableId : '';
  const find = (name: string) => draft.holder(scopes.columns(tableId), name);
  const bound = expressionsOf(current).flatMap((text) => Object.entries(bindColumns(text, find)));
  // Not by assigning: a column named __proto__ would be lost.
  const columnRefs = Object.fromEntries(bound);
  return { ...current, body: { ...current.body, columnRefs } } as SchemaRecord;
}

function columnName(draft: Draft, id: RecordId): string | undefined {
  const column = draft.get(id);
  return isKind(column, 'column') ? column.body.name : undefined;
}
