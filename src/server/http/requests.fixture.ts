import { randomUUID } from 'node:crypto';
import type { Client, Sent } from './test-server.fixture';

/** A valid request for every route that writes; `path` as it is sent, `route` as it is registered. */
export type WriteRequest = { readonly route: string; readonly path: string; readonly sent: Sent };

type Record = { readonly id: string; readonly version: number };

const p = '/projects/:projectId';

/** One project with everything that the requests below build on. */
export type Fixture = {
  readonly projectId: string;
  readonly key: string;
  /** By collection: a record that may be changed and deleted. */
  readonly records: ReadonlyMap<string, Record>;
  readonly creates: ReadonlyMap<string, unknown>;
  /** The last one that made it. */
  readonly changeId: string;
};

/** Makes a project with one record of every kind. */
export async function makeFixture(owner: Client): Promise<Fixture> {
  const { id: projectId } = await owner.ok<{ id: string }>('POST', '/projects', { json: { name: 'Shop' } });
  const path = `/projects/${projectId}`;
  const { key } = await owner.ok<{ key: string }>('POST', `${path}/share-links`, {
    json: { role: 'editor' },
  });
  const create = (collection: string, json: unknown) =>
    owner.ok<Record>('POST', `${path}/${collection}`, { json });
  const users = await create('tables', { name: 'users' });
  const orders = await create('tables', { name: 'orders' });
  const userId = await create('columns', { tableId: users.id, name: 'id', type: 'bigint', nullable: false });
  const note = await create('notes', { text: 'first' });
  for (const name of ['user_id', 'total']) {
    await create('columns', { tableId: orders.id, name, type: 'bigint' });
  }
  const column = await create('columns', { tableId: orders.id, name: 'spare', type: 'bigint' });
  await create('primary-keys', { tableId: users.id, columnIds: [userId.id] });
  const primaryKey = await create('primary-keys', { tableId: orders.id, columnIds: [column.id] });
  const reference = {
    tableId: orders.id,
    columnIds: [column.id],
    referencedTableId: users.id,
    referencedColumnIds: [userId.id],
  };
  const bodies = (n: number): readonly (readonly [string, unknown])[] => [
    ['namespaces', { name: `billing_${n}` }],
    ['tables', { name: `invoices_${n}` }],
    ['columns', { tableId: orders.id, name: `extra_${n}`, type: 'text' }],
    ['uniques', { tableId: orders.id, columnIds: [column.id], name: `spare_key_${n}` }],
    ['foreign-keys', { ...reference, name: `spare_fkey_${n}` }],
    ['checks', { tableId: orders.id, expression: 'total > 0', name: `total_check_${n}` }],
    ['indexes', { tableId: orders.id, elements: [{ columnId: column.id }], name: `spare_idx_${n}` }],
    ['enums', { name: `mood_${n}`, labels: ['glad', 'sad'] }],
    ['sequences', { name: `numbers_${n}` }],
    ['domains', { name: `price_${n}`, type: 'numeric' }],
    ['composites', { name: `offer_${n}`, attributes: [{ name: 'a', type: 'text' }] }],
    ['ranges', { name: `span_${n}`, type: 'bigint' }],
    [
      'exclusions',
      { tableId: orders.id, elements: [{ columnId: column.id, operator: '=' }], name: `apart_${n}` },
    ],
    ['review-settings', { rule: `rule-${n}`, severity: 'ignored' }],
    ['verbatims', { tag: 'function', name: `f_${n}`, text: 'SELECT 1', phase: 'after constraints' }],
    ['notes', { text: `note ${n}` }],
    ['areas', { name: `area ${n}` }],
  ];
  const records = new Map<string, Record>([['primary-keys', primaryKey]]);
  for (const [collection, body] of bodies(1)) records.set(collection, await create(collection, body));
  records.set('layouts', await create('layouts', { recordId: note.id, x: 1, y: 2 }));
  const creates = new Map<string, unknown>([
    ...bodies(2),
    ['primary-keys', { tableId: records.get('tables')?.id, columnIds: [] }],
    ['layouts', { recordId: users.id, x: 5, y: 6 }],
  ]);
  // A table of its own, so that its primary key can be made by the request under test.
  const plain = await create('tables', { name: 'plain' });
  const plainId = await create('columns', { tableId: plain.id, name: 'id', type: 'bigint' });
  creates.set('primary-keys', { tableId: plain.id, columnIds: [plainId.id] });
  const { changes } = await owner.ok<{ changes: { id: string }[] }>('GET', `${path}/changes?limit=1`);
  return { projectId, key, records, creates, changeId: changes[0]?.id ?? '' };
}

