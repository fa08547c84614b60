import type { Problem } from '../../std/problem';
import type { DataType } from '../data-type';
import { foreignKeyTypesMatch, parseDataType } from '../data-type';
import type { Draft } from '../draft';
import type { RecordId } from '../ids';
import { isColumnOf } from '../inheritance';
import { multirangeNameOf } from '../names';
import type { RecordState, SchemaRecord } from '../record';
import { isKind, isLive } from '../record';
import { referencedKey } from '../references';
import { describe } from './describe';
import { partitionKeyProblem, tableProblem } from './table-problems';

/** Why this record could not exist in PostgreSQL as it stands now, or null when it could. */
export function problemOf(draft: Draft, record: SchemaRecord): Problem | null {
  switch (record.kind) {
    case 'namespace':
      return namespaceProblem(record);
    case 'column':
      return columnProblem(draft, record);
    case 'primary-key':
    case 'unique':
      return keyProblem(draft, record);
    case 'foreign-key':
      return foreignKeyProblem(draft, record);
    case 'index':
      return indexProblem(draft, record);
    case 'exclusion':
      return exclusionProblem(draft, record);
    case 'table':
      return ownerGone(draft, record, record.body.namespaceId, 'namespace') ?? tableProblem(draft, record);
    case 'domain':
      return ownerGone(draft, record, record.body.namespaceId, 'namespace') ?? retypedProblem(draft, record);
    case 'range':
      return (
        ownerGone(draft, record, record.body.namespaceId, 'namespace') ?? multirangeProblem(draft, record)
      );
    case 'enum':
    case 'composite':
      return ownerGone(draft, record, record.body.namespaceId, 'namespace');
    case 'sequence':
      return sequenceProblem(draft, record);
    case 'check':
      return columnsProblem(draft, record, record.body.tableId, Object.values(record.body.columnRefs ?? {}));
    case 'verbatim':
    case 'note':
    case 'area':
    case 'layout':
    case 'review-setting':
      return null;
  }
}

function invalid(record: SchemaRecord, detail: string, pointer?: string): Problem {
  return { code: 'invalid-operation', recordId: record.id, detail, pointer };
}

function namespaceProblem(record: SchemaRecord<'namespace'>): Problem | null {
  const { name } = record.body;
  if (!name.startsWith('pg_') && name !== 'information_schema') return null;
  const detail = `"${name}" is reserved: schema names that begin with pg_ belong to PostgreSQL.`;
  return { code: 'invalid-name', recordId: record.id, detail, pointer: '/body/name' };
}

function ownerGone(
  draft: Draft,
  record: SchemaRecord,
  id: RecordId,
  kind: SchemaRecord['kind'],
): Problem | null {
  if (isKind(draft.get(id), kind)) return null;
  const detail = `The ${kind} that ${describe(record, draft)} belongs to does not exist.`;
  return { code: 'not-found', recordId: id, detail };
}

const integerTypes: ReadonlySet<string> = new Set(['smallint', 'integer', 'bigint']);

function columnProblem(draft: Draft, column: SchemaRecord<'column'>): Problem | null {
  const complaint = columnComplaint(draft, column);
  // Described only now: an edit that is in order needs nothing of the table.
  if (complaint !== null) return invalid(column, complaint(describe(column, draft)));
  return strayProblem(draft, column) ?? labelProblem(draft, column);
}

/** A new column of a partition. Of those that are there already the partition is judged: see tableProblem. */
function strayProblem(draft: Draft, column: SchemaRecord<'column'>): Problem | null {
  if (isLive(draft.before(column.id))) return null;
  const owner = draft.get(column.body.tableId);
  if (!isKind(owner, 'table') || !owner.body.partitionOf) return null;
  const detail = `${describe(owner, draft)} is a partition: it has the columns of its partitioned table. Add the column there.`;
  return { code: 'invalid-operation', recordId: owner.id, pointer: '/body/tableId', detail };
}

/** What is wrong with a column, as a sentence about it. */
function columnComplaint(draft: Draft, { body }: SchemaRecord<'column'>): ((who: string) => string) | null {
  const { identity, generated, default: value, nullable, type } = body;
  if (identity && value) return (who) => `${who} cannot have both an identity and a default.`;
  if (identity && generated) return (who) => `${who} cannot be both identity and generated.`;
  if (generated && value) return (who) => `${who} cannot be generated and have a default.`;
  if (identity && nullable) return (who) => `${who} is an identity column, which is never null.`;
  if (identity && !integerTypes.has(type)) {
    return (who) => `${who} is an identity column: its type must be smallint, integer or bigint.`;
  }
  if (value?.kind === 'sequence' && !isKind(draft.get(value.sequenceId), 'sequence')) {
    return (who) => `The sequence that ${who} takes its default from does not exist.`;
  }
  return null;
}

