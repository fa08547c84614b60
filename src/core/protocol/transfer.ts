import { z } from 'zod';
import { diagnosticSchema, importCountsSchema, ledgerEntrySchema } from '../schema/import-report';

/** Answer of `POST /projects/{p}/import`. */
export const importReportSchema = z.object({
  counts: importCountsSchema,
  ledger: z.array(ledgerEntrySchema),
  diagnostics: z.array(diagnosticSchema),
});
export type ImportReport = z.infer<typeof importReportSchema>;

/** What a script is written for. */
export type ExportTarget =
  | { readonly format: 'postgresql'; readonly version: 14 | 15 | 16 | 17 | 18 }
  /** `foreignKeys`: whether they are written; the report lists those that are not. */
  | { readonly format: 'aurora-dsql'; readonly foreignKeys: boolean };

export const exportReportEntrySchema = z.object({
  severity: z.enum(['warning', 'info']),
  recordId: z.string().optional(),
  name: z.string(),
  message: z.string(),
});
export const exportReportSchema = z.object({ sql: z.string(), report: z.array(exportReportEntrySchema) });
export type ExportReport = z.infer<typeof exportReportSchema>;
