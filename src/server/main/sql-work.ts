import { refused } from '../../core/std/result';
import type { SqlWork } from '../projects/sql-work';

/** Where reading and writing SQL is done. This build brings no reader and no printer, and says so. */
export function createSqlWork(): SqlWork {
  return {
    importSql: async () =>
      refused({ code: 'unavailable', detail: 'This build of VersionZero does not read SQL scripts.' }),
    exportSql: async () => {
      throw new Error('This build of VersionZero does not write SQL scripts.');
    },
    close: async () => undefined,
  };
}