/** A literal default of an enum column has to be one of the labels. */
function labelProblem(draft: Draft, column: SchemaRecord<'column'>): Problem | null {
  const { typeId, default: value, type } = column.body;
  if (typeId === undefined || value?.kind !== 'literal' || type.endsWith(']')) return null;
  const enumType = draft.get(typeId);
  if (!isKind(enumType, 'enum') || enumType.body.labels.includes(value.text)) return null;
  const detail = `The default of ${describe(column, draft)} is "${value.text}", which is no label of ${enumType.body.name}.`;
  return invalid(column, detail, '/body/default');
}

/** Why these cannot be columns of the table, or null. */
function columnsProblem(
  draft: Draft,
  record: SchemaRecord,
  tableId: RecordId,
  ids: readonly RecordId[],
): Problem | null {
  for (const id of ids) {
    const column = draft.get(id);
    if (isColumnOf(column, tableId, draft)) continue;
    const detail = `${columnWords(column)} that ${describe(record, draft)} names is not in its table.`;
    const code = isLive(column) ? 'invalid-operation' : 'not-found';
    return { code, recordId: id, detail };
  }
  return null;
}

function columnWords(state: RecordState | undefined): string {
  if (isKind(state, 'column')) return `The column "${state.body.name}"`;
  return state && !isLive(state) ? 'A column (it has been deleted)' : 'A column';
}

function keyProblem(draft: Draft, key: SchemaRecord<'primary-key'> | SchemaRecord<'unique'>): Problem | null {
  const { tableId, columnIds, include = [], deferrable, initiallyDeferred } = key.body;
  const repeated = include.find((id) => columnIds.includes(id));
  if (repeated) return invalid(key, `${describe(key, draft)} names a column twice.`);
  return (
    deferrabilityProblem(draft, key, deferrable, initiallyDeferred) ??
    columnsProblem(draft, key, tableId, [...columnIds, ...include]) ??
    partitionKeyProblem(draft, key)
  );
}

function deferrabilityProblem(
  draft: Draft,
  record: SchemaRecord,
  deferrable: boolean | undefined,
  initiallyDeferred: boolean | undefined,
): Problem | null {
  if (!initiallyDeferred || deferrable) return null;
  return invalid(record, `${describe(record, draft)} is initially deferred, so it has to be deferrable.`);
}

function foreignKeyProblem(draft: Draft, foreignKey: SchemaRecord<'foreign-key'>): Problem | null {
  const { body } = foreignKey;
  const who = describe(foreignKey, draft);
  if (body.columnIds.length !== body.referencedColumnIds.length) {
    return invalid(
      foreignKey,
      `${who} has ${body.columnIds.length} referencing columns but ${body.referencedColumnIds.length} referenced ones.`,
    );
  }
  return (
    deferrabilityProblem(draft, foreignKey, body.deferrable, body.initiallyDeferred) ??
    columnsProblem(draft, foreignKey, body.tableId, body.columnIds) ??
    deletedColumnsProblem(draft, foreignKey) ??
    ownerGone(draft, foreignKey, body.referencedTableId, 'table') ??
    columnsProblem(draft, foreignKey, body.referencedTableId, body.referencedColumnIds) ??
    typesProblem(draft, foreignKey) ??
    noKeyProblem(draft, foreignKey)
  );
}

/** SET NULL and SET DEFAULT set columns of the key only (PostgreSQL, CREATE TABLE, REFERENCES). */
function deletedColumnsProblem(draft: Draft, foreignKey: SchemaRecord<'foreign-key'>): Problem | null {
  const { columnIds, onDeleteColumnIds } = foreignKey.body;
  if (onDeleteColumnIds?.length === 0) {
    return invalid(foreignKey, `${describe(foreignKey, draft)} has to set at least one column on delete.`);
  }
  const stranger = onDeleteColumnIds?.find((id) => !columnIds.includes(id));
  if (stranger === undefined) return null;
  const column = draft.get(stranger);
  const name = isKind(column, 'column') ? describe(column, draft) : 'a column';
  return invalid(
    foreignKey,
    `${describe(foreignKey, draft)} cannot set ${name} on delete: it is not one of its columns.`,
  );
}

