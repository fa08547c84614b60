import type { Capabilities } from '../engine';

/** Aurora DSQL numbers no transactions, carries no messages and takes limits of time without keeping them. */
export const dsqlCapabilities: Capabilities = {
  commitSnapshots: false,
  listenNotify: false,
  serverTimeouts: false,
};
