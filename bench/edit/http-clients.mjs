/**
 * Clients over HTTP for `bench/edit/load.mjs`: edits as POST, and a stream of server-sent events each. The
 * streams are read as bytes from their sockets: parsing them for 200 clients would be measured instead of the
 * server.
 */
import { Agent, request as send } from 'node:http';
import { connect } from 'node:net';

const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });

function post(port, client, id, value) {
  const { edit, headers, body } = client;
  const filled = body.replaceAll('{id}', id).replaceAll('{value}', value);
  return new Promise((resolve, reject) => {
    const request = send(
      {
        agent,
        port,
        host: '127.0.0.1',
        method: 'POST',
        path: edit,
        headers: { ...headers, 'content-type': 'application/json' },
      },
      (response) => {
        response.resume();
        response.on('end', () => resolve(response.statusCode === 200));
      },
    );
    // The server may close a connection that was idle just when it is used again: nothing was read then.
    request.on('error', (error) =>
      request.reusedSocket ? resolve(post(port, client, id, value)) : reject(error),
    );
    request.end(filled);
  });
}

/** Settles with the stream's socket when its first bytes are there. */
function listen(port, { stream, headers }, onBytes) {
  return new Promise((resolve, reject) => {
    const lines = Object.entries({ host: `127.0.0.1:${port}`, ...headers }).map(
      ([name, value]) => `${name}: ${value}\r\n`,
    );
    const socket = connect(port, '127.0.0.1', () =>
      socket.write(`GET ${stream} HTTP/1.1\r\n${lines.join('')}\r\n`),
    );
    socket.once('data', (first) => {
      if (first.toString('latin1').startsWith('HTTP/1.1 200')) resolve(socket);
      else reject(new Error(`${stream}: ${first.toString('latin1').split('\r\n', 1)[0]}`));
    });
    socket.on('data', onBytes);
    socket.on('error', reject);
  });
}

/** @param heard is called with a place and the bytes of every event that arrives there */
export async function connectAll(plan, heard) {
  const { port, clients } = plan;
  const streams = await Promise.all(
    clients.map((client, place) => listen(port, client, (bytes) => heard(place, bytes))),
  );
  return {
    edit: (place, id, value) => post(port, clients[place], id, value),
    close: () => {
      for (const stream of streams) stream.destroy();
    },
  };
}
