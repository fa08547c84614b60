import { columnsPart, freeObjectName } from '../../../schema/generated-names';
import { quoteIdentifier, quoteQualifiedName } from '../../../std/sql-identifier';
import { isTable } from '../build-tables';
import { groupBy } from '../picture';
import type { ConstraintRow, IndexRow } from '../read-constraints';
import type { RelationRow } from '../read-relations';
import type { RecordBuilder } from '../record-builder';
import { address } from '../record-builder';
import type { Statement } from './statement';

/**
 * Indexes, keys and foreign keys of partitioned tables have a part on every partition. PostgreSQL makes the
 * parts, and their names, when the script is run; those that have another name here are renamed.
 */
export function partitionNames(builder: RecordBuilder): readonly Statement[] {
  const roots = builder.picture.relations.filter((row) => row.kind === 'p' && !row.isPartition);
  const renames = roots.flatMap((root) => new Naming(builder).renames(root));
  return [...renames, ...foreignKeyNames(builder)];
}

type Rename = { readonly index: IndexRow; readonly namespace: string; readonly from: string };

/** The names that the parts will get, told by going through the script as export writes it. */
class Naming {
  readonly #builder: RecordBuilder;
  readonly #taken = new Set<string>();
  readonly #partitions: ReadonlyMap<string, readonly RelationRow[]>;
  readonly #indexes: ReadonlyMap<string, readonly IndexRow[]>;
  readonly #constraints: ReadonlyMap<string, ConstraintRow>;
  readonly #renames: Rename[] = [];

  constructor(builder: RecordBuilder) {
    this.#builder = builder;
    const { relations, indexes, constraints } = builder.picture;
    const partitions = relations.filter((row) => row.isPartition && isTable(row));
    this.#partitions = groupBy(partitions, (row) => row.parents?.[0] ?? '');
    this.#indexes = groupBy(indexes, (row) => row.relationOid);
    const keys = constraints.filter(({ kind }) => kind === 'p' || kind === 'u' || kind === 'x');
    this.#constraints = new Map(keys.map((row) => [row.indexOid, row]));
  }

