import type { Migration } from '../migrate';

/**
 * When a project was deleted: its owner can restore it for a while. What was deleted before there was such a
 * time begins its stay now, rather than being out of reach.
 */
export const trashMigration: Migration = {
  id: '0004-trash',
  statements: [
    'ALTER TABLE projects ADD COLUMN IF NOT EXISTS deleted_at timestamptz',
    "UPDATE projects SET deleted_at = now() WHERE state = 'deleted' AND deleted_at IS NULL",
  ],
};