function typesProblem(draft: Draft, foreignKey: SchemaRecord<'foreign-key'>): Problem | null {
  const { columnIds, referencedColumnIds } = foreignKey.body;
  for (const [place, columnId] of columnIds.entries()) {
    const from = draft.get(columnId);
    const to = draft.get(referencedColumnIds[place] ?? '');
    if (!isKind(from, 'column') || !isKind(to, 'column') || typesMatch(draft, from, to)) continue;
    return {
      code: 'type-mismatch',
      recordId: foreignKey.id,
      detail: `${describe(from, draft)} is ${from.body.type}, but ${describe(to, draft)} is ${to.body.type}: a foreign key needs types that can be compared.`,
    };
  }
  return null;
}

function typesMatch(draft: Draft, from: SchemaRecord<'column'>, to: SchemaRecord<'column'>): boolean {
  const [a, b] = [comparedType(draft, from), comparedType(draft, to)];
  if (a === null || b === null) {
    const { typeId, type } = from.body;
    return typeId === to.body.typeId && type.endsWith(']') === to.body.type.endsWith(']');
  }
  return foreignKeyTypesMatch(a, b);
}

/** The type whose operators compare the column: of a domain its base; null for a type of the project's own. */
function comparedType(draft: Draft, { body }: SchemaRecord<'column' | 'domain'>): DataType | null {
  const parsed = parseDataType(body.type);
  if (!parsed.ok) return null;
  if (body.typeId === undefined) return parsed.value;
  const defined = draft.get(body.typeId);
  if (parsed.value.dimensions > 0 || !isKind(defined, 'domain')) return null;
  return comparedType(draft, defined);
}

function noKeyProblem(draft: Draft, foreignKey: SchemaRecord<'foreign-key'>): Problem | null {
  if (referencedKey(foreignKey.body, draft)) return null;
  const names = foreignKey.body.referencedColumnIds.map((id) => {
    const column = draft.get(id);
    return isKind(column, 'column') ? column.body.name : '?';
  });
  const table = draft.get(foreignKey.body.referencedTableId);
  const tableName = isKind(table, 'table') ? table.body.name : '?';
  return {
    code: 'no-matching-key',
    recordId: foreignKey.id,
    detail: `${tableName} has no primary key or unique constraint on (${names.join(', ')}), which a foreign key to it needs. Add one first.`,
  };
}

function indexProblem(draft: Draft, index: SchemaRecord<'index'>): Problem | null {
  const { tableId, elements, include = [], unique, method, columnRefs = {} } = index.body;
  if (unique && method !== undefined && method !== 'btree') {
    return invalid(index, `${describe(index, draft)} cannot be unique: only btree indexes can.`);
  }
  const ids = elements.flatMap((element) => ('columnId' in element ? [element.columnId] : []));
  return columnsProblem(draft, index, tableId, [...ids, ...include, ...Object.values(columnRefs)]);
}

/** ALTER DOMAIN cannot change the type: what uses the domain was made for that one. */
function retypedProblem(draft: Draft, domain: SchemaRecord<'domain'>): Problem | null {
  const before = draft.before(domain.id);
  if (!isKind(before, 'domain') || before.body.type === domain.body.type) return null;
  const user = draft.referrers(domain.id)[0];
  if (!user) return null;
  const detail = `The type of ${describe(domain, draft)} cannot be changed while ${describe(user, draft)} uses it. Make another domain for the new type.`;
  return { code: 'referenced', recordId: domain.id, detail, names: [describe(user, draft)] };
}

/** Both are types of one namespace, so they have names of their own (PostgreSQL, CREATE TYPE). */
function multirangeProblem(draft: Draft, range: SchemaRecord<'range'>): Problem | null {
  const { name } = range.body;
  if (multirangeNameOf(range.body) !== name) return null;
  const detail = `${describe(range, draft)} cannot have the name of its multirange type. Choose another name for one of them.`;
  return { code: 'name-taken', recordId: range.id, detail, names: [name] };
}

function exclusionProblem(draft: Draft, exclusion: SchemaRecord<'exclusion'>): Problem | null {
  const { tableId, elements, include = [], deferrable, initiallyDeferred, columnRefs = {} } = exclusion.body;
  const ids = elements.flatMap((element) => ('columnId' in element ? [element.columnId] : []));
  return (
    deferrabilityProblem(draft, exclusion, deferrable, initiallyDeferred) ??
    columnsProblem(draft, exclusion, tableId, [...ids, ...include, ...Object.values(columnRefs)])
  );
}

function sequenceProblem(draft: Draft, sequence: SchemaRecord<'sequence'>): Problem | null {
  const gone = ownerGone(draft, sequence, sequence.body.namespaceId, 'namespace');
  const owner = sequence.body.ownedByColumnId;
  if (gone || owner === undefined || isKind(draft.get(owner), 'column')) return gone;
  return invalid(sequence, `The column that owns ${describe(sequence, draft)} does not exist.`);
}
