/**
 * Which errors mean what, by SQLSTATE. https://www.postgresql.org/docs/18/errcodes-appendix.html
 */

/** One conflict that a transaction met, and was repeated for. */
export interface Conflict {
  readonly sqlstate: string;
  readonly constraint?: string;
  /** The rows it was about, as the server words it. */
  readonly detail?: string;
}

/** Integrity errors: under snapshot isolation they say "somebody was quicker", never "you may not". */
const CONSTRAINT_SQLSTATES = new Set(['23505', '23503', '23502']);

const CONFLICT_SQLSTATES = new Set([
  ...CONSTRAINT_SQLSTATES,
  '40001', // serialization_failure; Aurora DSQL: OC000 (data) and OC001 (schema changed), in its message
  'OC000', // the same, where the code itself is sent
  'OC001',
  '40P01', // deadlock_detected
  '55P03', // lock_not_available: lock_timeout
  '25P02', // in_failed_sql_transaction: the statement that failed was pipelined before this one
]);

/** SQLSTATEs after which there is no connection, or there was none to begin with. */
const CONNECTION_SQLSTATES = new Set([
  '57P01', // admin_shutdown
  '57P02', // crash_shutdown
  '57P03', // cannot_connect_now: starting up or shutting down
  '57P05', // idle_session_timeout
  '25P03', // idle_in_transaction_session_timeout: we were stopped for longer than that
  '53300', // too_many_connections
]);

const CONNECTION_ERRNOS = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/** What node-postgres says, without a code, when the socket closed or no connection came free in time. */
const CONNECTION_MESSAGES = [
  'Connection terminated',
  'Client has encountered a connection error',
  'Client was closed',
  'timeout exceeded when trying to connect',
  // The connection is given up with the statement that was not answered in time.
  'Query read timeout',
];

/**
 * What Aurora DSQL says while it cannot serve for a moment, whatever the SQLSTATE: an idle cluster at connect;
 * at any statement `XX000`, after which the connection goes on. In answer to COMMIT the outcome is unknown.
 */
const TRANSIENT_MESSAGES = ['waking up cluster', 'server unavailable'];

/** The five characters, or undefined when the error did not come from a server. */
export function sqlstateOf(error: unknown): string | undefined {
  const code = field(error, 'code');
  return code !== undefined && /^[0-9A-Z]{5}$/.test(code) && field(error, 'severity') !== undefined
    ? code
    : undefined;
}

/** Set when the whole transaction is to be repeated in a fresh snapshot. */
export function conflictOf(error: unknown): Conflict | undefined {
  const sqlstate = sqlstateOf(error);
  if (sqlstate === undefined || !CONFLICT_SQLSTATES.has(sqlstate)) {
    return undefined;
  }
  // A not-null violation has no constraint name: the column stands for it.
  const constraint = field(error, 'constraint') ?? field(error, 'column');
  return CONSTRAINT_SQLSTATES.has(sqlstate) && constraint !== undefined
    ? {
        sqlstate,
        constraint: `${field(error, 'table') ?? ''}.${constraint}`,
        detail: field(error, 'detail') ?? '',
      }
    : { sqlstate };
}

/** True when the server went away, was not there, had no connection for us, or could not serve for a moment. */
export function isConnectionLoss(error: unknown): boolean {
  const sqlstate = sqlstateOf(error);
  const message = field(error, 'message') ?? '';
  if (sqlstate !== undefined) {
    const isTransient = TRANSIENT_MESSAGES.some((beginning) => message.startsWith(beginning));
    return isTransient || sqlstate.startsWith('08') || CONNECTION_SQLSTATES.has(sqlstate);
  }
  return (
    CONNECTION_ERRNOS.has(field(error, 'code') ?? '') ||
    CONNECTION_MESSAGES.some((beginning) => message.startsWith(beginning))
  );
}

/**
 * True when an error in answer to COMMIT leaves open whether it happened: the connection is gone, or the
 * server says itself that it does not know (40003; XX000 is Aurora DSQL's and PostgreSQL's "internal").
 */
export function isUnknownAtCommit(error: unknown): boolean {
  const sqlstate = sqlstateOf(error);
  if (wasNeverSent(error)) return false;
  return sqlstate === '40003' || sqlstate === 'XX000' || isConnectionLoss(error);
}

/** node-postgres refuses to send on a connection that it knows to be broken. */
function wasNeverSent(error: unknown): boolean {
  const message = field(error, 'message') ?? '';
  return (
    message.startsWith('Client has encountered a connection error') || message.startsWith('Client was closed')
  );
}

function field(error: unknown, name: string): string | undefined {
  if (typeof error !== 'object' || error === null) {
    return undefined;
  }
  const value: unknown = Reflect.get(error, name);
  return typeof value === 'string' ? value : undefined;
}
