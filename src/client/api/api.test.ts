import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { createApi } from './api';
import { ApiProblem, isAccessLost, isTransient } from './api-problem';

/** An API whose server is one function: what it was asked is kept. */
function apiOver(answer: (request: Request) => Response | Promise<Response>) {
  const requests: Request[] = [];
  const api = createApi({
    origin: 'http://server.test',
    timeoutMs: 500,
    fetch: async (input, init) => {
      const request = new Request(input as string, init);
      requests.push(request.clone());
      init?.signal?.throwIfAborted();
      return answer(request);
    },
  });
  return { api, requests };
}

const problem = (status: number, code: string, more: object = {}) =>
  Response.json(
    { type: 'about:blank', title: 'No', status, detail: 'It is so.', code, ...more },
    { status, headers: { 'content-type': 'application/problem+json' } },
  );

async function failureOf(promise: Promise<unknown>): Promise<ApiProblem> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof ApiProblem) return error;
  throw new Error(`expected an ApiProblem, got ${String(error)}`);
}

describe('api', () => {
  it('SYNC-30: gives back a validated answer, without what the schema does not name', async () => {
    const project = { id: 'p', name: 'Shop', role: 'owner', createdAt: '2026-11-23T00:00:00Z' };
    const { api, requests } = apiOver(() => Response.json({ ...project, extra: 1 }, { status: 201 }));
    expect(await api.createProject('Shop')).toEqual(project);
    expect(requests[0]?.url).toBe('http://server.test/api/v1/projects');
    expect(await requests[0]?.json()).toEqual({ name: 'Shop' });
  });

  it('SYNC-30: keeps a problem document word by word', async () => {
    const { api } = apiOver(() => problem(409, 'name-taken', { recordId: 'r', names: ['orders'] }));
    const error = await failureOf(api.mutate('p', { id: 'm', operations: [] }));
    expect(error.kind).toBe('problem');
    expect(error.problem).toMatchObject({ code: 'name-taken', recordId: 'r', names: ['orders'] });
    expect(error.message).toBe('It is so.');
  });

  it('SYNC-30: tells a missing network, silence and a foreign page apart', async () => {
    const offline = apiOver(() => Promise.reject(new TypeError('fetch failed')));
    expect((await failureOf(offline.api.health())).kind).toBe('offline');
    const silent = createApi({
      origin: 'http://server.test',
      timeoutMs: 5,
      fetch: (_, init) =>
        new Promise((_resolve, reject) => {
          init?.signal?.addEventListener('abort', () => reject(init.signal?.reason));
        }),
    });
    expect((await failureOf(silent.health())).kind).toBe('timeout');
    const proxy = apiOver(() => new Response('<h1>Bad gateway</h1>', { status: 502 }));
    expect((await failureOf(proxy.api.health())).kind).toBe('protocol');
    const other = apiOver(() => Response.json({ status: 'fine' }));
    expect((await failureOf(other.api.health())).kind).toBe('protocol');
  });

  it('SYNC-31: only what nobody has decided about is worth repeating', async () => {
    const outcome = async (response: Response) => failureOf(apiOver(() => response).api.getProject('p'));
    expect(isTransient(await outcome(problem(503, 'try-again')))).toBe(true);
    expect(isTransient(await outcome(problem(429, 'rate-limited')))).toBe(true);
    expect(isTransient(await outcome(new Response('gone', { status: 404 })))).toBe(true);
    expect(isTransient(await outcome(problem(409, 'name-taken')))).toBe(false);
    expect(isTransient(new Error('a bug'))).toBe(false);
  });

  it('SYNC-31: a project out of sight is not a record that is missing', async () => {
    const outcome = async (response: Response) => failureOf(apiOver(() => response).api.getProject('p'));
    expect(isAccessLost(await outcome(problem(404, 'not-found')))).toBe(true);
    expect(isAccessLost(await outcome(problem(401, 'unauthorized')))).toBe(true);
    expect(isAccessLost(await outcome(problem(404, 'not-found', { recordId: 'r' })))).toBe(false);
    expect(isAccessLost(await outcome(problem(403, 'read-only-role')))).toBe(false);
  });

  it('SYNC-30: gives an aborted caller its own reason', async () => {
    const { api } = apiOver(() => Response.json({}));
    const aborted = AbortSignal.abort(new Error('closed'));
    await expect(api.snapshot('p', { signal: aborted })).rejects.toThrow('closed');
  });

  it('SYNC-32: sends a large dump compressed, a small one plain', async () => {
    const counts = Object.fromEntries(
      ['namespaces tables partitions columns primaryKeys foreignKeys uniques checks exclusions indexes']
        .concat('enums domains compositeTypes rangeTypes sequences verbatim')
        .flatMap((names) => names.split(' '))
        .map((name) => [name, 0]),
    );
    const { api, requests } = apiOver(() => Response.json({ counts, ledger: [], diagnostics: [] }));
    const large = `-- ${'é'.repeat(100_000)}`;
    await api.importSql('p', large, { onConflict: 'rename' });
    await api.importSql('p', 'SELECT 1;');
    const [first, second] = requests;
    expect(first?.headers.get('content-encoding')).toBe('gzip');
    expect(first?.url).toContain('onConflict=rename');
    const bytes = Buffer.from((await first?.arrayBuffer()) ?? new ArrayBuffer(0));
    expect(bytes.length).toBeLessThan(10_000);
    expect(gunzipSync(bytes).toString('utf8')).toBe(large);
    expect(second?.headers.get('content-encoding')).toBeNull();
    expect(await second?.text()).toBe('SELECT 1;');
  });
});
