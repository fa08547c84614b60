import type { Difference } from '../protocol/proof';
import type { RecordId } from '../schema/ids';
import type { MemoryState } from '../schema/memory-state';
import type { SchemaRecord } from '../schema/record';
import { sameJson } from '../std/canonical-json';
import type { ComparedKind, Fact, NamedFact } from './facts';
import { factsOf, keyOf, rules } from './facts';
import type { Names } from './names';
import { plainName } from './names';

/** A record as it is compared: told by names, whatever its id. */
export type SchemaObject = {
  readonly key: string;
  readonly kind: ComparedKind;
  readonly recordId: RecordId;
  readonly name: string;
  readonly facts: readonly NamedFact[];
};

/** The objects of a state by their keys. */
export type Objects = ReadonlyMap<string, SchemaObject>;

/** A field that two sides do not have alike: perhaps only because the server spells it otherwise. */
export type Mismatch = {
  readonly wanted: SchemaObject;
  readonly field: string;
  readonly wantedFact: Fact;
  readonly foundFact: Fact;
};

export type Comparison = {
  /** Things that only one side has, and tables whose columns stand in another order. */
  readonly differences: readonly Difference[];
  readonly mismatches: readonly Mismatch[];
};

export function isCompared(record: SchemaRecord): record is SchemaRecord<ComparedKind> {
  return record.kind in rules;
}

/** Every record that is an object with structure, told by names. */
export function objectsOf(state: MemoryState, currentUser: string): Objects {
  const names: Names = { state, currentUser };
  const objects = new Map<string, SchemaObject>();
  for (const record of state.records()) {
    if (!isCompared(record)) continue;
    const key = keyOf(record.kind, record.body, names);
    objects.set(key, {
      key,
      kind: record.kind,
      recordId: record.id,
      name: plainName(names, record.body),
      facts: factsOf(record.kind, record.body, names),
    });
  }
  return objects;
}

/** The objects of both sides by their names, field by field. */
export function compareObjects(wanted: Objects, found: Objects): Comparison {
  const differences: Difference[] = [];
  const mismatches: Mismatch[] = [];
  for (const object of wanted.values()) {
    const other = found.get(object.key);
    if (other === undefined)
      differences.push({ ...aboutOf(object), wanted: 'there', recordId: object.recordId });
    else mismatches.push(...mismatchesOf(object, other));
  }
  for (const object of found.values()) {
    if (!wanted.has(object.key) && !isInEveryDatabase(object))
      differences.push({ ...aboutOf(object), found: 'there' });
  }
  return { differences, mismatches };
}

function isInEveryDatabase({ kind, name }: SchemaObject): boolean {
  return kind === 'namespace' && name === 'public';
}

function aboutOf({ kind, name }: SchemaObject): Pick<Difference, 'kind' | 'name'> {
  return { kind, name };
}

function mismatchesOf(wanted: SchemaObject, found: SchemaObject): readonly Mismatch[] {
  // Both lists come from the rules of one kind, so that places agree.
  return wanted.facts.flatMap(({ field, fact }, place) => {
    const foundFact = found.facts[place]?.fact;
    return sameJson(fact, foundFact) ? [] : [{ wanted, field, wantedFact: fact, foundFact }];
  });
}

/** Tables that have the same columns in another order. Columns that only one side has are told elsewhere. */
export function columnOrders(
  wanted: MemoryState,
  found: MemoryState,
  keys: { readonly wanted: Objects; readonly found: Objects },
): readonly Difference[] {
  return [...keys.wanted.values()].flatMap((table) => {
    const other = keys.found.get(table.key);
    if (table.kind !== 'table' || other === undefined) return [];
    const here = columnNames(wanted, table.recordId);
    const there = columnNames(found, other.recordId);
    const left = here.filter((name) => there.includes(name));
    const right = there.filter((name) => here.includes(name));
    if (sameJson(left, right)) return [];
    const { recordId } = table;
    return [
      { ...aboutOf(table), recordId, field: 'order', wanted: left.join(', '), found: right.join(', ') },
    ];
  });
}

function columnNames(state: MemoryState, tableId: RecordId): readonly string[] {
  return state.childrenOf(tableId, 'column').map(({ body }) => body.name);
}

/** A mismatch for people. */
export function differenceOf({ wanted, field, wantedFact, foundFact }: Mismatch): Difference {
  const [here, there] = [factText(wantedFact), factText(foundFact)];
  return {
    ...aboutOf(wanted),
    recordId: wanted.recordId,
    field,
    ...(here !== undefined && { wanted: here }),
    ...(there !== undefined && { found: there }),
  };
}

function factText(fact: Fact): string | undefined {
  if (fact === undefined) return undefined;
  if (typeof fact === 'boolean') return fact ? 'yes' : 'no';
  return typeof fact === 'string' ? fact : fact.join(', ');
}
