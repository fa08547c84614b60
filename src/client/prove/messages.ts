import type { ExportOptions } from '../../core/formats/postgresql/options';
import type { ProvenScript } from '../../core/protocol/proof';
import type { Progress } from '../../core/prove/prove';
import type { SchemaRecord } from '../../core/schema/record';

/** A design to be proven, and where the sandbox's prepared data is. */
export type ProofRequest = {
  readonly records: readonly SchemaRecord[];
  readonly written: Partial<ExportOptions>;
  readonly data: string;
};

/** What the worker tells: where it is, and in the end what came of it. */
export type ProofMessage =
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'done'; readonly proven: ProvenScript }
  /** `isMissing`: the sandbox itself could not be loaded. */
  | { readonly kind: 'failed'; readonly detail: string; readonly isMissing: boolean };
