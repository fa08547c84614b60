import type { z } from 'zod';
import { apiBase } from '../../core/protocol/version';
import { problemDocumentSchema } from '../../core/std/problem';
import { ApiProblem, localProblem } from './api-problem';

export type RequestOptions = {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly json?: unknown;
  /** A body that is not JSON. */
  readonly body?: BodyInit;
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number;
  /** Lets the request outlive the page, for saying goodbye. */
  readonly keepalive?: boolean;
};

export type Requester = {
  /** The answer when its status is 2xx; throws ApiProblem otherwise. */
  send(path: string, options?: RequestOptions): Promise<Response>;
  /** As `send`, and the body as this schema describes it. */
  json<Schema extends z.ZodType>(
    path: string,
    schema: Schema,
    options?: RequestOptions,
  ): Promise<z.infer<Schema>>;
};

export type RequesterOptions = {
  /** Origin of the server, empty in a page that it served. */
  readonly origin?: string;
  readonly fetch?: typeof fetch;
  /** Sent with every request: a cookie or a token, for programs that keep their own. */
  readonly headers?: () => Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
};

const defaultTimeoutMs = 20_000;
const offlineDetail = 'The server could not be reached. Check the connection and try again.';

/** Binds `fetch` to one server. All that leaves it is either a valid answer or an ApiProblem. */
export function createRequester(settings: RequesterOptions = {}): Requester {
  const doFetch = settings.fetch ?? ((input, init) => fetch(input, init));

  const send = async (path: string, options: RequestOptions = {}): Promise<Response> => {
    const timeout = AbortSignal.timeout(options.timeoutMs ?? settings.timeoutMs ?? defaultTimeoutMs);
    const signal = options.signal ? AbortSignal.any([options.signal, timeout]) : timeout;
    const headers = { ...settings.headers?.(), ...options.headers };
    const init: RequestInit = { method: options.method ?? 'GET', signal, headers };
    if (options.json !== undefined) {
      init.body = JSON.stringify(options.json);
      init.headers = { 'content-type': 'application/json', ...headers };
    } else if (options.body !== undefined) init.body = options.body;
    if (options.keepalive) init.keepalive = true;
    let response: Response;
    try {
      response = await doFetch(`${settings.origin ?? ''}${apiBase}${path}${queryOf(options.query)}`, init);
    } catch (cause) {
      throw unreached(cause, timeout, options.signal);
    }
    if (!response.ok) throw await refusalOf(response);
    return response;
  };

  return {
    send,
    json: async (path, schema, options) => read(await send(path, options), schema),
  };
}

/** The body of an answer, as this schema describes it. */
async function read<Schema extends z.ZodType>(response: Response, schema: Schema): Promise<z.infer<Schema>> {
  let body: unknown;
  try {
    body = await response.json();
  } catch (cause) {
    throw localProblem('protocol', 'unavailable', 'The answer of the server broke off.', cause);
  }
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const detail = 'The server answered in a form that this page does not know. Reload the page.';
  throw localProblem('protocol', 'unavailable', detail, parsed.error);
}

/** A caller who aborted gets its own reason back, not a problem. */
function unreached(cause: unknown, timeout: AbortSignal, caller: AbortSignal | undefined): unknown {
  if (caller?.aborted) return caller.reason;
  if (timeout.aborted) {
    return localProblem('timeout', 'unavailable', 'The server did not answer in time.', cause);
  }
  return localProblem('offline', 'unavailable', offlineDetail, cause);
}

async function refusalOf(response: Response): Promise<ApiProblem> {
  const text = await response.text().catch(() => '');
  const document = problemDocumentSchema.safeParse(parseJson(text));
  if (document.success) return new ApiProblem('problem', document.data);
  // Not our server's words: something between us answered. A body that is too large stays so.
  if (response.status === 413) {
    const detail = 'This is larger than the server takes.';
    const title = 'Too large';
    return new ApiProblem('problem', { type: 'about:blank', title, status: 413, detail, code: 'too-large' });
  }
  return localProblem('protocol', 'unavailable', `Unexpected answer from the server (${response.status}).`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function queryOf(query: RequestOptions['query']): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined) search.set(name, String(value));
  }
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}
