import { describe, expect, it } from 'vitest';
import type { BodyOf } from '../../core/schema/bodies';
import type { RecordKind } from '../../core/schema/kinds';
import { MemoryState } from '../../core/schema/memory-state';
import type { RecordState } from '../../core/schema/record';
import { parentOf } from '../../core/schema/record';
import { createScene } from './scene-source';

/** Versions go up with every call, so that a later record always holds. */
let version = 0;
function record<Kind extends RecordKind>(kind: Kind, id: string, body: BodyOf<Kind>): RecordState {
  version += 1;
  return { id, kind, version, parentId: parentOf(kind, body), body } as RecordState;
}

function gone(kind: RecordKind, id: string, parentId: string): RecordState {
  version += 1;
  return { id, kind, version, parentId, deleted: true };
}

function sceneOf(...records: readonly RecordState[]) {
  const state = MemoryState.from(records);
  let tell: (changed: ReadonlySet<string>) => void = () => undefined;
  const scene = createScene({
    state: () => state,
    subscribe: (listener) => {
      tell = listener;
      return () => undefined;
    },
  });
  const put = (...changed: readonly RecordState[]) => {
    for (const one of changed) state.put(one);
    tell(new Set(changed.map(({ id }) => id)));
  };
  return { scene, put };
}

const namesIn = (scene: ReturnType<typeof sceneOf>['scene'], id: string) =>
  scene.table(id)?.columns.map(({ name, isInherited }) => (isInherited ? `(${name})` : name));

const namespace = record('namespace', 'n', { name: 'public' });
const table = (id: string, more: Partial<BodyOf<'table'>> = {}) =>
  record('table', id, { namespaceId: 'n', name: id, ...more });
const column = (tableId: string, name: string) =>
  record('column', `${tableId}.${name}`, { tableId, name, type: 'bigint', nullable: true, order: 'a0' });
const partition = (id: string, of = 'events') =>
  table(id, { partitionOf: { tableId: of, bound: 'DEFAULT' } });
const foreignKey = (id: string, from: string, to: string) =>
  record('foreign-key', id, {
    tableId: from,
    columnIds: ['events.user_id'],
    referencedTableId: to,
    referencedColumnIds: ['users.id'],
    name: id,
  });

const events = table('events', {
  partitionBy: { strategy: 'range', elements: [{ columnId: 'events.at' }] },
});
const partitioned = [
  namespace,
  table('users'),
  column('users', 'id'),
  events,
  column('events', 'at'),
  column('events', 'user_id'),
];

describe('partitions on the canvas', () => {
  it('CAN-90: a partition is no table of its own; its root says how it is partitioned and how often', () => {
    const { scene, put } = sceneOf(...partitioned, partition('p1'), partition('p2', 'p1'));
    expect([...scene.tables()].map(({ id }) => id)).toEqual(['events', 'users']);
    expect(scene.table('events')?.foot).toBe('partitioned by range (at) · 1 partition');
    put(partition('p3'));
    expect(scene.table('events')?.foot).toBe('partitioned by range (at) · 2 partitions');
    expect(scene.table('p3')).toBeUndefined();
  });

  it('CAN-90: a table that becomes a partition leaves the canvas, and comes back when it is one no more', () => {
    const { scene, put } = sceneOf(...partitioned, table('p1'));
    expect(scene.table('p1')).toBeDefined();
    put(partition('p1'));
    expect(scene.table('p1')).toBeUndefined();
    expect(scene.table('events')?.foot).toMatch(/1 partition$/);
    put(table('p1'));
    expect(scene.table('p1')).toBeDefined();
    expect(scene.table('events')?.foot).toMatch(/no partitions$/);
  });

  it('CAN-91: foreign keys of partitions are one line from the partitioned table, which has the first word', () => {
    const many = ['p1', 'p2', 'p3'];
    const { scene, put } = sceneOf(
      ...partitioned,
      ...many.map((id) => partition(id)),
      ...many.map((id) => foreignKey(`fk_${id}`, id, 'users')),
    );
    const shown = () => [...scene.relationships()].map(({ id }) => id);
    expect(shown()).toEqual(['fk_p1']);
    expect(scene.relationship('fk_p1')).toMatchObject({ fromTableId: 'events', toTableId: 'users' });
    put(foreignKey('fk_root', 'events', 'users'));
    expect(shown()).toEqual(['fk_root']);
    put(gone('foreign-key', 'fk_root', 'events'));
    expect(shown()).toEqual(['fk_p1']);
    put(table('p1'));
    expect(shown().sort()).toEqual(['fk_p1', 'fk_p2']);
  });
});

describe('heirs on the canvas', () => {
  const heirs = [
    namespace,
    table('vehicles'),
    column('vehicles', 'wheels'),
    table('cars', { inherits: ['vehicles'] }),
    column('cars', 'doors'),
    table('taxis', { inherits: ['cars'] }),
  ];

  it('CAN-92: inherited columns stand before the own ones and are told apart', () => {
    const { scene } = sceneOf(...heirs);
    expect(namesIn(scene, 'cars')).toEqual(['(wheels)', 'doors']);
    expect(namesIn(scene, 'taxis')).toEqual(['(wheels)', '(doors)']);
    expect(scene.table('taxis')?.foot).toBe('inherits from cars');
  });

  it('CAN-92: a change of a column shows in the heirs of heirs, and moving the parent in none', () => {
    const { scene, put } = sceneOf(...heirs);
    put(column('vehicles', 'seats'));
    expect(namesIn(scene, 'taxis')).toEqual(['(seats)', '(wheels)', '(doors)']);
    put(gone('column', 'vehicles.seats', 'vehicles'));
    expect(namesIn(scene, 'taxis')).toEqual(['(wheels)', '(doors)']);
    const before = scene.table('taxis');
    put(record('layout', 'l', { recordId: 'vehicles', x: 1, y: 2 }));
    expect(scene.table('taxis')).toBe(before);
    put(table('vehicles', { name: 'craft' }));
    expect(scene.table('cars')?.foot).toBe('inherits from craft');
  });

  it('CAN-92: who inherits no more has its own columns only', () => {
    const { scene, put } = sceneOf(...heirs);
    put(table('cars'));
    expect(namesIn(scene, 'cars')).toEqual(['doors']);
    expect(namesIn(scene, 'taxis')).toEqual(['(doors)']);
    expect(scene.table('cars')?.foot).toBeUndefined();
  });
});

describe('what a table is besides', () => {
  it('CAN-93: unlogged and row security are said, several things in one line', () => {
    const { scene, put } = sceneOf(namespace, table('plain'), table('base'));
    expect(scene.table('plain')?.foot).toBeUndefined();
    put(table('plain', { inherits: ['base'], unlogged: true, rowSecurity: true }));
    expect(scene.table('plain')?.foot).toBe('inherits from base · unlogged · row security');
  });
});

describe('types on the canvas', () => {
  it('UI-24: a column shows a domain by its present name', () => {
    const domain = (name: string) => record('domain', 'd', { namespaceId: 'n', name, type: 'text' });
    const body = { tableId: 'users', name: 'mail', type: 'email', typeId: 'd', nullable: true, order: 'a1' };
    const { scene, put } = sceneOf(...partitioned, domain('email'), record('column', 'users.mail', body));
    put(domain('address'));
    expect(scene.table('users')?.columns.at(-1)?.type).toBe('address');
  });
});
