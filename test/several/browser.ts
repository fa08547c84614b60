import type { Api } from '../../src/client/api/api';
import { createApi } from '../../src/client/api/api';

/** Where a browser's next request goes to: a server, or a balancer before several of them. */
export type Route = () => { readonly address: string };

/** A browser without a window: it keeps cookies, and counts the edits that it was told are saved. */
export type Browser = {
  readonly api: Api;
  readonly acknowledged: Set<string>;
  /** A request of this person's that the client has no word for; gives the answer's status. */
  post(path: string, json: unknown): Promise<number>;
};

/** @param send takes the place of `fetch`, with the address that the route gave */
export function openBrowser(
  route: Route,
  send: (address: string, init?: RequestInit) => Promise<Response> = fetch,
): Browser {
  const cookies = new Map<string, string>();
  const acknowledged = new Set<string>();
  const headers = () => ({ cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') });
  const api = createApi({
    origin: 'http://here',
    headers,
    fetch: async (input, init) => {
      const { pathname, search } = new URL(String(input));
      const response = await send(`${route().address}${pathname}${search}`, init);
      for (const line of response.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        cookies.set(name, value);
      }
      if (response.ok && pathname.endsWith('/mutations')) {
        acknowledged.add(JSON.parse(String(init?.body)).id);
      }
      return response;
    },
  });
  const post = async (path: string, json: unknown) => {
    const response = await send(`${route().address}/api/v1${path}`, {
      method: 'POST',
      headers: { ...headers(), 'content-type': 'application/json' },
      body: JSON.stringify(json),
    });
    await response.arrayBuffer();
    return response.status;
  };
  return { api, acknowledged, post };
}
