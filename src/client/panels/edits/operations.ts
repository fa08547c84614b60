/** Shorthands for writing operations: the core's, where the edits look for them. */
export type { Patch } from '../../../core/schema/operation-shorthand';
export { create, createNumbered, remove, update } from '../../../core/schema/operation-shorthand';
