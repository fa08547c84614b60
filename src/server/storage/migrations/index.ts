import type { Capabilities } from '../engine';
import type { Migration } from '../migrate';
import { projectsMigration } from './0001-projects';
import { accountTables } from './0002-accounts';
import { commitSnapshotsMigration } from './0003-commit-snapshots';
import { trashMigration } from './0004-trash';
import { restoresMigration } from './0005-restores';
import { staleJobsMigration } from './0006-stale-jobs';

/**
 * Everything that makes the stored tables, in the order in which it is applied.
 *
 * To add one: write `NNNN-what.ts` beside this file, exporting a `Migration`, and append it here. An applied
 * migration is never edited, reordered or removed; what was wrong in it is put right by the next one.
 * - Each statement is a transaction of its own (Aurora DSQL takes one DDL statement at a time), so it must
 *   be safe to repeat: `CREATE TABLE IF NOT EXISTS`, `CREATE INDEX IF NOT EXISTS`, `ADD COLUMN IF NOT EXISTS`.
 *   "Already exists" is taken for done.
 * - Aurora DSQL gets the same text, but for the word ASYNC behind CREATE INDEX. What it does not have at all
 *   stands in a migration that `needs` the capability.
 * - Several servers may run different versions on one database for a while, so a migration adds before
 *   a later one takes away.
 */
export const migrations: readonly Migration[] = [
  projectsMigration,
  accountTables,
  commitSnapshotsMigration,
  trashMigration,
  restoresMigration,
  staleJobsMigration,
];

/** Those for an engine that can do this. */
export function migrationsFor(capabilities: Capabilities): readonly Migration[] {
  return migrations.filter(({ needs }) => needs === undefined || capabilities[needs]);
}
