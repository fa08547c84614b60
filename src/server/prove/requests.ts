import type { PostgresqlVersion } from '../../core/formats/postgresql/options';
import type { SchemaRecord } from '../../core/schema/record';

/** A design to be proven. */
export type ProveRequest = {
  readonly records: readonly SchemaRecord[];
  readonly version: PostgresqlVersion;
  /** The folder with the prepared data directory of the sandbox. */
  readonly folder: string;
  /** What the process may hold in memory, the sandbox included, in MB. */
  readonly mostMb: number;
};
