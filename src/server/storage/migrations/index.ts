import type { Migration } from '../migrate';
import { projectsMigration } from './0001-projects';
import { accountTables } from './0002-accounts';
import { commitSnapshotsMigration } from './0003-commit-snapshots';
import { trashMigration } from './0004-trash';
import { restoresMigration } from './0005-restores';

/**
 * Everything that makes the stored tables, in the order in which it is applied.
 *
 * To add one: write `NNNN-what.ts` beside this file, exporting a `Migration`, and append it here. An applied
 * migration is never edited, reordered or removed; what was wrong in it is put right by the next one.
 * - Each statement is a transaction of its own (Aurora DSQL takes one DDL statement at a time), so it must
 *   be safe to repeat: `CREATE TABLE IF NOT EXISTS`, `CREATE INDEX IF NOT EXISTS`, `ADD COLUMN IF NOT EXISTS`.
 *   "Already exists" is taken for done.
 * - Several servers may run different versions on one database for a while, so a migration adds before
 *   a later one takes away.
 */
export const migrations: readonly Migration[] = [
  projectsMigration,
  accountTables,
  commitSnapshotsMigration,
  trashMigration,
  restoresMigration,
];
