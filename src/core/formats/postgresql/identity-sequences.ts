import { freeObjectName } from '../../schema/generated-names';
import type { RecordId } from '../../schema/ids';
import { claimsOf, scopes } from '../../schema/names';
import type { SchemaRecord } from '../../schema/record';
import type { ExportContext } from './export-context';

/**
 * PostgreSQL names an identity column's sequence `<table>_<column>_seq`, or `…seq1` where that name is
 * taken at that moment. When something that comes later in the script has the name, or a type that is
 * there already (which PostgreSQL does not look at, and then minds), one of the two would fail; such sequences get a name of their own. Gives column → name, for these only.
 */
export function identitySequenceNames(
  context: ExportContext,
  tables: readonly SchemaRecord<'table'>[],
): ReadonlyMap<RecordId, string> {
  const columns = tables.flatMap(({ id, body }) =>
    context.state
      .childrenOf(id, 'column')
      .filter((column) => column.body.identity !== undefined)
      .map((column) => ({ column, body })),
  );
  if (columns.length === 0) return new Map();
  const claimed = claimedNames(context);
  const names = new Map<RecordId, string>();
  const made = new Set<string>();
  for (const { column, body } of columns) {
    const scope = scopes.relations(body.namespaceId);
    const typeScope = scopes.types(body.namespaceId);
    const free = (isTaken: (name: string) => boolean) =>
      freeObjectName(body.name, column.body.name, 'seq', isTaken);
    const isMade = (name: string) => made.has(`${scope}\0${name}`);
    const isClaimed = (name: string) =>
      claimed.has(`${scope}\0${name}`) || claimed.has(`${typeScope}\0${name}`);
    const name = free((one) => isMade(one) || isClaimed(one));
    if (name !== free(isMade)) names.set(column.id, name);
    made.add(`${scope}\0${name}`);
  }
  return names;
}

function claimedNames(context: ExportContext): ReadonlySet<string> {
  const claimed = new Set<string>();
  for (const record of context.state.records()) {
    for (const { scope, name } of claimsOf(record, context.state)) claimed.add(`${scope}\0${name}`);
  }
  return claimed;
}
