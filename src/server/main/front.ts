import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from '../observe/fault';
import { describeFault } from '../observe/fault';
import { StartError } from '../storage/storage-error';

/** Answers one request. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** The TCP side of the server. */
export interface Front {
  /** Begins to accept connections; gives the address to open in a browser. @throws StartError */
  listen(host: string, port: number): Promise<string>;
  /** Takes no more requests and resolves when those under way are answered, or after a few seconds. */
  drain(): Promise<void>;
}

const DRAIN_WITHIN_MS = 5_000;
/** Streams get that long to say goodbye on their own. */
const STREAMS_END_WITHIN_MS = 500;
const LOOK_EVERY_MS = 20;

/**
 * Sends API requests straight to `api` and everything else to `pages`.
 *
 * @param report takes what a handler threw, for whoever runs the server
 */
export function createFront(api: Handler, pages: Handler, report: (fault: Fault) => void): Front {
  const open = new Set<ServerResponse>();
  const sockets = new Set<Socket>();
  let isDraining = false;
  const server = createServer((request, response) => {
    open.add(response);
    response.once('close', () => open.delete(response));
    if (isDraining) {
      response.setHeader('Connection', 'close');
    }
    const handle = isApi(request.url ?? '/') ? api : pages;
    handle(request, response).catch((error: unknown) => {
      report(describeFault(error));
      fail(response);
    });
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return {
    listen: (host, port) => listen(server, host, port),
    drain: async () => {
      isDraining = true;
      await drain(server, open, sockets);
    },
  };
}

function isApi(url: string): boolean {
  return url.startsWith('/api/') || url === '/api' || url.startsWith('/api?');
}

function fail(response: ServerResponse): void {
  if (!response.headersSent) {
    response.writeHead(500, { 'Content-Type': 'text/plain; charset=utf-8' });
  }
  response.end();
}

async function listen(server: Server, host: string, port: number): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(cannotListen(error, host, port)));
    server.listen(port, host, resolve);
  });
  const { address, port: chosen } = server.address() as AddressInfo;
  const isEverywhere = address === '0.0.0.0' || address === '::';
  const name = isEverywhere ? 'localhost' : address.includes(':') ? `[${address}]` : address;
  return `http://${name}:${chosen}`;
}

function cannotListen(error: NodeJS.ErrnoException, host: string, port: number): StartError {
  switch (error.code) {
    case 'EADDRINUSE':
      return new StartError(`Port ${port} of ${host} is in use by another program: set PORT to a free one.`);
    case 'EACCES':
      return new StartError(`Port ${port} may not be used by this user: set PORT to one above 1023.`);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new StartError(`${host} is not an address of this machine: set HOST to one, such as 127.0.0.1.`);
    default:
      return new StartError(`${host}:${port} cannot be listened on: ${error.message}.`, { cause: error });
  }
}

async function drain(
  server: Server,
  open: ReadonlySet<ServerResponse>,
  sockets: ReadonlySet<Socket>,
): Promise<void> {
  let isClosed = false;
  server.close(() => {
    isClosed = true;
  });
  for (const response of open) {
    // Otherwise its connection would stay open for the next request, which nobody takes.
    if (!response.headersSent) {
      response.setHeader('Connection', 'close');
    }
  }
  const began = Date.now();
  while (!isClosed && Date.now() - began < DRAIN_WITHIN_MS) {
    if (Date.now() - began > STREAMS_END_WITHIN_MS) {
      endStreams(open);
    }
    closeIdle(open, sockets);
    await sleep(LOOK_EVERY_MS);
  }
  server.closeAllConnections();
}

/** An answer to a question is written in one go; what has begun and not ended by now is a stream. */
function endStreams(open: ReadonlySet<ServerResponse>): void {
  for (const response of open) {
    if (response.headersSent && !response.writableEnded) {
      response.destroy();
    }
  }
}

/** Also those that never sent a request (browsers open some in advance), which Node does not count as idle. */
function closeIdle(open: ReadonlySet<ServerResponse>, sockets: ReadonlySet<Socket>): void {
  const busy = new Set([...open].map((response) => response.socket));
  for (const socket of sockets) {
    if (!busy.has(socket)) {
      socket.destroySoon();
    }
  }
}
