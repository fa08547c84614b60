import { describe, expect, it } from 'vitest';
import type { ConnectionState } from '../../sync/connection-state';
import type { StoreStatus } from '../../sync/store-contract';
import { connectionWord, savingWords, shortFingerprint } from './status-words';

const memory = { loaded: true, attempt: 0, network: 'online' } as const;
const project = { id: 'p', name: 'Shop', role: 'owner', createdAt: '2026-01-01T00:00:00Z' } as const;

function status(connection: ConnectionState, isLoaded: boolean): StoreStatus {
  return {
    connection,
    project: isLoaded ? project : null,
    pendingCount: 0,
    lastSaved: null,
    fingerprintShown: null,
    fingerprintServer: null,
    fingerprintsAgree: null,
    reloads: 0,
    bugs: 0,
    storageFailed: false,
    trouble: null,
    canUndo: null,
    canRedo: null,
  };
}

describe('the words of the status bar', () => {
  it('UI-70: connecting at first, reconnecting later', () => {
    const waiting: ConnectionState = { kind: 'connecting', step: { kind: 'loading' }, memory };
    expect(connectionWord(status(waiting, false))).toBe('connecting');
    expect(connectionWord(status(waiting, true))).toBe('reconnecting');
    expect(connectionWord(status({ kind: 'live', since: 0, memory }, true))).toBe('live');
    expect(connectionWord(status({ kind: 'offline', cause: 'network', memory }, true))).toBe('offline');
    expect(connectionWord(status({ kind: 'failed', memory }, true))).toBe('failed');
  });

  it('UI-71: saved, saving so many, so many waiting', () => {
    expect(savingWords(0, 'live')).toBe('Saved');
    expect(savingWords(3, 'live')).toBe('Saving 3');
    expect(savingWords(3, 'offline')).toBe('3 waiting');
    expect(savingWords(3, 'live', true)).toBe('3 not saved yet');
  });

  it('UI-72: a fingerprint is shortened to its count and six figures', () => {
    expect(shortFingerprint('12:18446744073709551615:5')).toBe('12·ffffff');
    expect(shortFingerprint('0:0:0')).toBe('0·000000');
  });
});
