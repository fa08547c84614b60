/**
 * What presence in DynamoDB costs: ten people on one project through three servers, every request counted
 * before a DynamoDB in this process's memory, and carried forward to eight hours.
 *
 *   node scripts/run-ts.mjs scripts/presence-cost.ts [--seconds 60]
 */
import { parseArgs } from 'node:util';
import { createDynamoPresence } from '../src/server/presence/dynamodb';
import { openPresenceTable } from '../src/server/presence/dynamodb-table.lazy';
import type { SeenRequest } from '../test/dynamodb/gateway';
import { startGateway } from '../test/dynamodb/gateway';
import { startTestTable } from '../test/dynamodb/table';

const people = 10;
const servers = 3;
const hours = 8;
/** Of each minute so long does each of them move the pointer, one after the other: somebody always does. */
const movingSeconds = 15;
/** What a client sends while the pointer moves, and a stream as a sign of life. */
const updateEveryMs = 200;
const touchEveryMs = 15_000;
/** List prices of us-east-1, on demand, per million request units, in USD. */
const prices = { write: 0.625, read: 0.125 };

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '60' } } });
const seconds = Number(values.seconds);

const table = await startTestTable();
const gateway = await startGateway(table.port);
const fleet = Array.from({ length: servers }, () =>
  createDynamoPresence(async () => openPresenceTable({ ...table.config, endpoint: gateway.endpoint })),
);
const project = '0192f0c1-1111-7000-8000-000000000001';
const crowd = Array.from({ length: people }, (_, place) => ({
  place,
  actor: { id: `0192f0c1-0000-7000-8000-00000000000${place}`, name: `Engineer ${place}`, color: '#b42318' },
  clientId: `0192f0c1-2222-7000-8000-00000000000${place}`,
}));

let turn = 0;
/** Requests meet the servers in turn. */
function anyServer() {
  turn += 1;
  return fleet[turn % servers];
}

for (const { actor, clientId, place } of crowd) {
  const home = fleet[place % servers];
  home?.enter(project, actor, clientId);
  home?.subscribe(project, () => undefined);
  const viewport = { x: 0, y: 0, width: 1440.5, height: 900.25 };
  anyServer()?.put(project, actor, { clientId, viewport, cursor: { x: 0, y: 0 }, sentAt: Date.now() });
  setInterval(() => home?.touch(project, actor.id, clientId), touchEveryMs);
}

const begunAt = performance.now();
setInterval(() => {
  const second = (performance.now() - begunAt) / 1_000;
  for (const { actor, clientId, place } of crowd) {
    const since = (second + (place * 60) / people) % 60;
    if (since >= movingSeconds) continue;
    const cursor = { x: 100 + second * 31.7, y: 200 + since * 17.3 };
    const viewport = { x: 0, y: 0, width: 1440.5, height: 900.25 };
    const whole = {
      viewport,
      cursor,
      selection: [],
      editing: null,
      dragging: [],
      following: null,
      away: false,
    };
    anyServer()?.put(project, actor, { clientId, ...whole, sentAt: Date.now() });
  }
}, updateEveryMs);

await new Promise((resolve) => {
  setTimeout(resolve, seconds * 1_000);
});
report(gateway.requests);
process.exit(0);

function report(requests: readonly SeenRequest[]): void {
  const factor = (hours * 3_600) / seconds;
  const line = (what: string, some: readonly SeenRequest[], price: number): number => {
    const units = some.reduce((sum, one) => sum + one.units, 0) * factor;
    const cost = (units / 1e6) * price;
    console.log(
      `| ${what} | ${some.length} | ${Math.round(some.length * factor)} | ${Math.round(units)} | ${cost.toFixed(3)} |`,
    );
    return cost;
  };
  console.log(
    `${people} people, ${servers} servers, counted for ${seconds} s, carried forward to ${hours} h`,
  );
  console.log(
    `| requests | in ${seconds} s | in ${hours} h | request units in ${hours} h | USD |\n|---|---|---|---|---|`,
  );
  const isRead = ({ action }: SeenRequest) => action === 'Query';
  const written = line(
    'writes',
    requests.filter((one) => !isRead(one)),
    prices.write,
  );
  const read = line('reads', requests.filter(isRead), prices.read);
  console.log(
    `Together ${(written + read).toFixed(2)} USD, in two Regions ${(2 * written + read).toFixed(2)} USD.`,
  );
}
