import type { Capabilities } from '../engine';

/** Aurora DSQL numbers no transactions, carries no messages, locks no rows and takes limits of time without keeping them; its
 * migrations need the role `admin`. */
export const dsqlCapabilities: Capabilities = {
  commitSnapshots: false,
  listenNotify: false,
  rowLocks: false,
  schemaChanges: false,
  serverTimeouts: false,
};
