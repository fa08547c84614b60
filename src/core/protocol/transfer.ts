import { z } from 'zod';
import { diagnosticSchema, importCountsSchema, ledgerEntrySchema } from '../schema/import-report';

/** Answer of `POST /projects/{p}/import`. */
export const importReportSchema = z.object({
  counts: importCountsSchema,
  ledger: z.array(ledgerEntrySchema),
  diagnostics: z.array(diagnosticSchema),
});
export type ImportReport = z.infer<typeof importReportSchema>;

export const exportReportEntrySchema = z.object({
  severity: z.enum(['warning', 'info']),
  recordId: z.string().optional(),
  name: z.string(),
  message: z.string(),
});
export const exportReportSchema = z.object({
  /** The script in one piece, without what has a file of its own. */
  sql: z.string(),
  /** The same as files, where more than one was asked for; the first is the one to load. */
  files: z.array(z.object({ path: z.string(), sql: z.string() })).optional(),
  report: z.array(exportReportEntrySchema),
});
export type ExportReport = z.infer<typeof exportReportSchema>;
