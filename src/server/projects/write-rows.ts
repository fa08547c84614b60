import type { Applied } from '../../core/schema/apply';
import { changedFields } from '../../core/schema/change';
import { digestOf } from '../../core/schema/fingerprint';
import type { RecordId } from '../../core/schema/ids';
import type { RecordKind } from '../../core/schema/kinds';
import type { FieldVersions } from '../../core/schema/reader';
import type { RecordState, SchemaRecord } from '../../core/schema/record';
import { isLive } from '../../core/schema/record';
import type { StoredRecord } from './stored-record';

/** What the store knows of the records that an outcome concerns. */
export type StoredReader = {
  stored(id: RecordId): StoredRecord | undefined;
  children(id: RecordId): readonly SchemaRecord[];
};

/** A row of `records` to be written; `seen` is the version it replaces, 0 for a new one. */
export type WriteRow = {
  readonly id: RecordId;
  readonly kind: RecordKind;
  readonly parentId: RecordId | null;
  readonly parentFace: number | null;
  readonly face: number | null;
  readonly seen: number;
  readonly version: number;
  readonly fields: FieldVersions;
  readonly state: RecordState;
};

/**
 * The rows that an outcome of the schema rules comes to. Faces are decided here: 1 for a new or restored
 * record, NULL for a deleted one, one more where something changed that others rely on, else untouched.
 */
export function writeRows(applied: Applied, loaded: StoredReader, changeId: string): readonly WriteRow[] {
  const faces = new Map<RecordId, number | null>();
  for (const { before, after } of applied.writes) {
    const old = before ? loaded.stored(before.id)?.face : undefined;
    const face = !isLive(after)
      ? null
      : (old ?? 0) + (old === undefined || old === null || applied.shaken.has(after.id) ? 1 : 0);
    faces.set(after.id, face);
  }
  const below = [...applied.shaken].filter((id) => !faces.has(id));
  for (const id of below) faces.set(id, (loaded.stored(id)?.face ?? 0) + 1);
  const rows = applied.writes.map(({ before, after }) => ({
    id: after.id,
    kind: after.kind,
    parentId: after.parentId,
    parentFace: isLive(after) ? parentFace(after, faces, loaded) : null,
    face: faces.get(after.id) ?? null,
    seen: before?.version ?? 0,
    version: after.version,
    fields: fieldsAfter(before, after, loaded, changeId),
    state: after,
  }));
  const shaken = below.flatMap((id) => unedited(id, faces.get(id) ?? null, faces, loaded));
  return [...rows, ...shaken, ...carried(applied, faces, loaded)];
}

function parentFace(
  state: RecordState,
  faces: ReadonlyMap<RecordId, number | null>,
  loaded: StoredReader,
): number | null {
  if (state.parentId === null) return null;
  const written = faces.get(state.parentId);
  if (written !== undefined) return written;
  const stored = loaded.stored(state.id);
  if (stored && stored.state.parentId === state.parentId && stored.parentFace !== null)
    return stored.parentFace;
  return loaded.stored(state.parentId)?.face ?? null;
}

/** Children of a parent that got another face point to it, without being edited. */
function carried(
  applied: Applied,
  faces: ReadonlyMap<RecordId, number | null>,
  loaded: StoredReader,
): readonly WriteRow[] {
  const children = [...applied.shaken]
    .flatMap((id) => loaded.children(id))
    .filter(({ id }) => !faces.has(id));
  return children.flatMap(({ id }) => unedited(id, loaded.stored(id)?.face ?? null, faces, loaded));
}

/** A record that stays as it is, version and all, but for its face or that of its parent. */
function unedited(
  id: RecordId,
  face: number | null,
  faces: ReadonlyMap<RecordId, number | null>,
  loaded: StoredReader,
): readonly WriteRow[] {
  const stored = loaded.stored(id);
  if (!stored) return [];
  const { state, fields } = stored;
  const { kind, version, parentId } = state;
  const parent = parentFace(state, faces, loaded);
  return [{ id, kind, parentId, parentFace: parent, face, seen: version, version, fields, state }];
}

/** `*` stands for every field: a restored record counts as written anew in all of them. */
function fieldsAfter(
  before: RecordState | undefined,
  after: RecordState,
  loaded: StoredReader,
  changeId: string,
): FieldVersions {
  if (!isLive(after) || before === undefined) return {};
  const stamp = [after.version, changeId] as const;
  if (!isLive(before)) return { '*': stamp };
  const fields = { ...loaded.stored(before.id)?.fields };
  return {
    ...fields,
    ...Object.fromEntries(changedFields(before.body, after.body).map((field) => [field, stamp])),
  };
}

/** The rows as one array per column, in the order that `statements.updateRecords` and `insertRecords` take. */
export function rowColumns(rows: readonly WriteRow[]): readonly (readonly unknown[])[] {
  const digests = rows.map((row) => (isLive(row.state) ? digestOf(row.state) : { high: 0n, low: 0n }));
  return [
    rows.map((row) => row.id),
    rows.map((row) => row.kind),
    rows.map((row) => row.parentId),
    rows.map((row) => row.parentFace),
    rows.map((row) => row.face),
    rows.map((row) => row.seen),
    rows.map((row) => row.version),
    rows.map((row) => JSON.stringify(row.fields)),
    rows.map((row) => (isLive(row.state) ? JSON.stringify(row.state.body) : '')),
    digests.map((digest) => signed(digest.high)),
    digests.map((digest) => signed(digest.low)),
  ];
}

function signed(lane: bigint): string {
  return BigInt.asIntN(64, lane).toString();
}

/** Parents before children: a foreign key looks as soon as its statement ends. */
export function depthOf(kind: RecordKind): number {
  switch (kind) {
    case 'namespace':
      return 0;
    case 'table':
    case 'enum':
    case 'domain':
    case 'composite':
    case 'range':
    case 'sequence':
    case 'note':
    case 'area':
      return 1;
    case 'column':
    case 'primary-key':
    case 'unique':
    case 'foreign-key':
    case 'check':
    case 'exclusion':
    case 'index':
      return 2;
    case 'verbatim':
      return 3;
    case 'layout':
    case 'review-setting':
      return 4;
  }
}
export const depths = [0, 1, 2, 3, 4] as const;
