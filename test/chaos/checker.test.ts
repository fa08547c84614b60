import { describe, expect, it } from 'vitest';
import type { RecordState } from '../../src/core/schema/record';
import type { LogEntry } from '../support/log';
import type { Evidence, Violation } from './checker';
import { violationsOf } from './checker';
import { historyOf } from './explain';
import type { Answer, Event } from './history';
import { percentile, sumOf, tallyOf } from './tally';

const schema = '00000000-0000-4000-8000-00000000000a';
const table = '00000000-0000-4000-8000-00000000000b';
const column = '00000000-0000-4000-8000-00000000000c';
const first = '00000000-0000-4000-8000-000000000001';
const second = '00000000-0000-4000-8000-000000000002';

const namespaceState = {
  id: schema,
  kind: 'namespace',
  version: 1,
  parentId: null,
  body: { name: 'public' },
};
const tableState = (version: number, comment?: string) =>
  ({
    id: table,
    kind: 'table',
    version,
    parentId: schema,
    body: { namespaceId: schema, name: 't', ...(comment === undefined ? {} : { comment }) },
  }) as RecordState;
const columnState = {
  id: column,
  kind: 'column',
  version: 1,
  parentId: table,
  body: { tableId: table, name: 'c', type: 'text', nullable: true, order: 'a0' },
} as unknown as RecordState;
const gone = { id: table, kind: 'table', version: 2, parentId: schema, deleted: true } as RecordState;

const wrote = (id: string, at: number, ...records: readonly RecordState[]): LogEntry => ({
  id,
  at: `2026-01-01 00:00:0${at}`,
  entries: records.map((record) => ({ record, before: null })),
});
const answer = (...records: readonly RecordState[]): Answer => ({
  at: 'then',
  records: records as Answer['records'],
  merges: [],
});

const at = (time: number, mutation: string) => ({ time, client: 'ada', mutation });
const asks = (time: number, mutation: string, id = table): Event => ({
  ...at(time, mutation),
  kind: 'invoke',
  operations: [{ verb: 'create', kind: 'table', id, body: { name: 't' } }],
});
const hearsOk = (time: number, mutation: string, ...records: readonly RecordState[]): Event => ({
  ...at(time, mutation),
  kind: 'ok',
  answer: answer(...records),
  retries: 0,
});
const hearsNo = (time: number, mutation: string): Event => ({
  ...at(time, mutation),
  kind: 'refused',
  code: 'name-taken',
  detail: 'Taken.',
});
const hearsNothing = (time: number, mutation: string): Event => ({
  ...at(time, mutation),
  kind: 'unknown',
  why: 'cut',
});

const founding = wrote('founding', 0, namespaceState as RecordState);

/** A table was made, and everything is as it should be. */
const sound: Evidence = {
  events: [asks(1, first), hearsOk(2, first, tableState(1))],
  given: new Set(['founding']),
  log: [founding, wrote(first, 1, tableState(1))],
  stored: [namespaceState as RecordState, tableState(1)],
  shown: [],
  convergeWithinMs: 2_000,
  ddlFailure: null,
};
const withLog = (...log: readonly LogEntry[]): Pick<Evidence, 'log' | 'stored'> => {
  const stored = new Map<string, RecordState>();
  for (const { entries } of log) for (const { record } of entries) stored.set(record.id, record);
  return { log, stored: [...stored.values()] };
};

const kindsOf = (evidence: Partial<Evidence>): readonly Violation['kind'][] => [
  ...new Set(violationsOf({ ...sound, ...evidence }).map(({ kind }) => kind)),
];

