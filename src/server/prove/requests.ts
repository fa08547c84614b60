import type { PostgresqlVersion } from '../../core/formats/postgresql/options';
import type { ReadText } from '../../core/prove/import-by-execution';
import type { SchemaRecord } from '../../core/schema/record';
import type { ImportRequest } from '../sql/requests';

/** A design to be proven. */
export type ProveRequest = {
  readonly records: readonly SchemaRecord[];
  readonly version: PostgresqlVersion;
  /** The folder with the prepared data directory of the sandbox. */
  readonly folder: string;
  /** What the process may hold in memory, the sandbox included, in MB. */
  readonly mostMb: number;
};

/** A script to be run so that what it makes can be read; `read` is what its text has told. */
export type RunScriptRequest = Omit<ImportRequest, 'kind'> &
  Pick<ProveRequest, 'folder' | 'mostMb'> & { readonly read: ReadText };
