import { describe, expect, it } from 'vitest';
import { change, created, heron, shopState, updated } from './log.fixture';
import type { LoggedChange } from './logged-change';
import { mergeChanges } from './logged-change';
import { namesFrom } from './names';
import { textOf } from './phrase';
import type { ActivityFilter } from './rows';
import { activityRows, linesAbout, noFilter, shownPerGroup, toldLines } from './rows';

const rename = (id: string, seconds: number, actor?: typeof heron) =>
  change(id, seconds, [updated('column', 'o-total', { name: 'a' }, { name: 'total' })], actor);

function rowsOf(changes: readonly LoggedChange[], opened: readonly string[] = []) {
  const told = toldLines(changes, noFilter, namesFrom(shopState(), changes));
  const dayOf = (at: string) => at.slice(0, 10);
  return activityRows(told, { opened: new Set(opened), isMarked: () => false, dayOf });
}
const kinds = (changes: readonly LoggedChange[]) => rowsOf(changes).map(({ kind }) => kind);

function filtered(changes: readonly LoggedChange[], filter: Partial<ActivityFilter>) {
  const told = toldLines(changes, { ...noFilter, ...filter }, namesFrom(shopState(), changes));
  return told.map(({ line }) => textOf(line.phrase));
}

describe('activityRows', () => {
  it('ACT-20: edits of one person within a minute stand under one name, others under their own', () => {
    expect(kinds([rename('c', 40), rename('b', 20), rename('a', 0, heron)])).toEqual([
      'day',
      'person',
      'line',
      'line',
      'person',
      'line',
    ]);
    expect(kinds([rename('b', 200), rename('a', 0)])).toEqual(['day', 'person', 'line', 'person', 'line']);
  });

  it('ACT-20: each day has its own head', () => {
    expect(kinds([rename('b', 86_400), rename('a', 0)])).toEqual([
      'day',
      'person',
      'line',
      'day',
      'person',
      'line',
    ]);
  });

  it('ACT-21: a long group shows its newest and opens', () => {
    const changes = Array.from({ length: 20 }, (_, at) => rename(`c${20 - at}`, 20 - at));
    const more = rowsOf(changes).at(-1);
    expect(more).toMatchObject({ kind: 'more', count: 20 - shownPerGroup });
    const groupKey = more?.kind === 'more' ? more.groupKey : '';
    expect(rowsOf(changes, [groupKey]).filter(({ kind }) => kind === 'line')).toHaveLength(20);
  });
});

describe('filters', () => {
  const log = [
    change('4', 4, [updated('layout', 'l-orders', { x: 0 }, { x: 1 })]),
    change('3', 3, [created('table', 't', { namespaceId: 'sales', name: 'lines' })], heron),
    change('2', 2, [updated('column', 'o-total', { type: 'integer' }, { type: 'bigint' })]),
  ];

  it('ACT-22: moves are left out unless asked for', () => {
    expect(filtered(log, {})).toHaveLength(2);
    expect(filtered(log, { showsMoves: true })).toHaveLength(3);
  });

  it('ACT-23: by person, by kind, by any word of the line or name of what it is about', () => {
    expect(filtered(log, { personId: 'heron' })).toEqual(['added table sales.lines']);
    expect(filtered(log, { kinds: 'columns' })).toHaveLength(1);
    expect(filtered(log, { search: 'BIGINT' })).toHaveLength(1);
    expect(filtered(log, { search: 'orders', showsMoves: true })).toHaveLength(2);
    expect(filtered(log, { search: 'nothing like it' })).toEqual([]);
  });

  it('ACT-24: the history of a record holds what belongs to it, and single lines of large edits', () => {
    const many = Array.from({ length: 20 }, (_, at) =>
      created('column', `x${at}`, {
        tableId: at === 0 ? 'orders' : 'customers',
        name: `x${at}`,
        type: 'text',
      }),
    );
    const all = [change('5', 5, many), ...log];
    const told = toldLines(all, noFilter, namesFrom(shopState(), all));
    expect(linesAbout(told, 'orders').map(({ line }) => textOf(line.phrase))).toEqual([
      'added column orders.x0 text',
      'set type of column orders.total from integer to bigint',
    ]);
  });
});

describe('mergeChanges', () => {
  it('ACT-30: each edit once, newest first, with the retries as soon as they are known', () => {
    const live = { ...rename('b', 1), retries: null };
    const merged = mergeChanges([live, rename('a', 0)], [{ ...live, retries: 2 }, rename('c', 1)]);
    expect(merged.map(({ id }) => id)).toEqual(['c', 'b', 'a']);
    expect(merged[1]?.retries).toBe(2);
    expect(mergeChanges(merged, [live])[1]?.retries).toBe(2);
  });
});