  renames(root: RelationRow): readonly Statement[] {
    const family = new Set(this.#familyOf(root).map(({ oid }) => oid));
    for (const row of this.#builder.picture.relations)
      if (!family.has(row.oid)) this.#take(row.namespaceOid, row.name);
    this.#create(root, []);
    return this.#renames.length === 0 ? [] : this.#statements();
  }

  #familyOf(table: RelationRow): readonly RelationRow[] {
    return [table, ...(this.#partitions.get(table.oid) ?? []).flatMap((one) => this.#familyOf(one))];
  }

  /** CREATE TABLE with its keys, its partitions, then its other indexes. `above`: indexes that are there already. */
  #create(table: RelationRow, above: readonly IndexRow[]): readonly IndexRow[] {
    this.#take(table.namespaceOid, table.name);
    const parts = above.flatMap((whole) => this.#part(table, whole));
    const own = (this.#indexes.get(table.oid) ?? []).filter((index) => index.parentOid === null);
    const keys = own
      .filter(({ oid }) => this.#constraints.has(oid))
      .sort((a, b) => this.#rank(a) - this.#rank(b));
    for (const key of keys) this.#take(table.namespaceOid, key.name);
    const partitions = this.#partitions.get(table.oid) ?? [];
    for (const partition of partitions) this.#create(partition, [...parts, ...keys]);
    for (const index of own.filter(({ oid }) => !this.#constraints.has(oid))) {
      this.#take(table.namespaceOid, index.name);
      for (const partition of partitions) this.#partBelow(partition, index);
    }
    return parts;
  }

  #rank({ oid }: IndexRow): number {
    return { p: 0, u: 1, x: 2 }[this.#constraints.get(oid)?.kind as 'p' | 'u' | 'x'];
  }

  #partBelow(table: RelationRow, whole: IndexRow): void {
    for (const part of this.#part(table, whole)) {
      for (const partition of this.#partitions.get(table.oid) ?? []) this.#partBelow(partition, part);
    }
  }

  /** Gives the part of an index on a partition its name. */
  #part(table: RelationRow, whole: IndexRow): readonly IndexRow[] {
    const part = (this.#indexes.get(table.oid) ?? []).find((index) => index.parentOid === whole.oid);
    if (part === undefined) return [];
    const kind = this.#constraints.get(whole.oid)?.kind;
    const label = kind === 'p' ? 'pkey' : kind === 'u' ? 'key' : kind === 'x' ? 'excl' : 'idx';
    const columns = kind === 'p' ? null : columnsPart(distinct(whole.columnNames));
    const isTaken = (name: string) => this.#taken.has(`${table.namespaceOid}:${name}`);
    const from = freeObjectName(table.name, columns, label, isTaken);
    this.#take(table.namespaceOid, from);
    const namespace = this.#builder.namespaceName(table.namespaceOid);
    this.#renames.push({ index: part, namespace, from });
    return [part];
  }

  #take(namespaceOid: string, name: string): void {
    this.#taken.add(`${namespaceOid}:${name}`);
  }

  /** A name may be wanted that another part has until it is renamed itself. */
  #statements(): readonly Statement[] {
    const open = this.#renames.filter(({ index, from }) => index.name !== from);
    const held = new Set(open.map(({ namespace, from }) => `${namespace}.${from}`));
    const done: Statement[] = [];
    while (open.length > 0) {
      const at = open.findIndex(({ namespace, index }) => !held.has(`${namespace}.${index.name}`));
      const [next] = open.splice(Math.max(at, 0), 1);
      if (next === undefined) break;
      held.delete(`${next.namespace}.${next.from}`);
      if (at >= 0) done.push(renameIndex(next, next.from, next.index.name));
      else {
        // All that are left want each other's names: one steps aside.
        const aside = freeObjectName(next.index.name, null, 'aside', (name) =>
          held.has(`${next.namespace}.${name}`),
        );
        done.push(renameIndex(next, next.from, aside));
        open.push({ ...next, from: aside });
      }
    }
    return done;
  }
}

/** `c`, `c1`: two columns of one name in an index (ChooseIndexColumnNames in indexcmds.c). */
function distinct(names: readonly string[]): readonly string[] {
  const found: string[] = [];
  for (const base of names) {
    let name = base;
    for (let pass = 1; found.includes(name); pass++) name = `${base}${pass}`;
    found.push(name);
  }
  return found;
}

function renameIndex({ index, namespace }: Rename, from: string, to: string): Statement {
  return {
    makes: null,
    about: address('pg_class', index.relationOid),
    tag: 'alter index',
    name: to,
    text: `ALTER INDEX ${quoteQualifiedName(namespace, from)} RENAME TO ${quoteIdentifier(to)}`,
    phase: 'after constraints',
    reason: 'name of a partition’s part of an index: kept as text',
  };
}

/** The part of a foreign key is called like the whole. */
function foreignKeyNames(builder: RecordBuilder): readonly Statement[] {
  const byOid = new Map(builder.picture.constraints.map((row) => [row.oid, row]));
  return builder.picture.constraints.flatMap((row) => {
    const whole = row.kind === 'f' ? byOid.get(row.parentOid) : undefined;
    const table = builder.picture.relationByOid.get(row.relationOid);
    if (!whole || !table || whole.relationOid === row.relationOid || whole.name === row.name) return [];
    const name = quoteQualifiedName(builder.namespaceName(table.namespaceOid), table.name);
    return [
      {
        makes: null,
        about: address('pg_class', table.oid),
        tag: 'alter table',
        name: row.name,
        text: `ALTER TABLE ${name} RENAME CONSTRAINT ${quoteIdentifier(whole.name)} TO ${quoteIdentifier(row.name)}`,
        phase: 'after constraints' as const,
        reason: 'name of a partition’s part of a foreign key: kept as text',
      },
    ];
  });
}
