/**
 * The floor under `npm run bench edit`: plain Node http, pg and server-sent events, with the same durable
 * transaction (one REPEATABLE READ transaction that reads a record, writes it and appends to a log) and
 * nothing else: no accounts, no validation, no merging, no receipts, no resuming. What we add is measured
 * as a ratio to it. usage: DATABASE_URL=… PORT=… node bench/floor/server.mjs
 */
import { createServer } from 'node:http';
import pg from 'pg';

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 16 });
await pool.query(
  'CREATE TABLE IF NOT EXISTS records (id uuid PRIMARY KEY, version int NOT NULL, body text NOT NULL)',
);
await pool.query(`CREATE TABLE IF NOT EXISTS changes (id uuid PRIMARY KEY, at timestamptz NOT NULL DEFAULT
  clock_timestamp(), record_id uuid NOT NULL, actor text NOT NULL, before text, after text NOT NULL)`);

/** Open streams. */
const streams = new Set();

async function edit({ id, recordId, actor, body }) {
  const client = await pool.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
    const { rows } = await client.query('SELECT version, body FROM records WHERE id = $1', [recordId]);
    const version = (rows[0]?.version ?? 0) + 1;
    await client.query(
      `INSERT INTO records (id, version, body) VALUES ($1, $2, $3)
       ON CONFLICT (id) DO UPDATE SET version = EXCLUDED.version, body = EXCLUDED.body`,
      [recordId, version, body],
    );
    await client.query(
      'INSERT INTO changes (id, record_id, actor, before, after) VALUES ($1, $2, $3, $4, $5)',
      [id, recordId, actor, rows[0]?.body ?? null, body],
    );
    await client.query('COMMIT');
    return { id, recordId, version, body };
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}

async function readBody(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString());
}

async function onEdit(request, response) {
  const change = await edit(await readBody(request));
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(change));
  const event = `event: changes\ndata: ${JSON.stringify(change)}\n\n`;
  for (const stream of streams) stream.write(event);
}

function onStream(request, response) {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache, no-transform' });
  response.write(':\n\n');
  streams.add(response);
  request.on('close', () => streams.delete(response));
}

const server = createServer((request, response) => {
  if (request.method === 'GET') {
    onStream(request, response);
    return;
  }
  onEdit(request, response).catch((error) => {
    response.writeHead(500);
    response.end(String(error));
  });
});
server.listen(Number(process.env.PORT), '127.0.0.1', () => console.log('ready'));
process.on('SIGTERM', () => process.exit(0));
