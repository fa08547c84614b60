import type { RecordId } from '../../schema/ids';
import { isLive } from '../../schema/record';
import { typeNameOf } from '../../schema/type-names';
import { quoteIdentifier } from '../../std/sql-identifier';
import type { ImportContext } from './context';
import { qualifiedName, underSearchPath } from './context';
import type { Spot } from './kept-spots';
import { spotsOf } from './kept-spots';
import type { Node } from './parse';

type Called = { readonly name: string; readonly namespaceId: RecordId | undefined };

/**
 * The current statement as it has to be written in the end: what it names goes by its present name. Where
 * nothing was renamed, it is what the script said, to the letter.
 */
export function followedText(
  context: ImportContext,
  node: Node,
  ownId: RecordId,
): { readonly text: () => string; readonly namesItself: boolean } {
  const { source, session } = context;
  const { searchPath } = session;
  const spots = spotsOf(context, node, ownId)
    .map((spot) => ({ spot, before: calledNow(context, spot.id) }))
    .sort((a, b) => a.spot.from - b.spot.from || a.spot.to - b.spot.to);
  const text = () => {
    let followed = '';
    let at = 0;
    for (const { spot, before } of spots) {
      const now = calledNow(context, spot.id);
      if (spot.from < at || !now || !before) continue;
      if (now.name === before.name && now.namespaceId === before.namespaceId) continue;
      followed += source.text.slice(at, spot.from) + written(context, spot, before, now);
      at = spot.to;
    }
    return underSearchPath(searchPath, followed + source.text.slice(at));
  };
  return { text, namesItself: spots.some(({ spot }) => spot.id === ownId) };
}

function calledNow({ catalog, verbatim }: ImportContext, id: RecordId): Called | undefined {
  const record = catalog.get(id);
  if (!isLive(record)) return undefined;
  if (record.kind === 'verbatim') {
    const { definesRelation, definesType } = record.body;
    return definesRelation ?? definesType ?? verbatim.calledOf(id);
  }
  if (!('name' in record.body)) return undefined;
  const table = 'tableId' in record.body ? catalog.live(record.body.tableId, 'table') : undefined;
  const namespaceId = 'namespaceId' in record.body ? record.body.namespaceId : table?.body.namespaceId;
  // A column is never written with a namespace.
  return { name: record.body.name, namespaceId: record.kind === 'column' ? undefined : namespaceId };
}

function written({ catalog }: ImportContext, spot: Spot, before: Called, now: Called): string {
  const { name, namespaceId } = now;
  if (spot.form === 'result') return now.name === before.name ? '' : ` AS ${quoteIdentifier(before.name)}`;
  if (spot.form === 'bare' || namespaceId === undefined) return quoteIdentifier(name);
  const range = catalog.get(spot.id);
  const type = isLive(range) && range.kind === 'range' ? typeNameOf(range, before.name) : undefined;
  return qualifiedName(catalog, { body: { namespaceId, name: type?.name ?? name } });
}
