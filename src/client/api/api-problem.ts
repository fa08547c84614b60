import type { ProblemCode, ProblemDocument } from '../../core/std/problem';
import { problemStatuses } from '../../core/std/problem';

/**
 * Why a request brought no result. problem: the server says so, in its own words. offline: no answer came.
 * timeout: none came in time. protocol: what came is not what this API sends (a proxy's page, another version).
 */
export type ApiProblemKind = 'problem' | 'offline' | 'timeout' | 'protocol';

/** The one error of `client/api`. `problem` always holds something that can be shown to a person. */
export class ApiProblem extends Error {
  readonly kind: ApiProblemKind;
  readonly problem: ProblemDocument;

  constructor(kind: ApiProblemKind, problem: ProblemDocument, cause?: unknown) {
    super(problem.detail, cause === undefined ? undefined : { cause });
    this.name = 'ApiProblem';
    this.kind = kind;
    this.problem = problem;
  }
}

/** A problem that the client itself found, in the shape in which the server tells its own. */
export function localProblem(
  kind: Exclude<ApiProblemKind, 'problem'>,
  code: ProblemCode,
  detail: string,
  cause?: unknown,
): ApiProblem {
  const title = { offline: 'No connection', timeout: 'No answer in time', protocol: 'Unexpected answer' };
  return new ApiProblem(
    kind,
    { type: 'about:blank', title: title[kind], status: problemStatuses[code], detail, code },
    cause,
  );
}

/** Whether the same request, sent again later, may succeed: nobody has decided about it yet. */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof ApiProblem)) return false;
  if (error.kind !== 'problem') return true;
  const { status } = error.problem;
  return status >= 500 || status === 429 || status === 408;
}

/** Whether it says that the caller may not, or no longer, see what was asked for. */
export function isAccessLost(error: unknown): boolean {
  if (!(error instanceof ApiProblem) || error.kind !== 'problem') return false;
  const { status, recordId, pointer } = error.problem;
  return status === 401 || (status === 404 && recordId === undefined && pointer === undefined);
}
