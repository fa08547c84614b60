/**
 * The peer in `npm run bench edit`: Hocuspocus with its SQLite extension, as its documentation sets it up.
 * It tells everybody about an edit, and acknowledges it, before anything is on disk: that follows 2 to 10
 * seconds later. usage: PORT=… PEER_DATABASE=… node bench/peers/hocuspocus-server.mjs
 */
import { SQLite } from '@hocuspocus/extension-sqlite';
import { Server } from '@hocuspocus/server';

const server = new Server({
  quiet: true,
  stopOnSignals: false,
  port: Number(process.env.PORT),
  address: '127.0.0.1',
  extensions: [new SQLite({ database: process.env.PEER_DATABASE })],
});
await server.listen();
process.on('SIGTERM', () => process.exit(0));
