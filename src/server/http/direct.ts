import type { ServerResponse } from 'node:http';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';

type Headers = Readonly<Record<string, string>>;

/** What an answer consists of, where that is known without reading it back. */
type Content =
  | { readonly kind: 'text'; readonly headers: Headers; readonly text: string }
  | {
      readonly kind: 'stream';
      readonly headers: Headers;
      /** Called once the head is written; everything else is up to the stream. */
      readonly begin: (outgoing: ServerResponse) => void;
    };

const contents = new WeakMap<Response, Content>();

/** Notes what an answer consists of, so that it can be written to a socket without the detour over streams. */
export function withContent(response: Response, content: Content): Response {
  contents.set(response, content);
  return response;
}

/** Headers that an answer gets on its way out; several values are several headers. */
export type MoreHeaders = Readonly<Record<string, string | string[]>>;

/**
 * Writes the answer to Node's own response object, where there is one and its content is known: through the
 * streams of the Web each event costs several times the processor time. Gives what the app has to return.
 *
 * @param more go out with it
 */
export function sendDirectly(
  response: Response,
  more: MoreHeaders,
  outgoing: ServerResponse | undefined,
): Response {
  const content = contents.get(response);
  if (outgoing === undefined || content === undefined || outgoing.headersSent) {
    addHeaders(response, more);
    return response;
  }
  switch (content.kind) {
    case 'text':
      outgoing.writeHead(response.status, {
        ...content.headers,
        ...more,
        'content-length': Buffer.byteLength(content.text),
      });
      outgoing.end(content.text);
      break;
    case 'stream':
      // Its end is the end of the connection: a frame around each event would be written for nothing.
      outgoing.removeHeader('transfer-encoding');
      outgoing.writeHead(response.status, { ...content.headers, ...more, connection: 'close' });
      content.begin(outgoing);
      break;
  }
  return RESPONSE_ALREADY_SENT;
}

function addHeaders({ headers }: Response, more: MoreHeaders): void {
  for (const [name, values] of Object.entries(more)) {
    for (const value of [values].flat()) headers.append(name, value);
  }
}