/** What a PATCH changes, by collection. */
const patches: { readonly [collection: string]: unknown } = {
  namespaces: { comment: 'money' },
  tables: { comment: 'bills' },
  columns: { comment: 'more' },
  'primary-keys': { name: 'orders_key' },
  uniques: { comment: 'once' },
  'foreign-keys': { onDelete: 'cascade' },
  checks: { comment: 'positive' },
  indexes: { comment: 'fast' },
  enums: { comment: 'feelings' },
  sequences: { comment: 'counts' },
  domains: { comment: 'what it costs' },
  composites: { comment: 'what is offered' },
  ranges: { comment: 'from and to' },
  exclusions: { comment: 'never twice' },
  'review-settings': { severity: 'warning' },
  verbatims: { name: 'g' },
  notes: { text: 'changed' },
  areas: { name: 'changed' },
  layouts: { x: 7 },
};

/** Every route that writes, in an order in which each request succeeds. */
export function writeRequests(fixture: Fixture): readonly WriteRequest[] {
  const path = `/projects/${fixture.projectId}`;
  const request = (route: string, at: string, sent: Sent = {}): WriteRequest => ({ route, path: at, sent });
  const versioned = (record: Record, body: unknown) => ({
    json: { version: record.version, ...(body as object) },
  });
  const objects = [...fixture.records];
  const note = { type: 'note.create', id: randomUUID(), body: { text: 'by mutation' } };
  return [
    request('PATCH /me', '/me', { json: { name: 'Grace' } }),
    request('POST /projects', '/projects', { json: { name: 'Another' } }),
    request(`PATCH ${p}`, path, { json: { name: 'Renamed' } }),
    request(`POST ${p}/share-links`, `${path}/share-links`, { json: { role: 'viewer' } }),
    request('POST /share-links/:key/accept', `/share-links/${fixture.key}/accept`),
    request(`POST ${p}/mutations`, `${path}/mutations`, { json: { id: randomUUID(), operations: [note] } }),
    ...[...fixture.creates].map(([collection, json]) =>
      request(`POST ${p}/${collection}`, `${path}/${collection}`, { json }),
    ),
    ...objects.map(([collection, record]) =>
      request(
        `PATCH ${p}/${collection}/:id`,
        `${path}/${collection}/${record.id}`,
        versioned(record, patches[collection]),
      ),
    ),
    ...objects.map(([collection, record]) =>
      request(
        `DELETE ${p}/${collection}/:id`,
        `${path}/${collection}/${record.id}?version=${record.version + 1}&cascade=true`,
      ),
    ),
    request(`POST ${p}/import`, `${path}/import`, { text: 'CREATE TABLE imported (id int);' }),
    request(`POST ${p}/changes/:changeId/restore`, `${path}/changes/${fixture.changeId}/restore`, {
      json: { id: randomUUID() },
    }),
    request(`POST ${p}/changes/:changeId/undo`, `${path}/changes/${fixture.changeId}/undo`, {
      json: { id: randomUUID() },
    }),
    request(`DELETE ${p}`, path),
    request(`POST ${p}/restore`, `${path}/restore`),
  ];
}

/** Every other route under a project; a proof is asked for by POST but writes nothing. */
export function readRequests({ projectId, changeId }: Fixture): readonly WriteRequest[] {
  const path = `/projects/${projectId}`;
  const get = (rest: string): WriteRequest => ({ route: `GET ${p}${rest}`, path: path + rest, sent: {} });
  return [
    ...['', '/snapshot', '/thumbnail', '/changes', '/export', '/live'].map(get),
    {
      route: `GET ${p}/changes/:changeId/restore`,
      path: `${path}/changes/${changeId}/restore`,
      sent: {},
    },
    { route: `POST ${p}/prove`, path: `${path}/prove`, sent: {} },
    {
      route: `POST ${p}/snapshot/differences`,
      path: `${path}/snapshot/differences`,
      sent: { json: { buckets: {} } },
    },
    { route: `PUT ${p}/presence`, path: `${path}/presence`, sent: { json: { cursor: { x: 1, y: 2 } } } },
  ];
}
