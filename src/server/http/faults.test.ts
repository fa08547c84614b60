import { describe, expect, it } from 'vitest';
import type { Fault } from '../observe/fault';
import { StorageError } from '../storage/storage-error';
import { faultAnswer } from './faults';
import { toResponse } from './send';

async function answerTo(error: unknown) {
  const reported: Fault[] = [];
  const response = toResponse(faultAnswer(error, (fault) => reported.push(fault), 'request-1'));
  return {
    status: response.status,
    retry: response.headers.get('retry-after'),
    body: await response.text(),
    reported,
  };
}

describe('faults', () => {
  it('HTTP-15: an unknown outcome asks for the same request with the same id', async () => {
    for (const kind of ['outcome-unknown', 'too-many-conflicts'] as const) {
      const { status, retry, body, reported } = await answerTo(new StorageError(kind, 'x'));
      expect([status, retry, reported]).toEqual([503, '1', []]);
      expect(JSON.parse(body)).toMatchObject({
        code: 'try-again',
        detail: expect.stringContaining('same id'),
      });
    }
  });

  it('HTTP-15: a database that is away is a 503, in whoever’s words', async () => {
    const refusedConnection = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    for (const error of [new StorageError('unavailable', 'x'), refusedConnection]) {
      expect(await answerTo(error)).toMatchObject({ status: 503, reported: [] });
    }
  });

  it('HTTP-15: anything else is a 500 that tells nothing, and is written down without data', async () => {
    const cause = Object.assign(new Error('duplicate key: (email)=(secret@example.com)'), { code: '23505' });
    for (const error of [cause, new StorageError('stuck-constraint', 'secret', { cause }), 'secret']) {
      const { status, body, reported } = await answerTo(error);
      expect(status).toBe(500);
      expect(JSON.parse(body)).toMatchObject({ code: 'internal', requestId: 'request-1' });
      expect(body + JSON.stringify(reported)).not.toContain('secret');
      expect(reported).toHaveLength(1);
    }
    expect((await answerTo(cause)).reported).toMatchObject([
      { error: 'Error', code: '23505', stack: expect.stringMatching(/^\s+at /) },
    ]);
  });
});
