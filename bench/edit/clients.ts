import { randomUUID } from 'node:crypto';
import { apiBase } from '../../src/core/protocol/version';

/** One client of a run: where its stream is, and the request that is one edit of its. */
export type Client = {
  readonly stream: string;
  readonly edit: string;
  readonly headers: Readonly<Record<string, string>>;
  /** `{id}` is the id of the mutation, `{value}` something new. */
  readonly body: string;
};

export function floorClients(count: number): readonly Client[] {
  return Array.from({ length: count }, (_, place) => ({
    stream: '/live',
    edit: '/edit',
    headers: {},
    body: JSON.stringify({
      id: '{id}',
      recordId: randomUUID(),
      actor: `client ${place}`,
      body: '{"comment":"{value}"}',
    }),
  }));
}

/** Whoever is in the document edits it. */
export function peerClients(count: number): readonly Client[] {
  return Array.from({ length: count }, () => ({ stream: '', edit: '', headers: {}, body: '' }));
}

/** One project with a table of as many columns as there are people; each person edits a column of their own. */
export async function appClients(port: number, count: number): Promise<readonly Client[]> {
  const base = `http://127.0.0.1:${port}${apiBase}`;
  const owner = await visitor(base);
  const project = await owner('/projects', { name: 'Bench' });
  const link = await owner(`/projects/${project.id}/share-links`, { role: 'editor' });
  const tableId = randomUUID();
  const columns = Array.from({ length: count }, () => randomUUID());
  await owner(`/projects/${project.id}/mutations`, {
    id: randomUUID(),
    operations: [
      { type: 'table.create', id: tableId, body: { name: 'people' } },
      ...columns.map((id, place) => ({
        type: 'column.create',
        id,
        body: { tableId, name: `c${place}`, type: 'text' },
      })),
    ],
  });
  return Promise.all(
    columns.map(async (columnId) => {
      const person = await visitor(base);
      await person(`/share-links/${link.key}/accept`, {});
      const operation = {
        type: 'column.update',
        id: columnId,
        version: 1_000_000_000,
        body: { comment: '{value}' },
      };
      return {
        stream: `${apiBase}/projects/${project.id}/live`,
        edit: `${apiBase}/projects/${project.id}/mutations`,
        headers: { cookie: person.cookie() },
        body: JSON.stringify({ id: '{id}', operations: [operation] }),
      };
    }),
  );
}

type Answer = { readonly id: string; readonly key: string };

/** A guest of its own: sends requests and keeps the cookie it was given. */
async function visitor(base: string) {
  let cookie = '';
  const send = async (path: string, body: unknown): Promise<Answer> => {
    const answer = await fetch(base + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(cookie ? { cookie } : {}) },
      body: JSON.stringify(body),
    });
    const set = answer.headers.getSetCookie().map((one) => one.split(';')[0] ?? '');
    if (set.length > 0) cookie = set.join('; ');
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
    return JSON.parse(text === '' ? '{}' : text);
  };
  return Object.assign(send, { cookie: () => cookie });
}