describe('the checker', () => {
  it('CHA-10: finds nothing where everything is as it should be', () => {
    expect(violationsOf(sound)).toEqual([]);
  });

  it('CHA-10: lets what nobody was told of be there or not', () => {
    const events = [asks(1, first), hearsNothing(2, first)];
    expect(kindsOf({ events })).toEqual([]);
    expect(kindsOf({ events, ...withLog(founding) })).toEqual([]);
  });

  it('CHA-10: finds an acknowledged edit that is not in the log, or there twice', () => {
    expect(kindsOf(withLog(founding))).toEqual(['lost']);
    const twice = [founding, wrote(first, 1, tableState(1)), wrote(first, 2, tableState(2))];
    expect(kindsOf(withLog(...twice))).toContain('applied-twice');
  });

  it('CHA-10: finds an edit that nobody sent', () => {
    expect(kindsOf({ events: [] })).toEqual(['nobody-asked']);
  });

  it('CHA-10: finds a log that says something else than the answer', () => {
    const events = [asks(1, first), hearsOk(2, first, tableState(1, 'other'))];
    expect(kindsOf({ events })).toEqual(['answer-differs']);
  });

  it('CHA-11: finds copies of one request that were answered differently', () => {
    const other = { ...hearsOk(3, first, tableState(1)), answer: { ...answer(tableState(1)), at: 'later' } };
    expect(kindsOf({ events: [...sound.events, asks(2, first), other as Event] })).toEqual(['two-answers']);
    expect(kindsOf({ events: [...sound.events, hearsNo(3, first)] })).toContain('two-answers');
  });

  it('CHA-11: finds a refused edit in the log', () => {
    expect(kindsOf({ events: [asks(1, first), hearsNo(2, first)] })).toEqual(['refused-yet-applied']);
  });

  it('CHA-12: finds an edit of which only a part is there', () => {
    const events = [asks(1, first, column), hearsNothing(2, first)];
    expect(kindsOf({ events })).toEqual(['half-there']);
    // The records without the log, and the log without the records.
    expect(kindsOf({ ...withLog(founding), events: [], stored: sound.stored })).toEqual(['replay-differs']);
    expect(kindsOf({ stored: [namespaceState as RecordState] })).toEqual(['replay-differs']);
  });

  it('CHA-13: finds a version that is missing, and one that is there again', () => {
    const edited = [asks(3, second), hearsOk(4, second, tableState(3))];
    const log = [founding, wrote(first, 1, tableState(1)), wrote(second, 2, tableState(3))];
    expect(kindsOf({ ...withLog(...log), events: [...sound.events, ...edited] })).toEqual(['version-gap']);
  });

  it('CHA-13: finds an edit that stands before one that was acknowledged before it was sent', () => {
    const events = [
      asks(1, second),
      hearsOk(2, second, tableState(2)),
      asks(3, first),
      hearsOk(4, first, tableState(1)),
    ];
    const log = [founding, wrote(first, 1, tableState(1)), wrote(second, 2, tableState(2))];
    expect(kindsOf({ ...withLog(...log), events })).toEqual(['out-of-order']);
    const atOnce = events.map((event) => ({ ...event, time: event.kind === 'invoke' ? 1 : 4 }));
    expect(kindsOf({ ...withLog(...log), events: atOnce })).toEqual([]);
  });

  it('CHA-14: finds a state that could not exist, also in the middle', () => {
    const events = [...sound.events, asks(3, second, column), hearsOk(4, second, columnState)];
    const early = [founding, wrote(second, 1, columnState), wrote(first, 2, tableState(1))];
    expect(kindsOf({ ...withLog(...early), events })).toEqual(['incoherent']);
    const third = '00000000-0000-4000-8000-000000000003';
    const dropped = [
      founding,
      wrote(first, 1, tableState(1)),
      wrote(second, 2, columnState),
      wrote(third, 3, gone),
    ];
    const dropping: Event = { ...at(5, third), kind: 'invoke', operations: [] };
    expect(kindsOf({ ...withLog(...dropped), events: [...events, dropping] })).toEqual(['incoherent']);
  });

  it('CHA-14: finds DDL that does not load', () => {
    expect(kindsOf({ ddlFailure: 'relation does not exist' })).toEqual(['ddl-does-not-load']);
  });

  it('CHA-15: finds a client that shows something else, came late, never, or noticed that it was wrong', () => {
    const records = [...sound.stored];
    const ada = { client: 'ada', records, convergedAfterMs: 10, bugs: 0 };
    expect(kindsOf({ shown: [ada] })).toEqual([]);
    expect(kindsOf({ shown: [{ ...ada, records: records.slice(1) }] })).toEqual(['client-differs']);
    expect(kindsOf({ shown: [{ ...ada, records: [...records, columnState] }] })).toEqual(['client-differs']);
    expect(kindsOf({ shown: [{ ...ada, convergedAfterMs: 2_001 }] })).toEqual(['not-converged']);
    expect(kindsOf({ shown: [{ ...ada, convergedAfterMs: null }] })).toEqual(['not-converged']);
    expect(kindsOf({ shown: [{ ...ada, bugs: 1 }] })).toEqual(['client-bug']);
  });
});

describe('the history of a violation', () => {
  it('CHA-16: is that of its mutation, or of the last writes of its record', () => {
    const noise = [asks(1, second, column), hearsNo(2, second)];
    const evidence = { ...sound, events: [...sound.events, ...noise], log: [founding] };
    const [lost] = violationsOf(evidence).filter(({ kind }) => kind === 'lost');
    if (lost === undefined) throw new Error('nothing found');
    expect(historyOf(lost, evidence)).toEqual([
      `   0.000 s  ada  ${first}  asks: create table ${table}`,
      `   0.001 s  ada  ${first}  hears: done at then: ${table} v1`,
    ]);
    const differs: Violation = { kind: 'replay-differs', what: '', record: table };
    expect(historyOf(differs, { ...sound, events: evidence.events }).at(-1)).toBe(
      `  log 2026-01-01 00:00:01  ${first}  table ${table} v1`,
    );
    expect(historyOf(differs, { ...sound, events: evidence.events }).join()).not.toContain(second);
  });
});

describe('the tally', () => {
  it('CHA-17: counts mutations, not requests, and the time through all faults', () => {
    const events = [
      asks(1, first),
      hearsNothing(5, first),
      asks(7, first),
      hearsOk(10, first, tableState(1)),
      asks(11, second),
      hearsNo(12, second),
      asks(13, 'given up'),
    ];
    expect(tallyOf(events)).toMatchObject({
      acknowledged: 1,
      refused: 1,
      unknown: 1,
      repeats: 1,
      unanswered: 1,
      latencies: [9],
      requestLatencies: [3],
    });
    const sum = sumOf([tallyOf(events), tallyOf(events)]);
    expect([sum.acknowledged, percentile(sum.latencies, 0.99)]).toEqual([2, 9]);
  });
});
