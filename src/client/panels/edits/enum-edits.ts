/** Enums and their labels, as operations. Pure. */
import type { MemoryState } from '../../../core/schema/memory-state';
import { scopes } from '../../../core/schema/names';
import type { SchemaRecord } from '../../../core/schema/record';
import { isKind } from '../../../core/schema/record';
import { defaultNamespace } from '../../view/scene-records';
import { change } from './change';
import type { Edit } from './edit';
import type { Patch } from './operations';
import { createNumbered, update } from './operations';
import { freeName, moved, replaced, without } from './sequence';

type Enum = SchemaRecord<'enum'>;

/** An enum without labels and with a free name, in `public` unless another namespace is given. */
export function createEnum(state: MemoryState, id: string, namespaceId?: string): Edit {
  const namespace = namespaceId ?? state.holder(scopes.namespaces, defaultNamespace);
  const name = freeName(
    'new_enum',
    (candidate) => namespace !== undefined && state.holder(scopes.types(namespace), candidate) !== undefined,
  );
  const body = { name, labels: [], ...(namespaceId === undefined ? {} : { namespaceId }) };
  return { label: `Create enum ${name}`, operations: [createNumbered('enum', id, body)] };
}

/** Renames an enum, moves it to another namespace, or comments on it. Columns of it follow. */
export function changeEnum(record: Enum, patch: Omit<Patch<'enum'>, 'labels'>): Edit {
  return change(record, record.body.name, patch);
}

/** What is wrong with a text as a further label, in a sentence, or null. */
export function labelProblem(record: Enum, text: string, old?: string): string | null {
  if (text.trim() === '') return 'A label cannot be empty.';
  return text !== old && record.body.labels.includes(text) ? `There is a label "${text}" already.` : null;
}

/** Adds a label at the end. */
export function addLabel(record: Enum, label: string): Edit {
  return withLabels(record, `Add label ${label}`, [...record.body.labels, label]);
}

/** Renames a label; the defaults that say it follow, or they would be none of the enum's labels. */
export function renameLabel(state: MemoryState, record: Enum, at: number, label: string): Edit {
  const old = record.body.labels[at];
  const renamed = withLabels(record, `Rename label ${old}`, replaced(record.body.labels, at, label));
  return { ...renamed, operations: [...renamed.operations, ...followingDefaults(state, record, old, label)] };
}

/** Moves a label to another place; the order of labels is the order of values. */
export function moveLabel(record: Enum, from: number, to: number): Edit {
  const label = `Move label ${record.body.labels[from]}`;
  return withLabels(record, label, moved(record.body.labels, from, to));
}

/** Takes a label away. Refused by the rules while a default says it. */
export function deleteLabel(record: Enum, at: number): Edit {
  return withLabels(record, `Delete label ${record.body.labels[at]}`, without(record.body.labels, at));
}

function withLabels(record: Enum, label: string, labels: readonly string[]): Edit {
  return { label, operations: [update(record, { labels: [...labels] })] };
}

function followingDefaults(state: MemoryState, record: Enum, old: string | undefined, label: string) {
  return columnsOfEnum(state, record.id).flatMap((column) => {
    const { default: value, type } = column.body;
    if (value?.kind !== 'literal' || value.text !== old || type.endsWith(']')) return [];
    return [update(column, { default: { kind: 'literal', text: label } })];
  });
}

/** The columns whose type is this enum or an array of it. */
export function columnsOfEnum(state: MemoryState, enumId: string): readonly SchemaRecord<'column'>[] {
  return state
    .referrers(enumId)
    .flatMap((referrer) => (isKind(referrer, 'column') && referrer.body.typeId === enumId ? [referrer] : []));
}
