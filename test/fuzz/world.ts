import { randomUUID } from 'node:crypto';
import type { Operation } from '../../src/core/schema/operation';
import { create, remove, tableOperations, update } from '../support/operations';
import type { Random } from '../support/random';

/** An edit that says it saw this version takes nothing back unseen: it is not merged. */
const newerThanAny = 1_000_000_000;

type KnownTable = ReturnType<typeof tableOperations>;

/**
 * What the writers of a fuzz know of, dead or alive: ids are taken from here, so that edits meet edits of
 * the same things, and things that are gone.
 */
export class World {
  readonly tables: KnownTable[] = [];
  readonly columns: { id: string; tableId: string }[] = [];
  readonly enums: string[] = [];
  readonly domains: string[] = [];
  readonly deletable: { kind: Operation['kind']; id: string }[] = [];

  /** Notes what a mutation that was acknowledged made. */
  learn(operations: readonly Operation[], table: KnownTable | null): void {
    if (table) this.tables.push(table);
    for (const operation of operations) {
      if (operation.verb !== 'create') continue;
      const { kind, id, body } = operation;
      if (kind === 'column') this.columns.push({ id, tableId: String(body.tableId) });
      if (kind === 'enum') this.enums.push(id);
      if (kind === 'domain') this.domains.push(id);
      this.deletable.push({ kind, id });
    }
  }

  /** One mutation of a kind chosen at random; `table` when it makes one. `comments` is the share of those. */
  next(random: Random, comments = 0): { operations: readonly Operation[]; table: KnownTable | null } {
    const made = this.#make(random, comments);
    return 'operations' in made
      ? { operations: made.operations, table: made }
      : { operations: made, table: null };
  }

  #make(random: Random, comments: number): readonly Operation[] | KnownTable {
    if (this.tables.length < 4) return this.createTable(random);
    if (comments > 0 && random.chance(comments)) return this.comments(random);
    return random.pick(this.#edits).call(this, random);
  }

