import { describe, expect, it } from 'vitest';
import type { BodyOf } from '../../../core/schema/bodies';
import type { RecordKind } from '../../../core/schema/kinds';
import { MemoryState } from '../../../core/schema/memory-state';
import type { RecordState } from '../../../core/schema/record';
import { parentOf } from '../../../core/schema/record';
import { outlineRows } from './outline-rows';
import type { OutlineQuery } from './rows';
import { partitionsGroup, recordOf } from './rows';
import { rowsAbove } from './rows-above';

function record<Kind extends RecordKind>(kind: Kind, id: string, body: BodyOf<Kind>): RecordState {
  return { id, kind, version: 1, parentId: parentOf(kind, body), body } as RecordState;
}

const table = (id: string, more: Partial<BodyOf<'table'>> = {}) =>
  record('table', id, { namespaceId: 'p', name: id, ...more });
const column = (tableId: string, name: string) =>
  record('column', `${tableId}.${name}`, { tableId, name, type: 'text', nullable: true, order: 'a0' });
const partition = (id: string, of: string) =>
  table(id, { partitionOf: { tableId: of, bound: `FOR VALUES IN ('${id}')` } });
const statement = (id: string, tag: string, name: string, recordId?: string) =>
  record('verbatim', id, {
    tag,
    name,
    text: 'SELECT 1',
    phase: 'after tables',
    order: 'a0',
    ...(recordId !== undefined && { recordId }),
  });

const state = MemoryState.from([
  record('namespace', 'p', { name: 'public' }),
  table('events', { partitionBy: { strategy: 'list', elements: [{ columnId: 'events.kind' }] } }),
  column('events', 'kind'),
  partition('north', 'events'),
  partition('south', 'events'),
  partition('south_1', 'south'),
  table('heirs', { inherits: ['things'] }),
  column('heirs', 'own'),
  table('things'),
  column('things', 'name'),
  record('exclusion', 'x', {
    tableId: 'things',
    name: 'no_overlap',
    elements: [{ columnId: 'things.name', operator: '=' }],
  }),
  record('domain', 'd', { namespaceId: 'p', name: 'mail', type: 'text' }),
  record('range', 'r', { namespaceId: 'p', name: 'spans', type: 'numeric' }),
  record('composite', 'c', { namespaceId: 'p', name: 'address', attributes: [] }),
  statement('v', 'view', 'public.totals'),
  statement('f', 'function', 'public.sum_up'),
  statement('t', 'trigger', 'stamp', 'things'),
  statement('g', 'grant', ''),
]);

const rowsOf = (more: Partial<OutlineQuery> = {}) =>
  outlineRows(state, { search: '', expanded: new Set(), collapsedNamespaces: new Set(), ...more });
const namesOf = (more: Partial<OutlineQuery> = {}) =>
  rowsOf(more).map(({ name, level }) => `${level} ${name}`);

describe('families in the outline', () => {
  it('UI-350: partitions are not among the tables but closed under theirs, and told how many', () => {
    expect(namesOf().slice(0, 4)).toEqual(['1 public', '2 events', '2 heirs', '2 things']);
    const open = rowsOf({ expanded: new Set(['events']) });
    expect(open.slice(1, 4).map(({ name, detail }) => [name, detail])).toEqual([
      ['events', ''],
      ['kind', 'text'],
      ['Partitions', '2'],
    ]);
    const group = partitionsGroup('events');
    const all = rowsOf({ expanded: new Set(['events', group, 'south']) });
    expect(all.slice(3, 7).map(({ name, level, detail }) => [name, level, detail])).toEqual([
      ['Partitions', 3, '2'],
      ['north', 4, "IN ('north')"],
      ['south', 4, "IN ('south')"],
      ['south_1', 5, "IN ('south_1')"],
    ]);
    expect(all[4]?.isExpanded).toBeNull();
    expect(all[6]).toMatchObject({ parentId: 'south', position: 0, siblings: 1 });
  });

  it('UI-350: a search finds partitions under their table, however deep', () => {
    expect(namesOf({ search: 'south_1' })).toEqual([
      '1 public',
      '2 events',
      '3 Partitions',
      '4 south',
      '5 south_1',
    ]);
  });

  it('UI-351: inherited columns stand before the own ones, as rows of their own', () => {
    const rows = rowsOf({ expanded: new Set(['heirs', 'things']) });
    const inherited = rows.filter((row) => recordOf(row) === 'things.name');
    expect(inherited.map(({ parentId }) => parentId)).toEqual(['heirs', 'things']);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
    expect(rows.find(({ parentId }) => parentId === 'heirs')?.name).toBe('name');
  });

  it('UI-352: exclusion constraints and triggers stand under their table', () => {
    const rows = rowsOf({ expanded: new Set(['things']) }).filter(({ parentId }) => parentId === 'things');
    expect(rows.map(({ name, detail }) => `${name} ${detail}`)).toEqual([
      'name text',
      'no_overlap exclusion',
      'stamp trigger',
    ]);
  });

  it('UI-353: types stand below the tables by name, each with what it is', () => {
    const types = rowsOf().filter(({ kind }) => ['domain', 'range', 'composite'].includes(kind));
    expect(types.map(({ name, detail }) => `${name}: ${detail}`)).toEqual([
      'address: composite',
      'mail: domain text',
      'spans: range numeric',
    ]);
  });

  it('UI-354: other statements are in closed groups, which stand for no record', () => {
    const groups = rowsOf().filter(({ kind }) => kind === 'group');
    expect(groups.map(({ name, detail }) => `${name} ${detail}`)).toEqual([
      'Views 1',
      'Functions 1',
      'Other statements 1',
    ]);
    expect(groups.map(recordOf)).toEqual([null, null, null]);
    const open = rowsOf({ expanded: new Set(groups.map(({ id }) => id)) });
    expect(open.filter(({ kind }) => kind === 'statement').map(({ name }) => name)).toEqual([
      'public.totals',
      'public.sum_up',
      'grant',
    ]);
    expect(namesOf({ search: 'totals' })).toEqual(['1 Views', '2 public.totals']);
  });

  it('UI-355: what is selected elsewhere opens all that it is in', () => {
    expect(rowsAbove(state, 'south_1')).toEqual(['south', 'events', partitionsGroup('events')]);
    expect(rowsAbove(state, 't')).toEqual(['things']);
    expect(rowsAbove(state, 'things')).toEqual([]);
    for (const id of ['south_1', 'x', 'v', 'events.kind']) {
      const rows = rowsOf({ expanded: new Set(rowsAbove(state, id)) });
      expect(rows.map(recordOf)).toContain(id);
    }
  });
});
