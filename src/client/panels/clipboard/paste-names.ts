/** What copies are called. Pure. */
import { maxNameBytes } from '../../../core/schema/body-parts';
import { objectName } from '../../../core/schema/generated-names';
import type { MemoryState } from '../../../core/schema/memory-state';
import { scopes } from '../../../core/schema/names';
import type { SchemaRecord } from '../../../core/schema/record';
import { utf8Length } from '../../../core/std/utf8';

/** The names that are taken: those that the project holds, and those that this paste has given out. */
export class TakenNames {
  readonly #state: MemoryState;
  readonly #given = new Set<string>();

  constructor(state: MemoryState) {
    this.#state = state;
  }

  has(scope: string, name: string): boolean {
    return this.#state.holder(scope, name) !== undefined || this.#given.has(keyOf(scope, name));
  }

  give(scope: string, name: string): void {
    this.#given.add(keyOf(scope, name));
  }

  /** Gives out the name, or where that is taken the next copy's. */
  claim(scope: string, name: string): string {
    const free = nextCopy(
      name,
      (candidate) => utf8Length(candidate) > maxNameBytes || this.has(scope, candidate),
    );
    this.give(scope, free);
    return free;
  }
}

function keyOf(scope: string, name: string): string {
  return `${scope}\0${name}`;
}

/**
 * The name itself where it is free, else `orders_copy`, `orders_copy2`, … A copy of `orders_copy` is the next
 * one, not a copy of a copy. Cut to 63 bytes as PostgreSQL cuts generated names.
 */
function nextCopy(name: string, isTaken: (name: string) => boolean): string {
  const base = name.replace(/(?<=.)_copy\d*$/s, '');
  let copy = name;
  for (let count = 1; isTaken(copy); count += 1) {
    copy = objectName(base, null, count === 1 ? 'copy' : `copy${count}`);
  }
  return copy;
}

/** The name of a table's copy, and keeps it for the table: free among relations and types. See `nextCopy`. */
export function copiedTableName(name: string, namespaceId: string, taken: TakenNames): string {
  const scopesOf = [scopes.relations(namespaceId), scopes.types(namespaceId)];
  const copy = nextCopy(name, (candidate) => scopesOf.some((scope) => taken.has(scope, candidate)));
  for (const scope of scopesOf) taken.give(scope, copy);
  return copy;
}

export type NamedOfTable = 'primary-key' | 'unique' | 'foreign-key' | 'check' | 'exclusion' | 'index';

/** The table that a constraint or index belongs to, under its old and its new name. */
type RenamedTable = {
  readonly id: string;
  readonly namespaceId: string;
  readonly was: string;
  readonly is: string;
};

/**
 * The name of a copied constraint or index: `orders_pkey` follows its table to `orders_copy_pkey`, others keep
 * theirs. Undefined where that is taken or too long: then the schema's rules generate one.
 */
export function copiedPartName(
  record: SchemaRecord<NamedOfTable>,
  table: RenamedTable,
  taken: TakenNames,
): string | undefined {
  const { name } = record.body;
  const copy = followingName(name, table);
  const scopesOf = partScopes(record.kind, table);
  if (utf8Length(copy) > maxNameBytes || scopesOf.some((scope) => taken.has(scope, copy))) return undefined;
  for (const scope of scopesOf) taken.give(scope, copy);
  return copy;
}

/** The name that goes with its table from one name to the other; one that has nothing of it stays. */
export function followingName(name: string, table: Pick<RenamedTable, 'was' | 'is'>): string {
  return name.startsWith(`${table.was}_`) ? `${table.is}${name.slice(table.was.length)}` : name;
}

/** Where such a name has to be free; see `claimsOf`. */
function partScopes(kind: NamedOfTable, { id, namespaceId }: RenamedTable): readonly string[] {
  const relations = scopes.relations(namespaceId);
  switch (kind) {
    case 'primary-key':
    case 'unique':
    case 'exclusion':
      return [relations, scopes.constraints(id)];
    case 'index':
      return [relations];
    case 'foreign-key':
    case 'check':
      return [scopes.constraints(id)];
  }
}
