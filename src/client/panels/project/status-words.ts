/** The status of the store in the words of the status bar. Pure. */
import type { StoreStatus } from '../../sync/store-contract';

export type ConnectionWord = 'connecting' | 'live' | 'reconnecting' | 'offline' | 'failed';

/** What the connection is called. Before the first success it is connecting, later reconnecting. */
export function connectionWord({ connection, project }: StoreStatus): ConnectionWord {
  switch (connection.kind) {
    case 'live':
      return 'live';
    case 'offline':
      return connection.cause === 'network' ? 'offline' : 'connecting';
    case 'failed':
      return 'failed';
    case 'connecting':
      return project === null ? 'connecting' : 'reconnecting';
    case 'replaying':
      return 'connecting';
  }
}

export const connectionLabels: Readonly<Record<ConnectionWord, string>> = {
  connecting: 'Connecting',
  live: 'Live',
  reconnecting: 'Reconnecting',
  offline: 'Offline',
  failed: 'No access',
};

/** `Saved`, `Saving 3`, `3 waiting`; `3 not saved yet` when that takes so long that something must be wrong. */
export function savingWords(pendingCount: number, connection: ConnectionWord, isSlow = false): string {
  if (pendingCount === 0) return 'Saved';
  if (isSlow && connection === 'live') return `${pendingCount} not saved yet`;
  return connection === 'live' ? `Saving ${pendingCount}` : `${pendingCount} waiting`;
}

/** The first figures of the sum: enough to compare two screens by eye. */
export function shortFingerprint(fingerprint: string): string {
  const [count = '', high = '0'] = fingerprint.split(':');
  return `${count}·${BigInt(high).toString(16).padStart(16, '0').slice(0, 6)}`;
}
