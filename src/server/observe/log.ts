import type { DestinationStream } from 'pino';
import { pino } from 'pino';
import type { LogLevel } from '../config';
import type { Fault } from './fault';
import { prettyLine } from './pretty';

/** One request that was answered. */
export type RequestLine = {
  readonly requestId: string;
  readonly method: string;
  /** The pattern of the address, never the address: that may hold a key. Null where no route takes it. */
  readonly route: string | null;
  readonly status: number;
  readonly durationMs: number;
  readonly projectId?: string | undefined;
  readonly retries: number;
  /** SQLSTATEs. */
  readonly conflicts: readonly string[];
  readonly traceId?: string | undefined;
};

/** One statement that was slow or failed; never what it was given. */
export type StatementLine = {
  readonly statement: string;
  readonly durationMs: number;
  /** Why it failed: an SQLSTATE, or one of Node's codes. */
  readonly code?: string | undefined;
  /** In whose course. */
  readonly requestId?: string | undefined;
  readonly projectId?: string | undefined;
};

/**
 * What the server writes down about its work: the only way into the log. It takes these facts and no other, so
 * that nothing that people wrote can get there.
 */
export type Log = {
  /** `isFrequent`: of those that come many times a minute and say nothing by themselves. */
  request(line: RequestLine, isFrequent: boolean): void;
  /** `isExpected`: it failed as statements do when somebody else was quicker. */
  statement(line: StatementLine, isExpected: boolean): void;
  /** `requestId` of the request that met it. */
  fault(fault: Fault, requestId?: string): void;
  /** One line for whoever runs the server: the database is back, and the like. */
  note(line: string): void;
};

export type LogOptions = {
  readonly level: LogLevel;
  /** For people at a terminal instead of programs. */
  readonly isPretty: boolean;
};

/**
 * The log, on standard output: one JSON object a line, or a text for people. Written as it comes, so that
 * nothing is lost when the process ends.
 */
export function createLog({ level, isPretty }: LogOptions, to: DestinationStream = standardOutput()): Log {
  const logger = pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    isPretty ? { write: (line) => to.write(prettyLine(line)) } : to,
  );
  return {
    request: (line, isFrequent) => {
      if (line.status >= 500) logger.warn(line, 'request');
      else if (isFrequent) logger.debug(line, 'request');
      else logger.info(line, 'request');
    },
    statement: (line, isExpected) => {
      if (line.code === undefined) logger.warn(line, 'slow statement');
      else if (isExpected) logger.debug(line, 'statement failed');
      else logger.warn(line, 'statement failed');
    },
    fault: (fault, requestId) =>
      logger.error(requestId === undefined ? fault : { requestId, ...fault }, 'fault'),
    note: (line) => logger.warn(line),
  };
}

function standardOutput(): DestinationStream {
  return pino.destination({ fd: 1, sync: true });
}
