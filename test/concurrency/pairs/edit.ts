import type { BodyOf } from '../../../src/core/schema/bodies';
import type { RecordKind } from '../../../src/core/schema/kinds';
import type { Operation } from '../../../src/core/schema/operation';
import { create, remove, update } from '../../support/operations';
import { idOf } from './fixture';

/** What one person sends. `who` makes the ids of what is created theirs: two people never mint one id. */
export type Way = (who: string) => readonly Operation[];

/** By a few words that say what is done. */
export type Ways = Readonly<Record<string, Way>>;

/**
 * What becomes of a field in an update.
 *
 * - touches: somebody else may rely on it, or on its name, or it is judged together with something else: each way
 *   meets every other edit.
 * - plain: nobody but the record itself has to do with it. One of a kind stands for all of them; the table's own
 *   test makes sure that it is as plain as it is said to be.
 * - derived: the rules write it along with another field, whatever is sent.
 */
export type FieldEdit =
  | { readonly kind: 'touches'; readonly ways: Ways }
  | { readonly kind: 'plain'; readonly way: Way }
  | { readonly kind: 'derived' };

/** The fields that an update may name: a record stays with its owner. */
type FieldOf<Kind extends RecordKind> = Exclude<keyof BodyOf<Kind> & string, 'tableId' | 'recordId'>;

export type KindEdits<Kind extends RecordKind> = {
  readonly create: Ways;
  readonly update: { readonly [Field in FieldOf<Kind>]-?: FieldEdit };
  readonly delete: Ways;
};

export const touches = (ways: Ways): FieldEdit => ({ kind: 'touches', ways });
export const derived: FieldEdit = { kind: 'derived' };

/** An update of a record of the fixture, as whoever looked at it before all edits sends it. */
export const set =
  (kind: RecordKind, name: string, body: object): Way =>
  () => [update(kind, idOf(name), 1, { ...body })];

/** `set` for a field that is nobody else's business. */
export const plain = (kind: RecordKind, name: string, body: object): FieldEdit => ({
  kind: 'plain',
  way: set(kind, name, body),
});

/** A new record, its id minted by whoever creates it. */
export const add =
  (kind: RecordKind, body: object): Way =>
  (who) => [create(kind, { ...body }, idOf(`${who} ${kind} ${JSON.stringify(body)}`))];

/** The deletion of a record of the fixture. */
export const drop =
  (kind: RecordKind, name: string, cascade = false): Way =>
  () => [remove(kind, idOf(name), 1, cascade)];

/** Several at once. */
export const together =
  (...ways: readonly Way[]): Way =>
  (who) =>
    ways.flatMap((way) => way(who));
