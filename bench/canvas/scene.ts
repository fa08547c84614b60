/** Made-up schemas of any size, the same for the same seed, in the shape of real ones. */
import type {
  SceneBox,
  SceneChange,
  SceneColumn,
  SceneRelationship,
  SceneSource,
  SceneTable,
} from '../../src/client/canvas/scene';
import { paletteNames } from '../../src/client/canvas/theme';

const nouns =
  'account,order,invoice,payment,shipment,product,category,warehouse,supplier,customer,address,review,coupon,cart,refund,ticket,message,session,device,report,employee,contract,vehicle,route,sensor'.split(
    ',',
  );
const parts = 'line,item,event,tag,note,audit,status,history,setting,member,rate,batch,file,group,link'.split(
  ',',
);
const fields: readonly (readonly [string, string])[] = [
  ['name', 'text'],
  ['status', 'text'],
  ['amount', 'numeric(12,2)'],
  ['currency', 'char(3)'],
  ['created_at', 'timestamptz'],
  ['updated_at', 'timestamptz'],
  ['email', 'citext'],
  ['is_active', 'boolean'],
  ['position', 'integer'],
  ['payload', 'jsonb'],
  ['valid_during', 'tstzrange'],
  ['tags', 'text[]'],
  ['country_code', 'char(2)'],
  ['description', 'text'],
  ['external_reference', 'varchar(64)'],
];

/** A small generator of numbers in [0, 1): mulberry32. */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export class MadeUpScene implements SceneSource {
  readonly #tables = new Map<string, SceneTable>();
  readonly #relationships = new Map<string, SceneRelationship>();
  readonly #listeners = new Set<(change: SceneChange) => void>();

  constructor(tableCount: number, columnsPerTable: number, seed = 1) {
    const random = randomOf(seed);
    for (let index = 0; index < tableCount; index += 1) this.#addTable(index, columnsPerTable, random);
  }

  tables(): Iterable<SceneTable> {
    return this.#tables.values();
  }

  table(id: string): SceneTable | undefined {
    return this.#tables.get(id);
  }

  relationships(): Iterable<SceneRelationship> {
    return this.#relationships.values();
  }

  relationship(id: string): SceneRelationship | undefined {
    return this.#relationships.get(id);
  }

  boxes(): Iterable<SceneBox> {
    return [];
  }

  box(_id: string): SceneBox | undefined {
    return undefined;
  }

  subscribe(listener: (change: SceneChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  move(places: Iterable<readonly [string, { readonly x: number; readonly y: number }]>): void {
    const changed = new Set<string>();
    for (const [id, { x, y }] of places) {
      const table = this.#tables.get(id);
      if (table) this.#tables.set(id, { ...table, x, y });
      changed.add(id);
    }
    for (const listener of this.#listeners) listener(changed);
  }

  #addTable(index: number, columnsPerTable: number, random: () => number): void {
    const id = `t${index}`;
    const noun = nouns[index % nouns.length] ?? 'thing';
    const turn = Math.floor(index / nouns.length);
    const name =
      turn === 0 ? noun : `${noun}_${parts[turn % parts.length]}${turn < parts.length ? '' : `_${turn}`}`;
    const columns: SceneColumn[] = [column(`${id}.id`, 'id', 'bigint', { isPrimaryKey: true })];
    for (let reference = 0; index > 0 && reference < 1 + (index % 2); reference += 1) {
      const near = index - 1 - Math.floor(random() * Math.min(index, 24));
      const target = random() < 0.3 ? Math.floor(random() * Math.min(index, 6)) : near;
      columns.push(this.#reference(id, reference, `t${target}`, random));
    }
    while (columns.length < columnsPerTable) {
      const [field, type] = fields[(index + columns.length * 3) % fields.length] ?? ['value', 'text'];
      columns.push(
        column(`${id}.${columns.length}`, field, type, {
          isNullable: random() < 0.35,
          isUnique: field === 'email',
        }),
      );
    }
    const across = Math.ceil(Math.sqrt(1000));
    this.#tables.set(id, {
      id,
      name,
      namespaceName: index % 9 === 4 ? 'billing' : null,
      color: index % 3 === 0 ? null : (paletteNames[index % paletteNames.length] ?? null),
      x: (index % across) * 400,
      y: Math.floor(index / across) * 420,
      comment: index % 7 === 2 ? 'What this is for' : undefined,
      columns,
    });
  }

  #reference(tableId: string, place: number, targetId: string, random: () => number): SceneColumn {
    const id = `${tableId}.fk${place}`;
    const target = this.#tables.get(targetId);
    const isNullable = random() < 0.3;
    const isUnique = random() < 0.12;
    this.#relationships.set(`r${id}`, {
      id: `r${id}`,
      name: `${id}_fkey`,
      fromTableId: tableId,
      fromColumnIds: [id],
      toTableId: targetId,
      toColumnIds: [`${targetId}.id`],
      fromMany: !isUnique,
      fromOptional: true,
      toOptional: isNullable,
    });
    return column(id, `${target?.name ?? 'parent'}_id`, 'bigint', {
      isForeignKey: true,
      isNullable,
      isUnique,
    });
  }
}

function column(id: string, name: string, type: string, marks: Partial<SceneColumn>): SceneColumn {
  return {
    id,
    name,
    type,
    isPrimaryKey: false,
    isForeignKey: false,
    isUnique: false,
    isNullable: false,
    ...marks,
  };
}
