import type { ExportOptions } from './postgresql/options';

/** What a design is written for, and how. What is left out of the options is as usual. */
export type ExportTarget =
  | ({ readonly format: 'postgresql' } & Partial<ExportOptions>)
  /** `foreignKeys`: whether they are written; the report lists those that are not. */
  | { readonly format: 'aurora-dsql'; readonly foreignKeys: boolean };
