import { z } from 'zod';

/** Every reason the API gives, and its HTTP status. A code is stable: programs match on it. */
export const problemStatuses = {
  'invalid-request': 400,
  unauthorized: 401,
  forbidden: 403,
  'origin-not-allowed': 403,
  'read-only-role': 403,
  'not-found': 404,
  'name-taken': 409,
  referenced: 409,
  'changed-since': 409,
  'already-exists': 409,
  deleted: 410,
  'too-large': 413,
  'invalid-operation': 422,
  'invalid-name': 422,
  'unknown-type': 422,
  'type-mismatch': 422,
  'no-matching-key': 422,
  'syntax-error': 422,
  'id-reused': 422,
  'rate-limited': 429,
  internal: 500,
  'try-again': 503,
  unavailable: 503,
} as const;

export type ProblemCode = keyof typeof problemStatuses;

/** What went wrong, where, and what to do, without the HTTP clothes. */
export type Problem = {
  readonly code: ProblemCode;
  /** One or two sentences for a person. */
  readonly detail: string;
  /** JSON pointer into the request. */
  readonly pointer?: string | undefined;
  readonly recordId?: string | undefined;
  /** Position in a text that was sent; both count from 1. */
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  /** The names that are taken, and the like. */
  readonly names?: readonly string[] | undefined;
  /** Of a fault: with which the server has written it down. */
  readonly requestId?: string | undefined;
};

/** RFC 9457 `application/problem+json`, with our extension members. */
export const problemDocumentSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  code: z.enum(Object.keys(problemStatuses) as [ProblemCode, ...ProblemCode[]]),
  pointer: z.string().optional(),
  recordId: z.string().optional(),
  line: z.number().int().optional(),
  column: z.number().int().optional(),
  names: z.array(z.string()).optional(),
  requestId: z.string().optional(),
});
export type ProblemDocument = z.infer<typeof problemDocumentSchema>;
