import type { IndexElement } from '../../schema/body-parts';
import type { SchemaRecord } from '../../schema/record';
import { byName, byQualifiedName } from '../postgresql/export-context';
import type { Draft } from './draft';
import { listed } from './draft';
import type { Vocabulary } from './expressions';
import { rewriteExpression, tellChanges } from './rewrite-expressions';
import { leaveOutStorage, mostKeyColumns, whyNoKeyColumn } from './rewrite-keys';
import type { TypeNames } from './type-names';

/** Indexes become what CREATE INDEX ASYNC takes: no method, direction, operator class or collation. */
export function rewriteIndexes(draft: Draft, types: TypeNames, vocabulary: Vocabulary): void {
  for (const table of byQualifiedName(draft.context, draft.state.ofKind('table'))) {
    for (const index of byName(draft.state.childrenOf(table.id, 'index'))) {
      const reason = whyLeftOut(draft, types, index) ?? rewriteIndex(draft, vocabulary, index);
      if (reason !== null) draft.leaveOut(index, reason);
    }
  }
}

function whyLeftOut(draft: Draft, types: TypeNames, { body }: SchemaRecord<'index'>): string | null {
  if (body.method !== undefined && body.method !== 'btree') {
    return `there are only btree indexes, and it is ${body.method}.`;
  }
  if (body.elements.length > mostKeyColumns) return `an index has at most ${mostKeyColumns} columns.`;
  for (const element of body.elements) {
    const reason = 'columnId' in element ? whyNoKeyColumn(draft, types, element.columnId) : null;
    if (reason !== null) return reason;
  }
  return null;
}

/** Null when it could be written; else why not. */
function rewriteIndex(draft: Draft, vocabulary: Vocabulary, index: SchemaRecord<'index'>): string | null {
  const { elements, predicate, include = [], columnRefs } = index.body;
  const changes = new Set<string>();
  const written: IndexElement[] = [];
  const rewrite = (text: string) => {
    const rewritten = rewriteExpression(draft, vocabulary, text, columnRefs);
    if (rewritten.kind === 'written') for (const change of rewritten.changes) changes.add(change);
    return rewritten;
  };
  for (const element of elements) {
    const nulls = nullsOf(element);
    const options = nulls === undefined ? {} : { nulls };
    if ('columnId' in element) {
      written.push({ columnId: element.columnId, ...options });
      continue;
    }
    const rewritten = rewrite(element.expression);
    if (rewritten.kind === 'unsupported') return rewritten.reason;
    written.push({ expression: rewritten.text, ...options });
  }
  const where = predicate === undefined ? null : rewrite(predicate);
  if (where?.kind === 'unsupported') return where.reason;
  tellElements(draft, index);
  tellChanges(draft, index, [...changes]);
  leaveOutStorage(draft, index);
  const present = include.filter((id) => draft.state.live(id, 'column'));
  if (present.length < include.length)
    draft.warn(index, 'INCLUDE is without the columns that are not there.');
  draft.change(index, {
    elements: written,
    predicate: where?.text,
    include: present.length > 0 ? present : undefined,
    method: undefined,
    storage: undefined,
    tablespace: undefined,
  });
  return null;
}

/**
 * Where the nulls go once DESC is left out, so that reading the index backwards gives the order of the design:
 * DESC has them first unless it says otherwise, which is last when read forwards, the default.
 */
function nullsOf({ direction, nulls }: IndexElement): IndexElement['nulls'] {
  if (direction !== 'desc' || nulls === undefined) return direction === 'desc' ? undefined : nulls;
  return nulls === 'last' ? 'first' : undefined;
}

function tellElements(draft: Draft, index: SchemaRecord<'index'>): void {
  const { elements } = index.body;
  const descending = elements.filter(({ direction }) => direction === 'desc');
  if (descending.length === elements.length) {
    draft.tell(index, 'DESC is left out: the index is read backwards for that order.');
  } else if (descending.length > 0) {
    draft.warn(index, 'DESC is left out: the index does not serve this mixed order, only its first columns.');
  }
  const classes = elements.flatMap(({ opclass }) => (opclass === undefined ? [] : [opclass]));
  // With the C collation every text index serves LIKE 'x%', which is what these classes are for.
  const isPattern = classes.every((name) => /(?:text|varchar|bpchar)_pattern_ops$/.test(name));
  if (classes.length > 0 && isPattern) {
    draft.tell(index, `${listed(classes)} is left out: in the C collation the index serves LIKE without it.`);
  } else if (classes.length > 0) {
    draft.warn(index, `${listed(classes)} is left out: there are no operator classes.`);
  }
  const collations = elements.flatMap(({ collation }) => (collation === undefined ? [] : [collation]));
  if (collations.length > 0) {
    draft.warn(index, `COLLATE ${listed(collations)} is left out: all text is in the C collation.`);
  }
}
