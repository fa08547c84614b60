/**
 * Clients of Hocuspocus for `bench/edit/load.mjs`: the messages of its provider over `ws`. Each sets its own
 * key of one Y.Map; acknowledged is what the server's sync status says. What arrives is looked through as
 * bytes, not applied: 200 documents in one process would be measured instead of the server.
 * The messages: https://github.com/ueberdosis/hocuspocus/blob/main/packages/server/src/types.ts
 */
import { randomUUID } from 'node:crypto';
import { createEncoder, toUint8Array, writeVarString, writeVarUint } from 'lib0/encoding';
import { WebSocket } from 'ws';
import { writeSyncStep1, writeSyncStep2, writeUpdate } from 'y-protocols/sync';
import { Doc } from 'yjs';

/** New in every run: a key that somebody set before would be contended for. */
const name = randomUUID();
const messageSync = 0;
const messageAuth = 2;
const messageSyncReply = 4;
const messageSyncStatus = 8;
const syncStep1 = 0;
const syncStep2 = 1;
const syncUpdate = 2;
/** Every message begins with the name of its document, and that with its length. */
const typeAt = name.length + 1;

function message(type, write) {
  const encoder = createEncoder();
  writeVarString(encoder, name);
  writeVarUint(encoder, type);
  write(encoder);
  return toUint8Array(encoder);
}

/** Signs in and exchanges states, as a provider does, before it settles. */
function connect(port, place, heard) {
  const document = new Doc();
  const socket = new WebSocket(`ws://127.0.0.1:${port}`);
  /** The server answers the edits of one connection in their order. */
  const waiting = [];
  const send = (type, write) => socket.send(message(type, write));
  return new Promise((resolve, reject) => {
    const client = {
      edit: (id, value) =>
        new Promise((answered) => {
          waiting.push(answered);
          document.getMap('columns').set(`column ${place}`, `${id} ${value}`);
        }),
      close: () => socket.terminate(),
    };
    const take = (data) => {
      const [type, kind] = [data[typeAt], data[typeAt + 1]];
      if (type === messageAuth) send(messageSync, (encoder) => writeSyncStep1(encoder, document));
      else if (type === messageSyncStatus) waiting.shift()?.(kind === 1);
      else if (type !== messageSync && type !== messageSyncReply) return;
      else if (kind === syncStep1) send(messageSync, (encoder) => writeSyncStep2(encoder, document));
      else if (kind === syncStep2) resolve(client);
      else if (kind === syncUpdate) heard(place, data);
    };
    // The answer to the state that is sent at first is no answer to an edit.
    waiting.push(() => undefined);
    document.on('update', (update) => send(messageSync, (encoder) => writeUpdate(encoder, update)));
    socket.on('open', () =>
      send(messageAuth, (encoder) => {
        writeVarUint(encoder, 0);
        writeVarString(encoder, '');
        writeVarString(encoder, '4.7.0');
      }),
    );
    socket.on('message', take);
    socket.on('error', reject);
  });
}

/** @param heard is called with a place and the bytes of every edit that arrives there */
export async function connectAll(plan, heard) {
  const clients = await Promise.all(plan.clients.map((_, place) => connect(plan.port, place, heard)));
  return {
    edit: (place, id, value) => clients[place].edit(id, value),
    close: () => {
      for (const client of clients) client.close();
    },
  };
}
