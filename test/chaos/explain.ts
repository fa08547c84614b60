import type { LogEntry } from '../support/log';
import type { Evidence, Violation } from './checker';
import type { Event } from './history';

const shownWrites = 6;

/** The part of the history that shows a violation, as lines: of one mutation, or of one record's last writes. */
export function historyOf(violation: Violation, { events, log }: Evidence): readonly string[] {
  const touching = violation.record === undefined ? [] : writesOf(violation.record, log);
  const until = touching.findIndex(({ id }) => id === violation.mutation);
  const writes = (until < 0 ? touching : touching.slice(0, until + 1)).slice(-shownWrites);
  const ids = new Set([...writes.map(({ id }) => id), violation.mutation]);
  const began = events[0]?.time ?? 0;
  return [
    ...events.filter(({ mutation }) => ids.has(mutation)).map((event) => eventLine(event, began)),
    ...log.filter(({ id }) => ids.has(id)).map((entry) => logLine(entry, violation.record)),
  ];
}

function writesOf(record: string, log: readonly LogEntry[]): readonly LogEntry[] {
  return log.filter(({ entries }) => entries.some((entry) => entry.record.id === record));
}

function eventLine(event: Event, began: number): string {
  const place = `${((event.time - began) / 1_000).toFixed(3).padStart(8)} s  ${event.client}  ${event.mutation}`;
  switch (event.kind) {
    case 'invoke': {
      const asked = event.operations.map(({ verb, kind, id }) => `${verb} ${kind} ${id}`);
      return `${place}  asks: ${asked.join(', ')}`;
    }
    case 'ok': {
      const records = event.answer.records.map(({ id, version }) => `${id} v${version}`);
      return `${place}  hears: done at ${event.answer.at}: ${records.join(', ')}`;
    }
    case 'refused':
      return `${place}  hears: refused (${event.code}): ${event.detail}`;
    case 'unknown':
      return `${place}  hears nothing that decides: ${event.why.slice(0, 120)}`;
  }
}

function logLine({ id, at, entries }: LogEntry, record: string | undefined): string {
  const written = entries
    .filter((entry) => record === undefined || entry.record.id === record)
    .map((entry) => `${entry.record.kind} ${entry.record.id} v${entry.record.version}`);
  return `  log ${at}  ${id}  ${written.join(', ')}`;
}
