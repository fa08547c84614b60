/** Projects for the pictures, made and edited through the API: quick, and the same in every run. */
import { randomUUID } from 'node:crypto';
import type { APIRequestContext, APIResponse } from 'playwright-core';

type Stored = {
  readonly id: string;
  readonly kind: string;
  readonly version: number;
  readonly body: Readonly<Record<string, unknown>>;
};
/** An operation as it travels, `{ type: 'table.create', ... }`. */
export type Wire = { readonly type: string; readonly [field: string]: unknown };
export type Place = { readonly x: number; readonly y: number; readonly color?: string };

const mostOperations = 500;

/** A project as one person reaches it. */
export class Project {
  readonly id: string;
  readonly #request: APIRequestContext;
  readonly #origin: string;

  constructor(request: APIRequestContext, origin: string, id: string) {
    this.#request = request;
    this.#origin = origin;
    this.id = id;
  }

  static async create(request: APIRequestContext, origin: string, name: string): Promise<Project> {
    const made = await request.post(`${origin}/api/v1/projects`, { data: { name } });
    const { id }: { id: string } = await (await fine(made)).json();
    return new Project(request, origin, id);
  }

  get path(): string {
    return `/p/${this.id}`;
  }

  get #api(): string {
    return `${this.#origin}/api/v1/projects/${this.id}`;
  }

  async importSql(sql: string): Promise<void> {
    const answer = await this.#request.post(`${this.#api}/import?format=postgresql`, {
      headers: { 'content-type': 'text/plain' },
      data: sql,
      timeout: 120_000,
    });
    await fine(answer);
  }

  async records(kind: string): Promise<readonly Stored[]> {
    const answer = await fine(await this.#request.get(`${this.#api}/snapshot`));
    const { records }: { records: readonly Stored[] } = await answer.json();
    return records.filter((record) => record.kind === kind);
  }

  /** The table of this name, or the column `table.column`. */
  async named(path: string): Promise<Stored> {
    const [table, column] = path.split('.');
    const tables = await this.records('table');
    const owner = tables.find(({ body }) => body.name === table);
    if (column === undefined) return there(owner, path);
    const columns = await this.records('column');
    return there(
      columns.find(({ body }) => body.tableId === owner?.id && body.name === column),
      path,
    );
  }

  async edit(...operations: readonly Wire[]): Promise<void> {
    for (let from = 0; from < operations.length; from += mostOperations) {
      const data = { id: randomUUID(), operations: operations.slice(from, from + mostOperations) };
      await fine(await this.#request.post(`${this.#api}/mutations`, { data }));
    }
  }

  /** Changes fields of the table or column at `path`. */
  async change(path: string, body: Readonly<Record<string, unknown>>): Promise<void> {
    await this.edit(await this.updateOf(path, body));
  }

  /** What `change` does, to be sent later. */
  async updateOf(path: string, body: Readonly<Record<string, unknown>>): Promise<Wire> {
    const { id, kind, version } = await this.named(path);
    return { type: `${kind}.update`, id, version, body };
  }

  async remove(path: string): Promise<void> {
    const { id, kind, version } = await this.named(path);
    await this.edit({ type: `${kind}.delete`, id, version, cascade: true });
  }

  /** A table with a primary key, as the program makes it, and further columns like `price numeric(8,2)`. */
  async createTable(name: string, place: Place, columns: readonly string[]): Promise<string> {
    const namespace = (await this.records('namespace')).find(({ body }) => body.name === 'public');
    const id = randomUUID();
    const key = randomUUID();
    await this.edit(
      { type: 'table.create', id, body: { name, namespaceId: namespace?.id } },
      {
        type: 'column.create',
        id: key,
        body: { tableId: id, name: 'id', type: 'bigint', identity: 'always' },
      },
      { type: 'primary-key.create', id: randomUUID(), body: { tableId: id, columnIds: [key] } },
      ...columns.map((column) => {
        const [name, ...type] = column.split(' ');
        return { type: 'column.create', id: randomUUID(), body: { tableId: id, name, type: type.join(' ') } };
      }),
      { type: 'layout.create', id: randomUUID(), body: { recordId: id, ...place } },
    );
    return id;
  }

  /** Puts the tables where these are told to be. */
  async place(places: ReadonlyMap<string, Place>): Promise<void> {
    const operations = (await this.records('table')).flatMap(({ id, body }) => {
      const place = places.get(String(body.name));
      return place ? [{ type: 'layout.create', id: randomUUID(), body: { recordId: id, ...place } }] : [];
    });
    await this.edit(...operations);
  }

  /** Where the tables stand, by name. */
  async places(): Promise<ReadonlyMap<string, Place>> {
    const names = new Map((await this.records('table')).map(({ id, body }) => [id, String(body.name)]));
    const layouts = await this.records('layout');
    return new Map(
      layouts.flatMap(({ body }) => {
        const name = names.get(String(body.recordId));
        return name === undefined ? [] : [[name, { x: Number(body.x), y: Number(body.y) }] as const];
      }),
    );
  }

  /** Lets somebody in; their own way to the project. */
  async invite(guest: APIRequestContext, role: 'editor' | 'viewer'): Promise<Project> {
    const shared = await fine(await this.#request.post(`${this.#api}/share-links`, { data: { role } }));
    const { key }: { key: string } = await shared.json();
    await fine(await guest.post(`${this.#origin}/api/v1/share-links/${key}/accept`));
    return new Project(guest, this.#origin, this.id);
  }

  /** Where this person is, as their browser would tell it. World coordinates. */
  async tell(presence: Readonly<Record<string, unknown>>): Promise<void> {
    await fine(await this.#request.put(`${this.#api}/presence`, { data: presence }));
  }

  async rename(name: string): Promise<void> {
    await fine(await this.#request.patch(this.#api, { data: { name } }));
  }

  async moveToTrash(): Promise<void> {
    await fine(await this.#request.delete(this.#api));
  }
}

async function fine(answer: APIResponse): Promise<APIResponse> {
  if (answer.ok()) return answer;
  throw new Error(`${answer.url()}: ${answer.status()} ${(await answer.text()).slice(0, 400)}`);
}

function there(record: Stored | undefined, path: string): Stored {
  if (!record) throw new Error(`There is no ${path}.`);
  return record;
}
