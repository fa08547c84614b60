import type { Problem } from '../../core/std/problem';
import { isConnectionLoss } from '../storage/sqlstate';
import { StorageError } from '../storage/storage-error';
import { refusal } from './answer';

/**
 * The answer to something that was thrown: never with what went wrong inside. What the caller may do about
 * it is said: a mutation can always be sent again with the same id.
 */
export function faultAnswer(error: unknown, report: (line: string) => void): Response {
  const problem = problemOf(error);
  if (problem.code === 'internal') report(describeFault(error));
  return refusal(problem, problem.code === 'internal' ? {} : { 'retry-after': '1' });
}

const sendAgain = 'Send the same request with the same id again: it is carried out once at most.';

function problemOf(error: unknown): Problem {
  if (!(error instanceof StorageError)) {
    // A database that is away shows itself as an error of the driver where nothing was written.
    return isConnectionLoss(error) ? unavailable : internal;
  }
  switch (error.kind) {
    case 'outcome-unknown':
      return { code: 'try-again', detail: `It is not known whether this was saved. ${sendAgain}` };
    case 'too-many-conflicts':
      return { code: 'try-again', detail: `Others kept editing the same thing. ${sendAgain}` };
    case 'unavailable':
      return unavailable;
    case 'stuck-constraint':
      return internal;
  }
}

const unavailable: Problem = {
  code: 'unavailable',
  detail: `The database does not answer at the moment. ${sendAgain}`,
};

const internal: Problem = {
  code: 'internal',
  detail: 'This is a fault of the server, not of the request. The server has written down where it happened.',
};

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** Kind and place, without the message: messages of a database quote what people wrote. */
function describeFault(error: unknown): string {
  if (!(error instanceof Error)) return `Fault: ${typeof error}`;
  const places = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  const cause =
    error.cause instanceof Error ? `\n  caused by ${error.cause.name} ${codeOf(error.cause)}` : '';
  return [`Fault: ${error.name} ${codeOf(error)}`.trimEnd(), ...places.slice(0, 8)].join('\n') + cause;
}
