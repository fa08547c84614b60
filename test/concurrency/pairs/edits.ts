import type { RecordKind } from '../../../src/core/schema/kinds';
import { recordKinds } from '../../../src/core/schema/kinds';
import type { FieldEdit, KindEdits, Way, Ways } from './edit';
import { areaEdits, layoutEdits, noteEdits, reviewSettingEdits, verbatimEdits } from './other-edits';
import { checkEdits, exclusionEdits, foreignKeyEdits, indexEdits, keyEdits, uniqueEdits } from './part-edits';
import { columnEdits, namespaceEdits, tableEdits } from './table-edits';
import { compositeEdits, domainEdits, enumEdits, rangeEdits, sequenceEdits } from './type-edits';

/**
 * Every edit there is, over the fixture: by kind, by verb, and for updates by field. The type asks for each kind
 * and each field, so a new one does not compile until it is said what of it can meet other edits.
 */
export const edits: { readonly [Kind in RecordKind]: KindEdits<Kind> } = {
  namespace: namespaceEdits,
  table: tableEdits,
  column: columnEdits,
  'primary-key': keyEdits,
  unique: uniqueEdits,
  'foreign-key': foreignKeyEdits,
  check: checkEdits,
  exclusion: exclusionEdits,
  index: indexEdits,
  enum: enumEdits,
  domain: domainEdits,
  composite: compositeEdits,
  range: rangeEdits,
  sequence: sequenceEdits,
  verbatim: verbatimEdits,
  note: noteEdits,
  area: areaEdits,
  layout: layoutEdits,
  'review-setting': reviewSettingEdits,
};

export type NamedEdit = { readonly name: string; readonly way: Way };

/** The edits that meet each other: of the plain fields of a kind one stands for all. */
export const meetingEdits: readonly NamedEdit[] = recordKinds.flatMap((kind) => [
  ...named(`${kind}.create`, edits[kind].create),
  ...fieldsOf(kind).flatMap(([field, edit]) =>
    edit.kind === 'touches' ? named(`${kind}.update ${field}`, edit.ways) : [],
  ),
  ...plainEditsOf(kind).slice(-1),
  ...named(`${kind}.delete`, edits[kind].delete),
]);

/** What is said to be nobody else's business. */
export function plainEditsOf(kind: RecordKind): readonly NamedEdit[] {
  return fieldsOf(kind).flatMap(([field, edit]) =>
    edit.kind === 'plain' ? [{ name: `${kind}.update ${field}`, way: edit.way }] : [],
  );
}

function fieldsOf(kind: RecordKind): readonly (readonly [string, FieldEdit])[] {
  return Object.entries(edits[kind].update);
}

function named(prefix: string, ways: Ways): readonly NamedEdit[] {
  return Object.entries(ways).map(([words, way]) => ({ name: `${prefix} ${words}`, way }));
}
