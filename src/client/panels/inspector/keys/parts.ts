/** The parts of a table besides its columns and foreign keys, in words. */
import type { MemoryState } from '../../../../core/schema/memory-state';
import type { SchemaRecord } from '../../../../core/schema/record';
import { presentText } from '../../edits/check-edits';
import { exclusionText } from '../../edits/exclusion-edits';
import { elementText } from '../../edits/index-edits';

export type PartKind = 'primary-key' | 'unique' | 'check' | 'exclusion' | 'index';
export type PartRecord = SchemaRecord<PartKind>;

/** In the order in which they are shown. */
const kinds: readonly PartKind[] = ['primary-key', 'unique', 'check', 'exclusion', 'index'];

export type Part = {
  readonly id: string;
  readonly kind: PartKind;
  readonly name: string;
  /** What it is about: `tenant_id, number`, `total >= 0`, `lower(email) where active`. */
  readonly summary: string;
  readonly isUnique: boolean;
};

/** All parts of a table: by kind, then by name. */
export function partsOf(state: MemoryState, tableId: string): readonly Part[] {
  return kinds.flatMap((kind) =>
    state
      .childrenOf(tableId, kind)
      .map((record) => partOf(state, record))
      .sort((a, b) => a.name.localeCompare(b.name)),
  );
}

function partOf(state: MemoryState, record: PartRecord): Part {
  const { id, kind, body } = record;
  return { id, kind, name: body.name, summary: summaryOf(state, record), isUnique: isUnique(record) };
}

function isUnique(record: PartRecord): boolean {
  return record.kind === 'index' && record.body.unique === true;
}

function summaryOf(state: MemoryState, record: PartRecord): string {
  switch (record.kind) {
    case 'primary-key':
    case 'unique':
      return record.body.columnIds.map((id) => state.live(id, 'column')?.body.name ?? '?').join(', ');
    case 'check':
      return presentText(state, record.body.expression, record.body.columnRefs);
    case 'exclusion': {
      const { predicate, columnRefs } = record.body;
      const list = exclusionText(state, record);
      return predicate === undefined ? list : `${list} where ${presentText(state, predicate, columnRefs)}`;
    }
    case 'index': {
      const { elements, columnRefs, predicate } = record.body;
      const list = elements.map((element) => elementText(state, element, columnRefs)).join(', ');
      return predicate === undefined ? list : `${list} where ${presentText(state, predicate, columnRefs)}`;
    }
  }
}