  readonly #edits: readonly ((random: Random) => readonly Operation[] | KnownTable)[] = [
    this.createTable,
    this.createTable,
    this.addColumn,
    this.addColumn,
    this.renameTable,
    this.renameColumn,
    this.renameColumn,
    this.retype,
    this.retype,
    this.addForeignKey,
    this.addForeignKey,
    this.addForeignKey,
    this.addKey,
    this.addCheckOrIndex,
    this.drop,
    this.drop,
    this.dropTable,
    this.restoreTable,
    this.dropAndRecreate,
    this.enumEdit,
    this.domainEdit,
    this.domainEdit,
    this.inheritance,
    this.inheritance,
    this.partitioning,
    this.partitioning,
    this.exclusion,
  ];

  /** Comments on things that were written lately, which others may write at that moment, too. */
  private comments(random: Random): readonly Operation[] {
    const comment = () => {
      const { id } = random.pick(this.columns.slice(-30));
      return update('column', id, newerThanAny, { comment: `c${random.below(1_000)}` });
    };
    return random.chance(0.7) ? [comment()] : [comment(), comment()];
  }

  private table(random: Random): KnownTable {
    return random.pick(this.tables.slice(random.chance(0.4) ? -2 : -8));
  }

  /** Half of the time one of very few, so that edits of one record do meet. */
  private column(random: Random): { id: string; tableId: string } {
    return random.pick(this.columns.slice(random.chance(0.5) ? -3 : -20));
  }

  private createTable(random: Random): KnownTable {
    return tableOperations(`t${random.below(14)}`);
  }

  private addColumn(random: Random): readonly Operation[] {
    const { tableId } = this.table(random);
    return [
      create('column', { tableId, name: `n${random.below(6)}`, type: random.pick(['integer', 'uuid']) }),
    ];
  }

  private renameTable(random: Random): readonly Operation[] {
    return [
      update('table', this.table(random).tableId, 1 + random.below(3), { name: `t${random.below(14)}` }),
    ];
  }

  private renameColumn(random: Random): readonly Operation[] {
    const column = this.column(random);
    return [update('column', column.id, 1 + random.below(3), { name: `n${random.below(6)}` })];
  }

  private retype(random: Random): readonly Operation[] {
    const column = this.column(random);
    const change = random.pick([
      { type: 'uuid' },
      { type: 'integer' },
      { nullable: random.chance(0.5) },
      { default: { kind: 'literal', text: '1' } },
      { identity: 'always', nullable: false },
    ]);
    return [update('column', column.id, 1 + random.below(4), change)];
  }

  private addForeignKey(random: Random): readonly Operation[] {
    const [from, to] = [this.table(random), this.table(random)];
    return [
      create('foreign-key', {
        tableId: from.tableId,
        columnIds: [random.pick([from.xColumn, from.idColumn])],
        referencedTableId: to.tableId,
        referencedColumnIds: [random.pick([to.idColumn, to.idColumn, to.xColumn])],
      }),
    ];
  }

  private addKey(random: Random): readonly Operation[] {
    const { tableId, idColumn, xColumn } = this.table(random);
    const kind = random.pick(['primary-key', 'unique'] as const);
    return [create(kind, { tableId, columnIds: [random.pick([idColumn, xColumn])] })];
  }

  private addCheckOrIndex(random: Random): readonly Operation[] {
    const { tableId, xColumn } = this.table(random);
    if (random.chance(0.5)) return [create('check', { tableId, expression: 'x IS NOT NULL' })];
    return [create('index', { tableId, elements: [{ columnId: xColumn }] })];
  }

  private drop(random: Random): readonly Operation[] {
    const { kind, id } = random.pick(this.deletable.filter((one) => one.kind !== 'table').slice(-40));
    return [remove(kind, id, 1, random.chance(0.2))];
  }

  private dropTable(random: Random): readonly Operation[] {
    return [remove('table', this.table(random).tableId, 1, random.chance(0.5))];
  }

  private restoreTable(random: Random): readonly Operation[] {
    return this.table(random).operations;
  }

  private dropAndRecreate(random: Random): readonly Operation[] {
    const { tableId } = this.table(random);
    return [remove('table', tableId, 1, true), ...tableOperations(`t${random.below(14)}`).operations];
  }

  private enumEdit(random: Random): readonly Operation[] {
    if (this.enums.length < 2) return [create('enum', { name: `e${random.below(4)}`, labels: ['a', 'b'] })];
    const id = random.pick(this.enums.slice(-4));
    const { tableId } = this.table(random);
    return random.pick([
      [create('column', { tableId, name: `n${random.below(6)}`, type: `e${random.below(4)}` })],
      [update('enum', id, 1, { labels: ['a', 'b', `l${random.below(9)}`] })],
      [remove('enum', id)],
      [create('enum', { name: `e${random.below(4)}`, labels: ['a', randomUUID().slice(0, 4)] })],
    ]);
  }

  private domainEdit(random: Random): readonly Operation[] {
    const name = `d${random.below(3)}`;
    if (this.domains.length < 2) return [create('domain', { name, type: 'integer' })];
    const id = random.pick(this.domains.slice(-3));
    const { tableId, xColumn } = this.table(random);
    return random.pick([
      [create('domain', { name, type: 'integer' })],
      [create('column', { tableId, name: `n${random.below(6)}`, type: name })],
      [update('column', xColumn, 1, { type: name })],
      [update('domain', id, 1, { type: random.pick(['integer', 'uuid']) })],
      [remove('domain', id, 1, random.chance(0.3))],
    ]);
  }

  private inheritance(random: Random): readonly Operation[] {
    const [heir, parent] = [this.table(random), this.table(random)];
    return random.pick([
      [update('table', heir.tableId, 1 + random.below(3), { inherits: [parent.tableId] })],
      [update('table', heir.tableId, 1 + random.below(3), { inherits: null })],
      [create('index', { tableId: heir.tableId, elements: [{ columnId: parent.xColumn }] })],
    ]);
  }

  private partitioning(random: Random): readonly Operation[] {
    const { tableId, xColumn, idColumn } = this.table(random);
    const [name, bound] = [`p${random.below(9)}`, `FOR VALUES IN (${random.below(99)})`];
    const elements = [{ columnId: random.pick([xColumn, idColumn]) }];
    const partition = randomUUID();
    return random.pick([
      [update('table', tableId, 1 + random.below(3), { partitionBy: { strategy: 'list', elements } })],
      [update('table', tableId, 1 + random.below(3), { partitionBy: null })],
      [create('table', { name, partitionOf: { tableId, bound } })],
      [
        create('table', { name, partitionOf: { tableId, bound } }, partition),
        create('index', { tableId: partition, elements: [{ columnId: xColumn }] }),
      ],
    ]);
  }

  private exclusion(random: Random): readonly Operation[] {
    const { tableId, xColumn } = this.table(random);
    return [create('exclusion', { tableId, elements: [{ columnId: xColumn, operator: '=' }] })];
  }
}
