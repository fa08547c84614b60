import { describe, expect, it } from 'vitest';
import { conflictOf, isConnectionLoss, isUnknownAtCommit, sqlstateOf } from './sqlstate';

const fromServer = (code: string, more: object = {}) =>
  Object.assign(new Error('x'), { code, severity: 'ERROR', ...more });

const saying = (code: string, message: string) =>
  Object.assign(new Error(message), { code, severity: 'ERROR' });

describe('sqlstate', () => {
  it('takes only what a server said for an SQLSTATE', () => {
    expect(sqlstateOf(fromServer('40001'))).toBe('40001');
    expect(sqlstateOf(Object.assign(new Error('x'), { code: 'EPIPE' }))).toBeUndefined();
    expect(sqlstateOf(undefined)).toBeUndefined();
  });

  it('RTY-2: knows conflicts, and the constraint behind them', () => {
    for (const code of ['40001', '40P01', '55P03', '23505', '23503', '23502']) {
      expect(conflictOf(fromServer(code))).toEqual({ sqlstate: code });
    }
    expect(conflictOf(fromServer('23505', { table: 't', constraint: 't_pkey' }))).toEqual({
      sqlstate: '23505',
      constraint: 't.t_pkey',
      detail: '',
    });
    for (const code of ['42601', '22P02', '23514', '57014']) {
      expect(conflictOf(fromServer(code))).toBeUndefined();
    }
  });

  it('RTY-7: knows a lost connection by its errno, SQLSTATE or message', () => {
    const lost = [
      Object.assign(new Error('x'), { code: 'ECONNRESET' }),
      Object.assign(new AggregateError([]), { code: 'ECONNREFUSED' }),
      fromServer('57P01'),
      fromServer('08006'),
      new Error('Connection terminated unexpectedly'),
      new Error('timeout exceeded when trying to connect'),
    ];
    expect(lost.map(isConnectionLoss)).toEqual(lost.map(() => true));
    expect(isConnectionLoss(fromServer('28P01'))).toBe(false);
    expect(isConnectionLoss(new RangeError('x'))).toBe(false);
  });

  it('DSE-32: knows the conflicts of Aurora DSQL, and what passes in a moment', () => {
    expect(conflictOf(saying('40001', 'change conflicts with another transaction (OC000)'))).toBeDefined();
    expect(conflictOf(fromServer('OC001'))).toEqual({ sqlstate: 'OC001' });
    expect(isConnectionLoss(saying('57P03', 'waking up cluster, please retry later'))).toBe(true);
    expect(isConnectionLoss(saying('XX000', 'server unavailable'))).toBe(true);
    expect(isUnknownAtCommit(saying('XX000', 'server unavailable'))).toBe(true);
    expect(isConnectionLoss(fromServer('XX000'))).toBe(false);
  });

  it('RTY-8: takes an internal error in answer to COMMIT for not knowing, a conflict for knowing', () => {
    expect(isUnknownAtCommit(fromServer('XX000'))).toBe(true);
    expect(isUnknownAtCommit(fromServer('40001'))).toBe(false);
  });
});
