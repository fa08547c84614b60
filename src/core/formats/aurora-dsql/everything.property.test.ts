import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { statementsForPostgresql } from '../../../../scripts/corpus/dsql';
import { designOf, scripts } from '../../../../test/aurora-dsql/fixtures';
import { arbitraryDesign } from '../../schema/arbitrary.fixture';
import type { RecordId } from '../../schema/ids';
import { MemoryState } from '../../schema/memory-state';
import type { SchemaRecord } from '../../schema/record';
import { isLive } from '../../schema/record';
import { bareName } from '../postgresql/verbatim-names';
import { exportAuroraDsql } from './export-aurora-dsql';

/** How a record is told from others by what a script can say: its kind, where it is, its name. */
function keyOf(state: MemoryState, record: SchemaRecord): string {
  const { kind, body, parentId } = record;
  const defined = kind === 'verbatim' ? body.definesType : undefined;
  if (kind === 'verbatim' && body.tag === 'domain' && defined) {
    const namespace = state.live(defined.namespaceId, 'namespace')?.body.name;
    return JSON.stringify(['domain', namespace, defined.name]);
  }
  // Under a search path a name may be written without its schema.
  if (kind === 'verbatim') return JSON.stringify([body.tag, bareName(record)]);
  const owner = parentId === null ? undefined : state.get(parentId);
  const names = isLive(owner) ? JSON.parse(keyOf(state, owner)).slice(1) : [];
  return JSON.stringify([kind, ...names, 'name' in body ? body.name : '']);
}

/** A column's type; one of the design's own by where it is, however its name was written. */
function typeOf(state: MemoryState, { body: { type, typeId } }: SchemaRecord<'column'>): string {
  const own = state.get(typeId ?? '');
  return isLive(own) ? `${keyOf(state, own)}${type.endsWith(']') ? '[]' : ''}` : type;
}

/** What of a record has to be the same, or be told. */
function contentOf(state: MemoryState, record: SchemaRecord): unknown {
  const names = (ids: readonly RecordId[] | undefined) =>
    ids?.map((id) => state.live(id, 'column')?.body.name);
  switch (record.kind) {
    case 'column': {
      const { nullable, identity, generated, default: value } = record.body;
      return {
        type: typeOf(state, record),
        nullable: nullable && !identity,
        identity,
        isGenerated: !!generated,
        hasDefault: !!value,
      };
    }
    case 'primary-key':
    case 'unique':
      return names(record.body.columnIds);
    case 'foreign-key': {
      const { columnIds, referencedColumnIds, onDelete = 'no action', onDeleteColumnIds } = record.body;
      return [names(columnIds), names(referencedColumnIds), onDelete, names(onDeleteColumnIds)];
    }
    case 'index':
      return [
        !!record.body.unique,
        !!record.body.predicate,
        record.body.elements.length,
        names(record.body.include),
      ];
    default:
      return null;
  }
}

/** Records of the design that are neither in the script as they are, nor told about in the report. */
async function untold(design: MemoryState): Promise<readonly string[]> {
  const { sql, report } = exportAuroraDsql(design);
  const script = await designOf(statementsForPostgresql(sql).join(';\n'));
  const made = new Map<string, unknown>();
  for (const record of script.records()) made.set(keyOf(script, record), contentOf(script, record));
  const told = new Set(
    report.filter(({ message }) => !message.startsWith('Its comment')).map(({ recordId }) => recordId),
  );
  const isTold = (record: SchemaRecord): boolean => {
    const owner = record.parentId === null ? undefined : design.get(record.parentId);
    return told.has(record.id) || (isLive(owner) && owner.kind === 'table' && isTold(owner));
  };
  return [...design.records()].flatMap((record) => {
    if (['note', 'area', 'layout', 'review-setting'].includes(record.kind)) return [];
    // Every cluster has it.
    if (record.kind === 'namespace' && record.body.name === 'public') return [];
    const key = keyOf(design, record);
    const isSame =
      made.has(key) && JSON.stringify(made.get(key)) === JSON.stringify(contentOf(design, record));
    return isSame || isTold(record) ? [] : [key];
  });
}

describe('DSQL-2: whatever a design has is in the script or in the report', () => {
  it('designs of all kinds', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryDesign(), async (design) => {
        expect(await untold(design)).toEqual([]);
      }),
      // A design of everything shrinks for minutes: the seed says as much.
      { numRuns: 40, seed: 20261129, endOnFailure: true },
    );
  });

  it.each(scripts)('%s', async (_name, sql) => {
    expect(await untold(await designOf(sql))).toEqual([]);
  });

  it('DSQL-1: the same design gives the same bytes, in whatever order its records come', async () => {
    const [, sql = ''] = scripts[0] ?? [];
    const design = await designOf(sql);
    const reversed = MemoryState.from([...design.records()].reverse());
    expect(exportAuroraDsql(reversed).sql).toBe(exportAuroraDsql(design).sql);
  });
});
