/** Partitioned tables, their partitions, and inheritance, as operations. Pure. */
import { isSelfContained } from '../../../core/formats/postgresql/expression-text';
import type { BodyOf } from '../../../core/schema/bodies';
import type { IndexElement } from '../../../core/schema/body-parts';
import type { MemoryState } from '../../../core/schema/memory-state';
import { scopes } from '../../../core/schema/names';
import type { SchemaRecord } from '../../../core/schema/record';
import { partitionsOf } from '../../view/drawn-tables';
import { change } from './change';
import type { Edit } from './edit';
import { create } from './operations';
import { freeName, moved, without } from './sequence';

type Table = SchemaRecord<'table'>;
export type PartitionBy = NonNullable<BodyOf<'table'>['partitionBy']>;
export type Strategy = PartitionBy['strategy'];

export const strategies = ['range', 'list', 'hash'] as const;

/** Partitions a table by these elements, changes how, or no longer (null). Order and NULLs mean nothing there. */
export function setPartitionBy(
  table: Table,
  next: { readonly strategy: Strategy; readonly elements: readonly IndexElement[] } | null,
): Edit {
  const { name } = table.body;
  const elements = (next?.elements ?? []).map(({ direction: _order, nulls: _nulls, ...element }) => element);
  if (next === null || elements.length === 0) {
    return { ...change(table, name, { partitionBy: null }), label: `Stop partitioning ${name}` };
  }
  const label = table.body.partitionBy ? `Change the partitioning of ${name}` : `Partition ${name}`;
  return { ...change(table, name, { partitionBy: { strategy: next.strategy, elements } }), label };
}

/** What a bound of this strategy looks like (PostgreSQL, CREATE TABLE, PARTITION OF). */
export const boundExamples: Readonly<Record<Strategy, string>> = {
  range: "FROM ('2026-01-01') TO ('2026-02-01')",
  list: "IN ('north', 'south')",
  hash: 'WITH (MODULUS 4, REMAINDER 0)',
};

const boundForms: Readonly<Record<Strategy, RegExp>> = {
  range: /^FROM\s*\([\s\S]+\)\s*TO\s*\([\s\S]+\)$/i,
  list: /^IN\s*\([\s\S]+\)$/i,
  hash: /^WITH\s*\(\s*MODULUS\s+\d+\s*,\s*REMAINDER\s+\d+\s*\)$/i,
};

/** A bound as the model has it: `DEFAULT`, or `FOR VALUES …`, whose first two words may be left out. */
export function boundFrom(text: string): string {
  const typed = text.trim();
  if (/^default$/i.test(typed)) return 'DEFAULT';
  return `FOR VALUES ${typed.replace(/^for\s+values\s+/i, '')}`;
}

/** What of a bound is worth reading: without FOR VALUES. */
export function boundText(bound: string): string {
  return bound.replace(/^FOR VALUES\s+/i, '');
}

/** What is wrong with a bound as far as can be said without PostgreSQL, in a sentence, or null. */
export function boundProblem(strategy: Strategy, text: string): string | null {
  const bound = boundFrom(text);
  if (bound === 'DEFAULT') {
    return strategy === 'hash' ? 'A table that is partitioned by hash has no default partition.' : null;
  }
  const isWhole = isSelfContained(bound) && boundForms[strategy].test(boundText(bound));
  return isWhole ? null : `This is not a bound like ${boundExamples[strategy]}.`;
}

/** A bound that a next partition can have without more being known, or the empty text. */
export function nextBound(state: MemoryState, table: Table): string {
  const { partitionBy } = table.body;
  const bounds = partitionsOf(table.id, state).map(({ body }) => body.partitionOf?.bound ?? '');
  if (partitionBy?.strategy !== 'hash') return '';
  const modulus = /MODULUS\s+(\d+)/i.exec(bounds[0] ?? '')?.[1] ?? '4';
  const used = new Set(bounds.map((bound) => /REMAINDER\s+(\d+)/i.exec(bound)?.[1]));
  let remainder = 0;
  while (used.has(String(remainder))) remainder += 1;
  return remainder < Number(modulus) ? `WITH (MODULUS ${modulus}, REMAINDER ${remainder})` : '';
}

/** A partition with this bound, in the namespace of its table, under the first free name of `<table>_p1`, … */
export function createPartition(state: MemoryState, id: string, parent: Table, bound: string): Edit {
  const { namespaceId, name } = parent.body;
  const isTaken = (candidate: string) =>
    state.holder(scopes.relations(namespaceId), candidate) !== undefined ||
    state.holder(scopes.types(namespaceId), candidate) !== undefined;
  const value = boundFrom(bound);
  const base = name.slice(0, 50);
  const first = value === 'DEFAULT' ? `${base}_default` : null;
  const free = first !== null ? freeName(first, isTaken) : numbered(base, isTaken);
  const body = { namespaceId, name: free, partitionOf: { tableId: parent.id, bound: value } };
  return { label: `Add partition ${free}`, operations: [create('table', id, body)] };
}

function numbered(base: string, isTaken: (name: string) => boolean): string {
  let count = 1;
  while (isTaken(`${base}_p${count}`)) count += 1;
  return `${base}_p${count}`;
}

/** Gives a partition another bound. */
export function changeBound(partition: Table, text: string): Edit {
  const { partitionOf, name } = partition.body;
  if (!partitionOf) return { label: `Change ${name}`, operations: [] };
  const bound = boundFrom(text);
  const edit = change(partition, name, { partitionOf: { ...partitionOf, bound } });
  return { ...edit, label: `Change the bound of ${name}` };
}

/** Takes the columns of another table over (INHERITS), after those of the parents that are there. */
export function addParent(state: MemoryState, table: Table, parentId: string): Edit {
  const { inherits = [], name } = table.body;
  const parent = state.live(parentId, 'table')?.body.name ?? '?';
  const edit = change(table, name, { inherits: [...inherits, parentId] });
  return { ...edit, label: `Let ${name} inherit from ${parent}` };
}

/** Gives the columns of a parent up. */
export function removeParent(table: Table, at: number): Edit {
  const { inherits = [], name } = table.body;
  const left = without(inherits, at);
  const edit = change(table, name, { inherits: left.length === 0 ? null : [...left] });
  return { ...edit, label: `Stop ${name} from inheriting` };
}

/** Moves a parent to another place: the order of the parents is that of their columns. */
export function moveParent(table: Table, from: number, to: number): Edit {
  const { inherits = [], name } = table.body;
  const edit = change(table, name, { inherits: [...moved(inherits, from, to)] });
  return { ...edit, label: `Move a parent of ${name}` };
}
