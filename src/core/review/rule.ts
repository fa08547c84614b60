import type { Operation } from '../schema/operation';
import type { SchemaRecord } from '../schema/record';
import type { ReviewContext } from './context';

/**
 * How much a finding matters. `error`: something fails, or data is lost; `warning`: trouble is likely;
 * `info`: a habit that costs something, or a hint.
 */
export type Severity = 'error' | 'warning' | 'info';

/** From the gravest to the mildest: the order in which findings are listed. */
export const severities: readonly Severity[] = ['error', 'warning', 'info'];

/** An ordinary edit that makes a finding go away. */
export type Fix = {
  /** What it does, as on a button: `Add an index`. */
  readonly label: string;
  /** The operations against the records as the review saw them; ids of new records come from `mintId`. */
  readonly operations: (mintId: () => string) => readonly Operation[];
};

/** One place where a rule found something. A rule finds at most one thing about a record. */
export type Hit = {
  readonly record: SchemaRecord;
  /** One sentence or two about this very place. */
  readonly message: string;
  readonly fix?: Fix | undefined;
};

/** Something to look for in a design. */
export type Rule = {
  /** Stable: projects keep their decisions under it. */
  readonly code: string;
  /** What is wrong, in a few words, without a name. */
  readonly title: string;
  readonly severity: Severity;
  /** Why it matters, in calm sentences. */
  readonly why: string;
  /** The page of PostgreSQL's documentation that says it. */
  readonly docs: string;
  readonly check: (context: ReviewContext) => Iterable<Hit>;
};

/** The address of a page of PostgreSQL's documentation, of the current version. */
export function docs(page: string): string {
  return `https://www.postgresql.org/docs/current/${page}`;
}
