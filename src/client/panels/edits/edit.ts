import type { Operation } from '../../../core/schema/operation';

/** Something a person did, as one mutation, with the words for undo and for toasts. */
export type Edit = {
  /** What was done, as after "Undid:": `Create table orders`. */
  readonly label: string;
  readonly operations: readonly Operation[];
};
