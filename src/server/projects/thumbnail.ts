import type { Pool } from 'pg';
import { trashDays } from '../../core/protocol/project';
import type { Actor } from '../../core/protocol/records';
import type { Thumbnail } from '../../core/protocol/thumbnail';
import { thumbnailLimit } from '../../core/protocol/thumbnail';
import type { BodyOf } from '../../core/schema/bodies';
import { topOf } from '../../core/schema/inheritance';
import type { Problem } from '../../core/std/problem';
import type { Result } from '../../core/std/result';
import { ok, refused } from '../../core/std/result';
import { statements } from '../storage/statements';
import { projectNotFound } from './commit';

/** Changes when the same records make another thumbnail, so that nobody keeps the old one. */
const form = 2;

/** `known`: the caller has this version already. */
export type ThumbnailAnswer =
  | { readonly kind: 'known'; readonly version: string }
  | { readonly kind: 'drawn'; readonly version: string; readonly thumbnail: Thumbnail };

/**
 * What a small picture of the project needs; nothing of it when `knows` its version. The version is read
 * first: the picture may be newer than it, and is fetched once more then, but never older.
 *
 * @param inTrash of a project in the actor's trash, instead of one that is there
 */
export async function readThumbnail(
  pool: Pool,
  actor: Actor,
  projectId: string,
  request: { readonly inTrash: boolean; readonly knows: (version: string) => boolean },
): Promise<Result<ThumbnailAnswer, Problem>> {
  const asked = [projectId, actor.id, request.inTrash, trashDays];
  const versions = await pool.query<{ at: string; recent: string }>(statements.thumbnailVersion, asked);
  const row = versions.rows[0];
  if (!row) return refused(projectNotFound(projectId));
  const version = `${form}.${row.at}.${row.recent}`;
  if (request.knows(version)) return ok({ kind: 'known', version });
  const { rows } = await pool.query<PartRow>(statements.thumbnail, [projectId, thumbnailLimit]);
  return ok({ kind: 'drawn', version, thumbnail: thumbnailOf(rows) });
}

/**
 * A table with its layout's body, a foreign key with its own body and the table it belongs to, or a partition
 * with the id of the table that it is a partition of.
 */
type PartRow = {
  readonly kind: 'table' | 'foreign-key' | 'partition';
  readonly table_id: string;
  readonly body: string | null;
  readonly columns: number;
  readonly total: number;
};

function thumbnailOf(rows: readonly PartRow[]): Thumbnail {
  const tables = rows.filter(({ kind }) => kind === 'table');
  const places = new Map(tables.map(({ table_id }, place) => [table_id, place]));
  const above = new Map(
    rows.flatMap(({ kind, table_id, body }) =>
      kind === 'partition' && body !== null ? [[table_id, body] as const] : [],
    ),
  );
  // As on the canvas, a table stands for its partitions.
  const placeOf = (tableId: string) => places.get(topOf(tableId, (id) => above.get(id)));
  const lines = new Map<string, [number, number]>();
  for (const row of rows) {
    if (row.kind !== 'foreign-key') continue;
    const from = placeOf(row.table_id);
    const to = placeOf(referencedTable(row));
    if (from === undefined || to === undefined || from === to) continue;
    lines.set(`${from} ${to}`, [from, to]);
  }
  return {
    tableCount: tables[0]?.total ?? 0,
    tables: tables.map(tableOf),
    relationships: [...lines.values()],
  };
}

function tableOf({ body, columns }: PartRow): Thumbnail['tables'][number] {
  if (body === null) return [null, null, columns, null];
  const { x, y, color }: BodyOf<'layout'> = JSON.parse(body);
  return [Math.round(x), Math.round(y), columns, color ?? null];
}

function referencedTable({ body }: PartRow): string {
  const key: Pick<BodyOf<'foreign-key'>, 'referencedTableId'> = JSON.parse(body ?? '{}');
  return key.referencedTableId;
}
