/** Indexes of partitions that PostgreSQL makes by itself with those of the partitioned table. */
import type { SchemaRecord } from '../../schema/record';
import type { ImportContext } from './context';
import { indexName } from './index-elements';
import type { IndexRecord } from './partition-indexes';
import { indexNameText, isComplete, isIndexRecord, labelOf, partColumnNames } from './partition-indexes';

type Table = SchemaRecord<'table'>;

/**
 * Takes out the parts that PostgreSQL would make just so together with the whole. One that is called or set
 * otherwise stays an index of the partition: made before the whole, it becomes its part (DefineIndex).
 */
export function foldIndexes(context: ImportContext, heirs: readonly Table[]): void {
  keepIncomplete(context, heirs);
  const { catalog } = context;
  const families = heirs.map((heir) => ({
    heir,
    parts: heir.body.partitionOf ? partsIn(context, heir) : [],
  }));
  for (const { part } of families.flatMap(({ parts }) => parts)) catalog.remove(part.id);
  for (const { heir, parts } of families) {
    const made = new Set<string>();
    for (const { part, whole } of parts) {
      const names = partColumnNames(context, whole);
      const name = indexName(context, heir, labelOf(part), names, (one) => made.has(one));
      if (name === part.body.name && isMadeLike(part, whole)) made.add(name);
      else catalog.put(part);
    }
  }
}

function isMadeLike({ body }: IndexRecord, { body: whole }: IndexRecord): boolean {
  return body.storage === whole.storage && body.tablespace === whole.tablespace && body.comment === undefined;
}

type Part = { readonly part: IndexRecord; readonly whole: IndexRecord };

/** In the order in which an export makes those at the top, and PostgreSQL all below them: keys, then indexes, each by name. */
function partsIn(context: ImportContext, heir: Table): readonly Part[] {
  const found = context.catalog.children(heir.id).flatMap((part) => {
    const whole = wholeOf(context, part.id);
    return isIndexRecord(part) && whole ? [{ part, whole, top: topOf(context, whole) }] : [];
  });
  return found.sort((a, b) => rank(a.top) - rank(b.top) || (a.top.body.name < b.top.body.name ? -1 : 1));
}

function wholeOf({ catalog, lineage }: ImportContext, partId: string): IndexRecord | undefined {
  const wholeId = lineage.wholeOf(partId);
  const whole = wholeId === undefined ? undefined : catalog.get(wholeId);
  return whole && !('deleted' in whole) && isIndexRecord(whole) ? whole : undefined;
}

/** The name of a part in between says nothing of the order: it may be cut. */
function topOf(context: ImportContext, index: IndexRecord): IndexRecord {
  const whole = wholeOf(context, index.id);
  return whole ? topOf(context, whole) : index;
}

function rank({ kind }: IndexRecord): number {
  return ['primary-key', 'unique', 'exclusion', 'index'].indexOf(kind);
}

/**
 * An index that was made for the partitioned table ONLY and lacks parts is not valid, and would be when made
 * again: it stays the statement that it was, and its parts are indexes of their own.
 */
function keepIncomplete(context: ImportContext, heirs: readonly Table[]): void {
  const { catalog, lineage } = context;
  const parents = new Set(heirs.flatMap(({ body }) => (body.partitionOf ? [body.partitionOf.tableId] : [])));
  for (const tableId of parents) {
    for (const index of catalog.children(tableId)) {
      const text = lineage.onlyText(index.id);
      const isPart = lineage.wholeOf(index.id) !== undefined;
      if (!text || isPart || !isIndexRecord(index) || isComplete(context, index)) continue;
      keepAsText(context, index, tableId, text);
    }
  }
}

function keepAsText(context: ImportContext, index: IndexRecord, tableId: string, text: () => string): void {
  const { catalog, lineage, verbatim } = context;
  const { name } = index.body;
  const whole = indexNameText(context, index);
  const parts = lineage.partsOf(index.id).filter(isIndexRecord);
  const { kind } = index;
  catalog.remove(index.id);
  const reason = 'it lacks its part on a partition, so it is not valid: kept as text';
  verbatim.add({
    tag: kind === 'index' ? 'index' : 'constraint',
    name,
    reason,
    text,
    phase: 'after constraints',
    about: tableId,
  });
  for (const part of parts) {
    lineage.detach(part.id);
    const attach = `ALTER INDEX ${whole} ATTACH PARTITION ${indexNameText(context, part)}`;
    verbatim.add({
      tag: 'alter index',
      name: part.body.name,
      reason: 'part of an index that is not valid: kept as text',
      text: attach,
      phase: 'after constraints',
      about: part.body.tableId,
    });
  }
}
