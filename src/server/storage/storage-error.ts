/**
 * What can go wrong with the store, apart from answers: an answer ("that name is taken") is a value and
 * comes out of validation; these are faults.
 *
 * - `stuck-constraint`: the same constraint refused every try over the same rows, so validation and the
 *   constraint disagree: a bug of ours.
 * - `too-many-conflicts`: every try met another writer. Nothing was written; the same request may be sent again.
 * - `outcome-unknown`: the connection was lost while COMMIT was on its way. It may or may not have happened;
 *   the receipt decides: send the same request, with the same id, again.
 * - `unavailable`: the database could not be reached within the deadline. Nothing was written.
 */
export type StorageErrorKind = 'stuck-constraint' | 'too-many-conflicts' | 'outcome-unknown' | 'unavailable';

/** A fault of the store, with what the caller may rely on in `kind`. */
export class StorageError extends Error {
  readonly kind: StorageErrorKind;

  constructor(kind: StorageErrorKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StorageError';
    this.kind = kind;
  }
}

/** The server cannot start; `message` is one sentence for the person who typed `npm start`. */
export class StartError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StartError';
  }
}
