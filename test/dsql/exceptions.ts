import type { Capabilities } from '../../src/server/storage/engine';

/** Why a gate may object to a statement: Aurora DSQL is never sent it, as it lacks a capability. */
export type Exception = { readonly needs: keyof Capabilities; readonly because: string };

const snapshots: Exception = {
  needs: 'commitSnapshots',
  because: 'the exact feed reads by the snapshots of statements and the numbers of transactions',
};
const locks: Exception = {
  needs: 'rowLocks',
  because: 'several edits in one statement lock their rows and leave out those that others hold',
};
const messages: Exception = { needs: 'listenNotify', because: 'servers reach each other by NOTIFY' };

/**
 * What does not pass both gates, by the names of `collectStatements`; one line each. An entry that is not needed
 * any more fails the test. Nothing stands here because the linter knows less than today's Aurora DSQL takes:
 * it has nothing against what we send.
 */
export const exceptions: Readonly<Record<string, Exception>> = {
  'statements.cursor': snapshots,
  'statements.edit': locks,
  'statements.edits': locks,
  'statements.snapshotNow': snapshots,
  'statements.feed': snapshots,
  'statements.settleTransactions': snapshots,
  'storage/notifications.ts LISTEN …': messages,
  'storage/notifications.ts SELECT pg_notify(m.channel, m.payload)': messages,
};
