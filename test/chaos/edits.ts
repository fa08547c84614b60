import type { Operation } from '../../src/core/schema/operation';
import type { SeededRandom } from '../simulation/random';
import { create, remove, update } from '../support/operations';

type Known = { readonly id: string; readonly tableId: string };

const types = ['integer', 'bigint', 'text', 'uuid'];
/** Higher than any: whoever writes so knows the newest, and is told of no conflict. */
const newest = 1_000_000_000;

/**
 * What writers without a mirror know of: everything that one of them made, dead or alive, so that edits meet
 * edits of the same things and of things that are gone. All that they make can be loaded as DDL.
 */
export class Subject {
  readonly #tables: Known[] = [];
  readonly #columns: Known[] = [];
  readonly #keys: { readonly tableId: string; readonly columnId: string }[] = [];
  readonly #enums: string[] = [];
  readonly #others: { readonly kind: 'index' | 'unique' | 'foreign-key' | 'check'; readonly id: string }[] =
    [];
  /** What tables were made of, to bring them back. */
  readonly #made = new Map<string, readonly Operation[]>();

  readonly #smallShare: number;
  readonly #tableNames: number;

  /**
   * @param smallShare how many edits change one thing of one record; the others move what others rely on
   * @param tableNames from how many names tables draw theirs
   */
  constructor(smallShare = 0.6, tableNames = 30) {
    this.#smallShare = smallShare;
    this.#tableNames = tableNames;
  }

  next(random: SeededRandom): readonly Operation[] {
    if (this.#tables.length < 4) return this.#newTable(random);
    if (random.chance(this.#smallShare)) return this.#smallEdit(random);
    return random.pick(this.#structural)?.(random) ?? this.#newTable(random);
  }

  /** Notes what a mutation made that may have happened. */
  learn(operations: readonly Operation[]): void {
    for (const operation of operations) {
      if (operation.verb !== 'create') continue;
      const { kind, id, body } = operation;
      const tableId = String(body.tableId);
      if (kind === 'table') {
        this.#tables.push({ id, tableId: id });
        this.#made.set(id, operations);
      }
      if (kind === 'column') this.#columns.push({ id, tableId });
      if (kind === 'enum') this.#enums.push(id);
      if (kind === 'primary-key') this.#keys.push({ tableId, columnId: String([body.columnIds].flat()[0]) });
      if (kind === 'index' || kind === 'unique' || kind === 'foreign-key' || kind === 'check')
        this.#others.push({ kind, id });
    }
  }

  /** One of the newest few, mostly: so they meet. */
  #recent<Item>(items: readonly Item[], random: SeededRandom): Item {
    const item = random.pick(items.slice(random.chance(0.7) ? -5 : -20));
    if (item === undefined) throw new Error('Nothing was made yet.');
    return item;
  }

  #newTable(random: SeededRandom): readonly Operation[] {
    const [tableId, idColumn, xColumn] = [random.uuid(), random.uuid(), random.uuid()];
    return [
      create('table', { name: `t${random.below(this.#tableNames)}` }, tableId),
      create('column', { tableId, name: 'id', type: 'integer', nullable: false }, idColumn),
      create('column', { tableId, name: 'x', type: 'integer' }, xColumn),
      create('primary-key', { tableId, columnIds: [idColumn] }, random.uuid()),
    ];
  }

  #smallEdit(random: SeededRandom): readonly Operation[] {
    const column = this.#recent(this.#columns, random);
    const table = this.#recent(this.#tables, random);
    const comment = `c${random.below(100_000)}`;
    switch (random.below(5)) {
      case 0:
        return [update('table', table.id, newest, { comment })];
      case 1:
        return [update('column', column.id, 1 + random.below(4), { comment })];
      case 2:
        return [
          update('table', table.id, newest, { comment }),
          update('column', column.id, newest, { comment }),
        ];
      default:
        return [update('column', column.id, newest, { comment })];
    }
  }

  readonly #structural: readonly ((random: SeededRandom) => readonly Operation[])[] = [
    (random) => this.#newTable(random),
    (random) => this.#newColumn(random, random.pick(types) ?? 'text'),
    (random) => this.#newColumn(random, 'integer'),
    (random) => this.#newColumn(random, 'integer'),
    (random) => [
      update('table', this.#recent(this.#tables, random).id, newest, {
        name: `t${random.below(this.#tableNames)}`,
      }),
    ],
    (random) => [
      update('column', this.#recent(this.#columns, random).id, 1 + random.below(3), {
        name: `n${random.below(8)}`,
      }),
    ],
    (random) => [
      update('column', this.#recent(this.#columns, random).id, newest, {
        type: random.pick(types),
        nullable: random.chance(0.5),
      }),
    ],
    (random) => this.#foreignKey(random),
    (random) => this.#foreignKey(random),
    (random) => this.#onColumn(random),
    (random) => this.#removal(random),
    (random) => [remove('column', this.#recent(this.#columns, random).id, newest, random.chance(0.3))],
    (random) => [remove('table', this.#recent(this.#tables, random).id, newest, random.chance(0.5))],
    (random) => this.#broughtBack(random),
    (random) => this.#broughtBack(random),
    (random) => this.#broughtBack(random),
    (random) => this.#enumEdit(random),
  ];

  #newColumn(random: SeededRandom, type: string): readonly Operation[] {
    const { tableId } = this.#recent(this.#tables, random);
    return [create('column', { tableId, name: `n${random.below(8)}`, type }, random.uuid())];
  }

  #foreignKey(random: SeededRandom): readonly Operation[] {
    const { tableId: referencedTableId, columnId } = this.#recent(this.#keys, random);
    const from = this.#recent(this.#columns, random);
    const body = { tableId: from.tableId, columnIds: [from.id], referencedTableId };
    return [create('foreign-key', { ...body, referencedColumnIds: [columnId] }, random.uuid())];
  }

  #onColumn(random: SeededRandom): readonly Operation[] {
    const { id, tableId } = this.#recent(this.#columns, random);
    const own = random.uuid();
    switch (random.below(3)) {
      case 0:
        return [create('index', { tableId, elements: [{ columnId: id }] }, own)];
      case 1:
        return [create('unique', { tableId, columnIds: [id] }, own)];
      default:
        return [create('check', { tableId, expression: '1 < 2' }, own)];
    }
  }

  #removal(random: SeededRandom): readonly Operation[] {
    if (this.#others.length === 0) return this.#newColumn(random, 'integer');
    const { kind, id } = this.#recent(this.#others, random);
    return [remove(kind, id, newest, random.chance(0.3))];
  }

  /** Once more under the same ids: refused while it is there, brings back what was deleted. */
  #broughtBack(random: SeededRandom): readonly Operation[] {
    return this.#made.get(this.#recent(this.#tables, random).id) ?? this.#newTable(random);
  }

  #enumEdit(random: SeededRandom): readonly Operation[] {
    const name = `e${random.below(6)}`;
    if (this.#enums.length < 2 || random.chance(0.2))
      return [create('enum', { name, labels: ['a', 'b'] }, random.uuid())];
    const id = this.#recent(this.#enums, random);
    const labels = ['a', 'b', `l${random.below(9)}`];
    return random.chance(0.5)
      ? this.#newColumn(random, name)
      : random.chance(0.5)
        ? [update('enum', id, newest, { labels })]
        : [remove('enum', id, newest)];
  }
}
