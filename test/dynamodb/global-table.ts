import { setTimeout as sleep } from 'node:timers/promises';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { DeleteItemCommand, DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { PresenceTableConfig } from '../../src/server/config';
import type { SeenRequest } from './gateway';
import { startGateway } from './gateway';
import type { TestTable } from './table';
import { startTestTable } from './table';

/** The tables of two Regions, which tell each other what is written, later. */
export type GlobalTable = {
  readonly regions: readonly [PresenceTableConfig, PresenceTableConfig];
  /** What each Region's servers have asked so far. */
  readonly requests: readonly [readonly SeenRequest[], readonly SeenRequest[]];
  stop(): Promise<void>;
};

type Item = Record<string, AttributeValue>;
type Region = {
  readonly table: TestTable;
  readonly client: DynamoDBClient;
  /** The place, in the order of all writes, of the one that each item comes from. */
  readonly versions: Map<string, number>;
};

const writes: ReadonlySet<string> = new Set(['UpdateItem', 'PutItem', 'DeleteItem']);

/**
 * As a Global Table that is eventually consistent does it: each item by itself, whole, after some time, and of
 * two writes the last one stands in both Regions. Conditions are checked only where a write comes to.
 *
 * @param lag how long a write is on its way, asked for each
 */
export async function startGlobalTable(lag: () => number): Promise<GlobalTable> {
  const regions = [await startRegion(), await startRegion()] as const;
  let place = 0;
  let isStopped = false;
  const replicate = (from: Region, to: Region) => async (request: SeenRequest) => {
    if (!request.isDone || !writes.has(request.action)) return;
    place += 1;
    const version = place;
    const key = keyIn(request.body);
    const text = JSON.stringify(key);
    from.versions.set(text, version);
    const item = await find(from, key);
    const arrive = async () => {
      await sleep(lag());
      if (isStopped || (to.versions.get(text) ?? 0) > version) return;
      to.versions.set(text, version);
      await replace(to, key, item);
    };
    arrive().catch((error: unknown) => {
      if (!isStopped) throw error;
    });
  };
  const [one, other] = regions;
  const gateways = [
    await startGateway(one.table.port, replicate(one, other)),
    await startGateway(other.table.port, replicate(other, one)),
  ] as const;
  return {
    regions: [
      { ...one.table.config, endpoint: gateways[0].endpoint },
      { ...other.table.config, endpoint: gateways[1].endpoint },
    ],
    requests: [gateways[0].requests, gateways[1].requests],
    stop: async () => {
      isStopped = true;
      for (const gateway of gateways) await gateway.stop();
      for (const { client, table } of regions) {
        client.destroy();
        await table.stop();
      }
    },
  };
}

async function startRegion(): Promise<Region> {
  const table = await startTestTable();
  const { region, endpoint } = table.config;
  const client = new DynamoDBClient({ region, ...(endpoint === undefined ? {} : { endpoint }) });
  return { table, client, versions: new Map() };
}

function keyIn(body: string): Item {
  const { Key, Item: whole } = JSON.parse(body) as { Key?: Item; Item?: Item };
  if (Key !== undefined) return Key;
  const { PK, SK } = whole ?? {};
  if (PK === undefined || SK === undefined) throw new Error(`A write without a key: ${body}`);
  return { PK, SK };
}

async function find({ client, table }: Region, key: Item): Promise<Item | undefined> {
  const { tableName: TableName } = table.config;
  return (await client.send(new GetItemCommand({ TableName, Key: key, ConsistentRead: true }))).Item;
}

async function replace({ client, table }: Region, key: Item, item: Item | undefined): Promise<void> {
  const { tableName: TableName } = table.config;
  if (item === undefined) await client.send(new DeleteItemCommand({ TableName, Key: key }));
  else await client.send(new PutItemCommand({ TableName, Item: item }));
}
