/** What is copied: tables with all that is theirs, and what they lean on. The form in which it lies on the clipboard. */
import { z } from 'zod';
import { bodySchemas } from '../../../core/schema/bodies';
import { idSchema } from '../../../core/schema/body-parts';
import type { RecordKind } from '../../../core/schema/kinds';
import { recordKinds } from '../../../core/schema/kinds';
import type { SchemaRecord } from '../../../core/schema/record';
import { parentOf } from '../../../core/schema/record';
import type { Result } from '../../../core/std/result';
import { ok, refused } from '../../../core/std/result';

/** The type under which it lies on the clipboard, beside the same tables as SQL under `text/plain`. */
export const clipType = 'application/vnd.versionzero.tables+json';

/** Raised when a program that reads the older form could get it wrong. */
const clipVersion = 1;

/** Nothing that a person can select comes near; what is larger was not made by us. */
const mostRecords = 20_000;
const mostCharacters = 32_000_000;

const recordSchemas = recordKinds.map(recordSchemaOf);
type RecordSchema = (typeof recordSchemas)[number];

function recordSchemaOf(kind: RecordKind) {
  return z.object({ id: idSchema, kind: z.literal(kind), body: bodySchemas[kind] }).strict();
}

const place = z.number().min(-10_000_000).max(10_000_000);
const extent = z.number().min(0).max(1_000_000);

const clipSchema = z
  .object({
    format: z.literal('versionzero-tables'),
    version: z.literal(clipVersion),
    /** The tables that were copied, and where they stood, in world units. */
    tables: z
      .array(z.object({ id: idSchema, x: place, y: place, width: extent, height: extent }).strict())
      .min(1)
      .max(mostRecords),
    /**
     * The copied tables with what belongs to them; besides, what they refer to: schemas, types, sequences,
     * and of tables that were not copied the columns to which foreign keys go.
     */
    records: z
      .array(z.discriminatedUnion('kind', recordSchemas as [RecordSchema, ...RecordSchema[]]))
      .max(mostRecords),
  })
  .strict();

/** A copied table and where it stood. */
export type ClipTable = z.infer<typeof clipSchema>['tables'][number];

/** Copied tables. `records` are in their first version: what counts is their content. */
export type Clip = { readonly tables: readonly ClipTable[]; readonly records: readonly SchemaRecord[] };

/** The text that `readClip` takes. */
export function writeClip({ tables, records }: Clip): string {
  return JSON.stringify({
    format: 'versionzero-tables',
    version: clipVersion,
    tables,
    records: records.map(({ id, kind, body }) => ({ id, kind, body })),
  });
}

/** What a text from the clipboard holds, or a sentence that says why it cannot be pasted. */
export function readClip(text: string): Result<Clip, string> {
  if (text.length > mostCharacters) return refused('What was copied is too large to be pasted.');
  const parsed = clipSchema.safeParse(jsonOf(text));
  if (!parsed.success) return refused(whyNot(jsonOf(text)));
  const { tables, records } = parsed.data;
  return ok({ tables, records: records.map(({ id, kind, body }) => clipRecord(id, kind, body)) });
}

/** A record as copies hold it: without the history of the one that was copied. */
export function clipRecord(
  id: string,
  kind: RecordKind,
  body: Readonly<Record<string, unknown>>,
): SchemaRecord {
  return { id, kind, version: 1, parentId: parentOf(kind, body), body } as SchemaRecord;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function whyNot(value: unknown): string {
  const isNewer = z.object({ version: z.number().min(clipVersion + 1) }).safeParse(value).success;
  return isNewer
    ? 'It was copied with a newer version of VersionZero. Reload this page, then paste again.'
    : 'What was copied is damaged. Copy the tables again.';
}
