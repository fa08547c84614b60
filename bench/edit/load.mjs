/**
 * Clients for `npm run bench edit`, in a process of their own: each keeps a stream open and sends edits at
 * random moments, twice a second on average; the arrival of every edit at another client is timed.
 * Reads one JSON line with the plan; prints one where the load begins and one with the latencies
 * (milliseconds) where it ends; closes the streams after the next line, and ends after one more.
 */
import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';

const lines = createInterface(process.stdin)[Symbol.asyncIterator]();
const nextLine = async () => (await lines.next()).value;
const tell = (message) => console.log(JSON.stringify(message));
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const plan = JSON.parse(await nextLine());
const { connectAll } = await import(plan.transport);
const count = plan.clients.length;
/** Per client, when its edits that nobody saw yet were sent. */
const underWay = plan.clients.map(() => new Map());
/** The last bytes that each client got: an id may come in two pieces. */
const ends = plan.clients.map(() => Buffer.alloc(0));
const idLength = 36;
const acks = [];
const visible = [];
let failures = 0;

/**
 * The next client in the circle is the one for which an edit's arrival counts. It looks for nothing but the
 * edits on their way to it: a client that is busy reading would be measured instead of the server.
 */
function heard(watcher, bytes) {
  const watched = underWay[(watcher - 1 + count) % count];
  if (watched.size > 0) {
    const all = Buffer.concat([ends[watcher], bytes]);
    for (const [id, at] of watched) {
      if (!all.includes(id, 'latin1')) continue;
      visible.push(performance.now() - at);
      watched.delete(id);
    }
  }
  ends[watcher] = bytes.subarray(-idLength);
}

const clients = await connectAll(plan, heard);

async function edit(place) {
  const id = randomUUID();
  const at = performance.now();
  underWay[place].set(id, at);
  const isDone = await clients.edit(place, id, `v${Math.round(Math.random() * 1e9)}`);
  if (isDone) acks.push(performance.now() - at);
  else failures += 1;
}

// What a server does in its first seconds, while its code is still interpreted, is not what people meet.
const warmUntil = performance.now() + plan.warmUp.seconds * 1000;
for (let done = 0; done < plan.warmUp.edits && performance.now() < warmUntil; done += count) {
  await Promise.all(plan.clients.map((_, place) => edit(place)));
}
await sleep(200);
acks.length = 0;
visible.length = 0;
for (const edits of underWay) edits.clear();
tell({ kind: 'begin' });
const until = performance.now() + plan.seconds * 1000;
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
const unseenNow = () => underWay.reduce((sum, edits) => sum + edits.size, 0);
for (let waits = 0; waits < 50 && unseenNow() > 0; waits += 1) await sleep(100);
const unseen = unseenNow();
tell({ kind: 'end', acks, visible, failures, unseen });
await nextLine();
clients.close();
tell({ kind: 'closed' });
await nextLine();
process.exit(0);
