import type { BodyOf } from './bodies';
import type { RecordId } from './ids';
import type { RecordKind } from './kinds';

type RecordsByKind = {
  readonly [Kind in RecordKind]: {
    readonly id: RecordId<Kind>;
    readonly kind: Kind;
    readonly version: number;
    /** The record it belongs to; derived from the body's owner field. */
    readonly parentId: RecordId | null;
    readonly body: BodyOf<Kind>;
  };
};

/** One live record. `version` counts its edits and never restarts, not even after a deletion. */
export type SchemaRecord<Kind extends RecordKind = RecordKind> = RecordsByKind[Kind];

/** What is left of a deleted record: enough to go on counting and to tell readers. */
export type Tombstone = {
  readonly id: RecordId;
  readonly kind: RecordKind;
  readonly version: number;
  readonly parentId: RecordId | null;
  readonly deleted: true;
};

/** A record as readers receive it. Of two states of one id, the higher version is the truth. */
export type RecordState = SchemaRecord | Tombstone;

export function isLive(state: RecordState | undefined): state is SchemaRecord {
  return state !== undefined && !('deleted' in state);
}

/** Whether the state is a live record of this kind. */
export function isKind<Kind extends RecordKind>(
  state: RecordState | undefined,
  kind: Kind,
): state is SchemaRecord<Kind> {
  return isLive(state) && state.kind === kind;
}

/** The record that owns one with this body, or null for those that stand on their own. */
export function parentOf(kind: RecordKind, body: Readonly<Record<string, unknown>>): RecordId | null {
  const owner = ownerFields[kind];
  const id = owner === null ? null : body[owner];
  return typeof id === 'string' ? id : null;
}

/** The body field that names the owner, by kind. */
export const ownerFields: { readonly [Kind in RecordKind]: 'namespaceId' | 'tableId' | 'recordId' | null } = {
  namespace: null,
  table: 'namespaceId',
  column: 'tableId',
  'primary-key': 'tableId',
  unique: 'tableId',
  'foreign-key': 'tableId',
  check: 'tableId',
  exclusion: 'tableId',
  index: 'tableId',
  enum: 'namespaceId',
  domain: 'namespaceId',
  composite: 'namespaceId',
  range: 'namespaceId',
  sequence: 'namespaceId',
  verbatim: 'recordId',
  note: null,
  area: null,
  layout: 'recordId',
  'review-setting': 'recordId',
};
