import type { ServerResponse } from 'node:http';
import type { Problem, ProblemCode, ProblemDocument } from '../../core/std/problem';
import { problemStatuses } from '../../core/std/problem';
import type { Result } from '../../core/std/result';

/**
 * On every answer of the API, whatever it is. An answer is data: no page may frame it, run it, guess its
 * type or be handed it across origins, and no cache may keep what one person was allowed to see.
 * https://cheatsheetseries.owasp.org/cheatsheets/REST_Security_Cheat_Sheet.html
 */
export const securityHeaders = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const;

type Headers = Readonly<Record<string, string>>;

/** What a request is answered, whoever sends it. */
export type Answer = { readonly status: number; readonly headers: Headers; readonly content: Content };

type Content =
  | { readonly kind: 'none' }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array<ArrayBuffer> }
  | {
      readonly kind: 'stream';
      /** Called once the head is written; everything else is up to the stream. */
      readonly begin: (outgoing: ServerResponse) => void;
      /** Instead, where there is no such thing. */
      readonly read: () => ReadableStream<Uint8Array>;
    };

const jsonHeaders = {
  ...securityHeaders,
  'cache-control': 'no-store',
  'content-type': 'application/json; charset=utf-8',
};
const problemHeaders = { ...jsonHeaders, 'content-type': 'application/problem+json; charset=utf-8' };
const textHeaders = { ...jsonHeaders, 'content-type': 'text/plain; charset=utf-8' };
const emptyHeaders = { ...securityHeaders, 'cache-control': 'no-store' };

/** Titles for people who read logs; `detail` says what happened this time. */
const titles: { readonly [Code in ProblemCode]: string } = {
  'invalid-request': 'The request is not understood',
  unauthorized: 'Nobody is signed in',
  forbidden: 'Not allowed',
  'origin-not-allowed': 'Requests from there are not accepted',
  'read-only-role': 'This role may not edit',
  'not-found': 'Not found',
  'name-taken': 'The name is taken',
  referenced: 'Something else relies on it',
  'changed-since': 'It was changed in the meantime',
  'already-exists': 'It exists already',
  deleted: 'It was deleted',
  'too-large': 'Too large',
  'invalid-operation': 'This would leave a schema that cannot exist',
  'invalid-name': 'Not a name that PostgreSQL takes',
  'unknown-type': 'Unknown type',
  'type-mismatch': 'The types do not match',
  'no-matching-key': 'No matching key',
  'syntax-error': 'Syntax error',
  'id-reused': 'The id stands for another request',
  'rate-limited': 'Too many requests',
  internal: 'A fault of the server',
  'try-again': 'Try again',
  unavailable: 'Not available at the moment',
};

/** 200, or another success, with a JSON body. */
export function json(value: unknown, status = 200, headers?: Headers): Answer {
  return textAnswer(
    JSON.stringify(value),
    status,
    headers === undefined ? jsonHeaders : { ...jsonHeaders, ...headers },
  );
}

function textAnswer(text: string, status: number, headers: Headers): Answer {
  return { status, headers, content: { kind: 'text', text } };
}

/** JSON that is text already. */
export function jsonText(text: string): Answer {
  return textAnswer(text, 200, jsonHeaders);
}

/** 200 with plain text. */
export function plainText(text: string): Answer {
  return textAnswer(text, 200, textHeaders);
}

/** 200 with a zip archive, to be saved under this name. */
export function zipArchive(bytes: Uint8Array<ArrayBuffer>, name: string): Answer {
  const headers = {
    ...emptyHeaders,
    'content-type': 'application/zip',
    'content-disposition': `attachment; filename="${name}"`,
  };
  return { status: 200, headers, content: { kind: 'bytes', bytes } };
}

/** 304: what the caller keeps is still right (RFC 9110, 15.4.5). */
export function notModified(headers: Headers): Answer {
  return { status: 304, headers: { ...emptyHeaders, ...headers }, content: { kind: 'none' } };
}

/** 204. */
export function empty(): Answer {
  return { status: 204, headers: emptyHeaders, content: { kind: 'none' } };
}

/** A refusal as RFC 9457 has it. `status` only where HTTP knows a closer one than the code's own. */
export function refusal(problem: Problem, headers?: Headers, status?: number): Answer {
  const document: Problem & Omit<ProblemDocument, 'names'> = {
    type: `urn:versionzero:problem:${problem.code}`,
    title: titles[problem.code],
    status: status ?? problemStatuses[problem.code],
    ...problem,
  };
  return textAnswer(
    JSON.stringify(document),
    document.status,
    headers === undefined ? problemHeaders : { ...problemHeaders, ...headers },
  );
}

/** The answer to a result: as `toAnswer` has it, or the refusal. */
export function answer<Value>(
  result: Result<Value, Problem>,
  toAnswer: (value: Value) => Answer = json,
): Answer {
  return result.ok ? toAnswer(result.value) : refusal(result.problem);
}
