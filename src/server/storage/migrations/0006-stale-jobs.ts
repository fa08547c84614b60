import type { Migration } from '../migrate';

/** Every server looks again and again for imports that were left behind: among those alone, not among all there ever were. */
export const staleJobsMigration: Migration = {
  id: '0006-stale-jobs',
  statements: ['CREATE INDEX IF NOT EXISTS jobs_state_idx ON jobs (state)'],
};
