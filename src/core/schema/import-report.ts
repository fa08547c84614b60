import { z } from 'zod';

/** Something that whoever imports should know, and where in the text it is. */
export const diagnosticSchema = z.object({
  severity: z.enum(['error', 'warning', 'info']),
  code: z.string(),
  message: z.string(),
  /** Both count from 1; columns count characters (code points), as PostgreSQL's error positions do. */
  line: z.number().int().optional(),
  column: z.number().int().optional(),
});
export type Diagnostic = z.infer<typeof diagnosticSchema>;

/** What the model does not hold and kept as text, or skipped on purpose: nothing is lost in silence. */
export const ledgerEntrySchema = z.object({ kind: z.string(), name: z.string(), reason: z.string() });
export type LedgerEntry = z.infer<typeof ledgerEntrySchema>;

/** How many of each kind an import brought. */
export const importCountsSchema = z.object({
  namespaces: z.number().int(),
  /** Partitions included. */
  tables: z.number().int(),
  /** Tables that are a partition of another. */
  partitions: z.number().int(),
  columns: z.number().int(),
  primaryKeys: z.number().int(),
  foreignKeys: z.number().int(),
  uniques: z.number().int(),
  checks: z.number().int(),
  exclusions: z.number().int(),
  indexes: z.number().int(),
  enums: z.number().int(),
  domains: z.number().int(),
  compositeTypes: z.number().int(),
  rangeTypes: z.number().int(),
  sequences: z.number().int(),
  verbatim: z.number().int(),
});
export type ImportCounts = z.infer<typeof importCountsSchema>;
