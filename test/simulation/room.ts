import type { Notice } from '../../src/client/sync/notices';
import { createProjectStore } from '../../src/client/sync/project-store';
import type { ProjectStore, ProjectStoreOptions } from '../../src/client/sync/store-contract';
import type { RecordId } from '../../src/core/schema/ids';
import type { Operation } from '../../src/core/schema/operation';
import { isLive } from '../../src/core/schema/record';
import { SimulatedLink } from './network';
import { SeededRandom } from './random';
import { projectId, publicId, SimulatedServer } from './server';
import { VirtualTime } from './virtual-time';

export type Visitor = {
  readonly store: ProjectStore;
  readonly link: SimulatedLink;
  readonly notices: Notice[];
};

/** A server and whoever comes to it, in calm weather: for telling exact stories. */
export class Room {
  readonly time = new VirtualTime();
  readonly random = new SeededRandom(7);
  readonly server = new SimulatedServer();

  /** Opens the project for a person and waits until it is live. */
  async enter(name: string, more: Partial<ProjectStoreOptions> = {}): Promise<Visitor> {
    const link = new SimulatedLink(this.server, { id: name, name }, this.time, this.random);
    const store = createProjectStore({
      projectId,
      api: link.api,
      open: link.open,
      uuid: this.random.uuid,
      random: this.random.next,
      scheduler: this.time,
      ...more,
    });
    const notices: Notice[] = [];
    store.subscribeNotices((notice) => notices.push(notice));
    store.start();
    await this.time.run(10_000, () => store.status().connection.kind === 'live');
    return { store, link, notices };
  }

  /** Long enough for everything on the way to arrive. */
  async quiet(): Promise<void> {
    await this.time.run(20_000);
  }

  /** Edits on the server as somebody who is not in the room. */
  edit(name: string, operations: readonly Operation[]): void {
    const wire = operations.map(({ verb, kind, ...rest }) => ({ type: `${kind}.${verb}`, ...rest }));
    this.server.commit(
      { id: name, name },
      JSON.parse(JSON.stringify({ id: this.random.uuid(), operations: wire })),
    );
  }

  newTable(name: string): {
    readonly tableId: string;
    readonly columnId: string;
    readonly operations: Operation[];
  } {
    const tableId = this.random.uuid();
    const columnId = this.random.uuid();
    const operations: Operation[] = [
      { verb: 'create', kind: 'table', id: tableId, body: { namespaceId: publicId, name } },
      { verb: 'create', kind: 'column', id: columnId, body: { tableId, name: 'id', type: 'bigint' } },
      {
        verb: 'create',
        kind: 'primary-key',
        id: this.random.uuid(),
        body: { tableId, columnIds: [columnId], name: `${name}_pkey` },
      },
    ];
    return { tableId, columnId, operations };
  }
}

/** An update of what this store shows. */
export function change(
  store: ProjectStore,
  id: RecordId,
  body: Readonly<Record<string, unknown>>,
): Operation {
  const record = store.state().get(id);
  if (!isLive(record)) throw new Error(`not shown: ${id}`);
  return { verb: 'update', kind: record.kind, id, version: record.version, body };
}

export function remove(store: ProjectStore, id: RecordId): Operation {
  const record = store.state().get(id);
  if (!isLive(record)) throw new Error(`not shown: ${id}`);
  return { verb: 'delete', kind: record.kind, id, version: record.version };
}

/** A field as this store shows it; undefined when the record is not there. */
export function fieldOf(store: ProjectStore, id: RecordId, field: string): unknown {
  const record = store.state().get(id);
  const body: Readonly<Record<string, unknown>> | undefined = isLive(record) ? record.body : undefined;
  return body?.[field];
}

/** A room in which somebody who has left made a table `orders` with a key column `id`. */
export async function roomWithTable() {
  const room = new Room();
  const { tableId, columnId, operations } = room.newTable('orders');
  room.edit('founder', operations);
  return { room, tableId, columnId };
}
