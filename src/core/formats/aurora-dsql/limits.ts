import { byQualifiedName, plainName } from '../postgresql/export-context';
import type { Draft } from './draft';

/** User guide, quotas of a cluster; schemas without `public`. */
const most = {
  tables: 1_000,
  schemas: 10,
  sequences: 5_000,
  views: 5_000,
  columns: 255,
  indexes: 24,
} as const;

/** Warns of what is more than a cluster or a table may have. The script still makes it all. */
export function warnOfLimits(draft: Draft): void {
  const { state, report } = draft;
  const tables = byQualifiedName(draft.context, state.ofKind('table'));
  const identities = state.ofKind('column').filter(({ body }) => body.identity !== undefined).length;
  const counts = {
    tables: tables.length,
    schemas: state.ofKind('namespace').filter(({ body }) => body.name !== 'public').length,
    sequences: state.ofKind('sequence').length + identities,
    views: state.ofKind('verbatim').filter(({ body }) => body.tag === 'view').length,
  };
  for (const [what, count] of Object.entries(counts)) {
    const limit = most[what as keyof typeof counts];
    if (count <= limit) continue;
    const message = `${count.toLocaleString('en')} ${what}: a cluster has at most ${limit.toLocaleString('en')}.`;
    report.push({ severity: 'warning', name: what, message });
  }
  for (const table of tables) {
    const columns = state.childrenOf(table.id, 'column').length;
    if (columns > most.columns) {
      draft.warn(table, `${columns} columns: a table has at most ${most.columns}.`);
    }
    const indexes =
      state.childrenOf(table.id, 'primary-key').length +
      state.childrenOf(table.id, 'unique').length +
      state.childrenOf(table.id, 'index').length;
    if (indexes > most.indexes) {
      draft.warn(
        table,
        `${indexes} keys and indexes: ${plainName(draft.context, table)} may have ${most.indexes}.`,
      );
    }
  }
}
