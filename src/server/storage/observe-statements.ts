import type { Pool, PoolClient } from 'pg';
import type { Log } from '../observe/log';
import { recordSpan } from '../observe/trace';
import { currentTrail } from '../observe/trail';
import { conflictOf, sqlstateOf } from './sqlstate';

/** Ten times what the slowest ordinary statement takes, and half of what a person would call slow. */
const SLOW_MS = 500;

/** node-postgres takes a callback in place of the values, or behind them. */
type Callback = (error: unknown, result: unknown) => void;

/**
 * Times every statement that is sent over this pool: it becomes part of the trace of its request, and goes into
 * the log when it is slow or fails, by its name and without its values.
 *
 * @param slowMs from then on
 */
export function observeStatements(pool: Pool, log: Log, slowMs = SLOW_MS): void {
  const observed = new WeakSet<PoolClient>();
  // Not 'connect': a connection or two is there already.
  pool.on('acquire', (client) => {
    if (observed.has(client)) return;
    observed.add(client);
    observeClient(client, (statement, error, elapsedMs, course) => {
      if (error === undefined && elapsedMs < slowMs) return;
      const line = { statement, durationMs: Math.round(elapsedMs), code: codeOf(error), ...course };
      log.statement(line, conflictOf(error) !== undefined);
    });
  });
}

/** In whose course a statement was sent. */
type Course = { readonly requestId?: string; readonly projectId?: string | undefined };

type Heard = (statement: string, error: unknown, elapsedMs: number, course: Course) => void;

function observeClient(client: PoolClient, heard: Heard): void {
  const send: unknown = client.query;
  if (typeof send !== 'function') throw new Error('This client sends no statements.');
  const query = (statement: unknown, values?: unknown, callback?: unknown): unknown => {
    const ended = begin(nameOf(statement), heard);
    const isEarly = typeof values === 'function';
    const given = isEarly ? values : callback;
    if (typeof given === 'function') {
      const told: Callback = (error, result) => {
        ended(error ?? undefined);
        Reflect.apply(given, undefined, [error, result]);
      };
      return Reflect.apply(send, client, isEarly ? [statement, told] : [statement, values, told]);
    }
    const answer: unknown = Reflect.apply(send, client, [statement, values]);
    if (answer instanceof Promise) answer.then(() => ended(undefined), ended);
    return answer;
  };
  Reflect.set(client, 'query', query);
}

/** The answer comes in another context than that of the request. */
function begin(name: string, heard: Heard): (error: unknown) => void {
  const beganAt = performance.now();
  const trail = currentTrail();
  return (error) => {
    const elapsedMs = performance.now() - beganAt;
    if (trail !== undefined) recordSpan(name, 'statement', elapsedMs, {}, trail);
    heard(
      name,
      error,
      elapsedMs,
      trail === undefined ? {} : { requestId: trail.requestId, projectId: trail.projectId },
    );
  };
}

/** Of a statement without a name, the library's of accounts and COMMIT among them, its first word. */
function nameOf(statement: unknown): string {
  if (typeof statement === 'string') return /^\s*(\w+)/.exec(statement)?.[1]?.toUpperCase() ?? 'unnamed';
  if (typeof statement !== 'object' || statement === null) return 'unnamed';
  const name: unknown = Reflect.get(statement, 'name');
  return typeof name === 'string' ? name : nameOf(Reflect.get(statement, 'text'));
}

function codeOf(error: unknown): string | undefined {
  if (error === undefined) return undefined;
  const sqlstate = sqlstateOf(error);
  if (sqlstate !== undefined) return sqlstate;
  const code: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : undefined;
  return typeof code === 'string' ? code : 'connection lost';
}
