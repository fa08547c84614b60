import type { MemoryState } from '../../schema/memory-state';
import type { SchemaRecord } from '../../schema/record';
import type { ExportNote } from '../postgresql/export-context';
import { byQualifiedName, compareText, plainName } from '../postgresql/export-context';
import { identitySequenceNames } from '../postgresql/identity-sequences';
import { Draft } from './draft';
import { warnOfLimits } from './limits';
import { printScript } from './print-script';
import { rewriteExpressions } from './rewrite-expressions';
import { rewriteIndexes } from './rewrite-indexes';
import { rewriteKeys } from './rewrite-keys';
import { rewriteSequences, widenReferencing } from './rewrite-sequences';
import { leaveOutOwners, rewriteTables } from './rewrite-tables';
import { rewriteTypes } from './rewrite-types';
import { rewriteVerbatim } from './rewrite-verbatim';
import { TypeNames } from './type-names';

/** What a person may choose about the script. */
export type AuroraDsqlOptions = {
  /** Foreign keys cost a scan of the referencing table on each delete, unless it has an index; true when absent. */
  readonly foreignKeys?: boolean | undefined;
};

/**
 * The design as DDL for Amazon Aurora DSQL, into an empty cluster, and a report of all that is not there as it
 * was designed. The same design gives the same bytes. What Aurora DSQL takes, and what becomes of the rest, is
 * in docs/spec/aurora-dsql.md.
 */
export function exportAuroraDsql(
  design: MemoryState,
  options: AuroraDsqlOptions = {},
): { readonly sql: string; readonly report: readonly ExportNote[] } {
  const draft = new Draft(design);
  rewrite(draft, options.foreignKeys ?? true);
  const comments = commentLines(draft, design);
  const script = printScript(draft.context);
  return { sql: [heading, script, comments].filter((part) => part !== '').join('\n'), report: draft.report };
}

const heading = `-- For Amazon Aurora DSQL, into an empty cluster.
--
-- Every statement is a transaction of its own: Aurora DSQL takes one DDL statement a transaction. psql runs
-- the file so by itself; do not use its option -1. Indexes and validations are jobs that go on when their
-- statement has returned: see them in sys.jobs, wait for one with CALL sys.wait_for_job('…').
`;

/** The order matters: each step reads what the ones before it made. */
function rewrite(draft: Draft, foreignKeys: boolean): void {
  rewriteTables(draft);
  leaveOutOwners(draft);
  const columns = new Map(draft.state.ofKind('column').map(({ id, body }) => [id, body]));
  const types = new TypeNames(draft);
  const vocabulary = types.vocabulary();
  rewriteSequences(draft);
  rewriteTypes(draft, types);
  widenReferencing(draft);
  rewriteVerbatim(draft, types, vocabulary);
  rewriteExpressions(draft, vocabulary, columns);
  rewriteKeys(draft, types, { foreignKeys });
  rewriteIndexes(draft, types, vocabulary);
  warnOfLimits(draft);
  warnOfSequenceNames(draft);
}

/** PostgreSQL names an identity's sequence by table and column, and takes the name from what comes later. */
function warnOfSequenceNames(draft: Draft): void {
  const tables = byQualifiedName(draft.context, draft.state.ofKind('table'));
  for (const id of identitySequenceNames(draft.context, tables).keys()) {
    const column = draft.state.live(id, 'column');
    if (!column) continue;
    const message =
      'Its sequence takes a name that something else in the design has, which may then not be made: rename that.';
    draft.warn(column, message);
  }
}

/** Comments stand in the script as comments of SQL: COMMENT ON is not documented for Aurora DSQL. */
function commentLines(draft: Draft, design: MemoryState): string {
  const context = { ...draft.context, state: design };
  const commented = [...design.records()].flatMap((record) => {
    const comment = 'comment' in record.body ? record.body.comment : undefined;
    return comment
      ? [{ record, name: `${wordsOf(record.kind)} ${plainName(context, record)}`, comment }]
      : [];
  });
  commented.sort((a, b) => compareText(a.name, b.name) || compareText(a.comment, b.comment));
  const lines = commented.flatMap(({ record, name, comment }) => {
    const message = 'Its comment stands at the end of the script, as a comment of SQL.';
    draft.report.push({ severity: 'info', recordId: record.id, name: plainName(context, record), message });
    return `${name}: ${comment}`.split(/\r\n|\r|\n/).map((line) => `--   ${line}`);
  });
  return lines.length === 0 ? '' : ['-- Comments', '--', ...lines, ''].join('\n');
}

/** `primary-key` → `primary key`. */
function wordsOf(kind: SchemaRecord['kind']): string {
  return kind === 'namespace' ? 'schema' : kind.replaceAll('-', ' ');
}
