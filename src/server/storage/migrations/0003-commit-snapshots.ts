import type { Migration } from '../migrate';

/**
 * What the live feed reads by on engines with the capability `commitSnapshots`: the transaction that wrote
 * each row of the log, so that "became visible since" is exact. Aurora DSQL has no such thing.
 */
export const commitSnapshotsMigration: Migration = {
  id: '0003-commit-snapshots',
  needs: 'commitSnapshots',
  statements: [
    'ALTER TABLE changes ADD COLUMN IF NOT EXISTS xid xid8 NOT NULL DEFAULT pg_current_xact_id()',
    'CREATE INDEX IF NOT EXISTS changes_xid_idx ON changes (project_id, xid)',
  ],
};
