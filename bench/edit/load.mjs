/**
 * Clients for `npm run bench edit`, in a process of their own: each keeps a stream open and sends edits at
 * random moments, twice a second on average; the arrival of every edit at another client is timed.
 * Reads one JSON line with the plan, prints one with the latencies (milliseconds).
 */
import { randomUUID } from 'node:crypto';
import { Agent, request as send } from 'node:http';
import { createInterface } from 'node:readline';

const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });
const [line] = await new Promise((resolve) =>
  createInterface(process.stdin).once('line', (text) => resolve([text])),
);
const plan = JSON.parse(line);
/** Per client, when its edits that nobody saw yet were sent. */
const underWay = plan.clients.map(() => new Map());
const acks = [];
const visible = [];
const failures = [];

function post(path, headers, body) {
  return new Promise((resolve, reject) => {
    const request = send(
      { agent, port: plan.port, host: '127.0.0.1', method: 'POST', path, headers },
      (response) => {
        response.resume();
        response.on('end', () => resolve(response.statusCode));
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

/** Calls back with the text of each event; ids of changes are looked for in it. */
function listen(client, onText) {
  return new Promise((resolve, reject) => {
    const request = send(
      { agent, port: plan.port, host: '127.0.0.1', path: client.stream, headers: client.headers },
      (response) => {
        response.setEncoding('utf8');
        response.on('data', onText);
        resolve(request);
      },
    );
    request.on('error', () => reject);
    request.end();
  });
}

/**
 * The next client in the circle is the one for which an edit's arrival counts. It looks for nothing but the
 * edits on their way to it: a client that is busy reading would be measured instead of the server.
 */
function arrivals(watcher) {
  const watched = (watcher - 1 + plan.clients.length) % plan.clients.length;
  return (text) => {
    for (const [id, at] of underWay[watched]) {
      if (!text.includes(id)) continue;
      visible.push(performance.now() - at);
      underWay[watched].delete(id);
    }
  };
}

async function edit(place) {
  const client = plan.clients[place];
  const id = randomUUID();
  const body = client.body
    .replaceAll('{id}', id)
    .replaceAll('{value}', `v${Math.round(Math.random() * 1e9)}`);
  const at = performance.now();
  underWay[place].set(id, at);
  const status = await post(client.edit, { ...client.headers, 'content-type': 'application/json' }, body);
  if (status === 200) acks.push(performance.now() - at);
  else failures.push(status);
}

const streams = await Promise.all(plan.clients.map((client, place) => listen(client, arrivals(place))));
// What a server does in its first seconds, while its code is still interpreted, is not what people meet.
for (let done = 0; done < plan.warmUpEdits; done += plan.clients.length) {
  await Promise.all(plan.clients.map((_, place) => edit(place)));
}
acks.length = 0;
visible.length = 0;
console.log(JSON.stringify({ kind: 'begin' }));
const until = performance.now() + plan.seconds * 1000;
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
await Promise.all(
  plan.clients.map(async (_, place) => {
    await sleep(Math.random() * 500);
    while (performance.now() < until) {
      const pause = sleep(250 + Math.random() * 500);
      await edit(place);
      await pause;
    }
  }),
);
await sleep(500);
for (const stream of streams) stream.destroy();
console.log(
  JSON.stringify({
    kind: 'end',
    acks,
    visible,
    failures,
    unseen: underWay.reduce((sum, edits) => sum + edits.size, 0),
  }),
);
process.exit(0);
