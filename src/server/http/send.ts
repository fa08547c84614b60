import type { ServerResponse } from 'node:http';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Answer } from './answer';

/** Headers that an answer gets on its way out; several values are several headers. */
export type MoreHeaders = Readonly<Record<string, string | string[]>>;

/**
 * Sends an answer. Where there is Node's own response object it is written to that: made into a response of the Web
 * and read back it costs an edit, and an event several times over, the processor time. Gives what the app has to return.
 *
 * @param more go out with it
 */
export function send(answer: Answer, more: MoreHeaders, outgoing: ServerResponse | undefined): Response {
  if (outgoing === undefined || outgoing.headersSent) return toResponse(answer, more);
  const { status, content } = answer;
  const headers = { ...answer.headers, ...more };
  switch (content.kind) {
    case 'none':
      outgoing.writeHead(status, headers);
      outgoing.end();
      break;
    case 'text':
      outgoing.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(content.text) });
      outgoing.end(content.text);
      break;
    case 'bytes':
      outgoing.writeHead(status, { ...headers, 'content-length': content.bytes.byteLength });
      outgoing.end(content.bytes);
      break;
    case 'stream':
      // Its end is the end of the connection: a frame around each event would be written for nothing.
      outgoing.removeHeader('transfer-encoding');
      outgoing.writeHead(status, { ...headers, connection: 'close' });
      content.begin(outgoing);
      break;
  }
  return RESPONSE_ALREADY_SENT;
}

/** The same as a response of the Web: for servers that are not ours, and for calls within the process. */
export function toResponse({ status, headers, content }: Answer, more: MoreHeaders = {}): Response {
  const response = new Response(bodyOf(content), { status, headers });
  for (const [name, values] of Object.entries(more)) {
    for (const value of [values].flat()) response.headers.append(name, value);
  }
  return response;
}

function bodyOf(content: Answer['content']): BodyInit | null {
  switch (content.kind) {
    case 'none':
      return null;
    case 'text':
      return content.text;
    case 'bytes':
      return content.bytes;
    case 'stream':
      return content.read();
  }
}
