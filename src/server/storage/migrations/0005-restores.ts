import type { Migration } from '../migrate';

/**
 * What a job is to do, as JSON, where somebody else has to be able to finish it: a restore that has begun to
 * write cannot be given up any more. NULL for imports, which can.
 */
export const restoresMigration: Migration = {
  id: '0005-restores',
  statements: ['ALTER TABLE jobs ADD COLUMN IF NOT EXISTS request text'],
};
