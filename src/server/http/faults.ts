import type { Problem } from '../../core/std/problem';
import type { Fault } from '../observe/fault';
import { describeFault } from '../observe/fault';
import { isConnectionLoss } from '../storage/sqlstate';
import { StorageError } from '../storage/storage-error';
import type { Answer } from './answer';
import { refusal } from './answer';

/**
 * The answer to something that was thrown: never with what went wrong inside. What the caller may do about
 * it is said: a mutation can always be sent again with the same id.
 *
 * @param requestId by which what is reported can be found
 */
export function faultAnswer(
  error: unknown,
  report: (fault: Fault) => void,
  requestId: string | undefined,
): Answer {
  const problem = problemOf(error);
  if (problem.code !== 'internal') return refusal(problem, { 'retry-after': '1' });
  report(describeFault(error));
  return refusal({ ...problem, requestId });
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
