import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import type { PresenceTableConfig } from '../../src/server/config';

/** A DynamoDB in the memory of this process, with the table of `docs/deploy`. */
export type TestTable = {
  readonly config: PresenceTableConfig;
  readonly port: number;
  stop(): Promise<void>;
};

type Template = {
  readonly Resources: {
    readonly Presence: {
      readonly Properties: Pick<
        CreateTableCommandInput,
        'AttributeDefinitions' | 'KeySchema' | 'BillingMode'
      >;
    };
  };
};

/** Starts one, empty; on another port of its own, or on the one that is given. */
export async function startTestTable(port = 0): Promise<TestTable> {
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' });
  const server = dynalite({ createTableMs: 0 });
  const taken = await listen(server, port);
  const config: PresenceTableConfig = {
    tableName: 'presence',
    partitionKey: 'PK',
    sortKey: 'SK',
    region: 'eu-central-1',
    endpoint: `http://127.0.0.1:${taken}`,
    vercelRoleArn: undefined,
  };
  await createTable(config);
  return { config, port: taken, stop: () => stop(server) };
}

async function createTable({ region, endpoint, tableName }: PresenceTableConfig): Promise<void> {
  const text = readFileSync('docs/deploy/dynamodb-table.json', 'utf8');
  const { AttributeDefinitions, KeySchema, BillingMode } = (JSON.parse(text) as Template).Resources.Presence
    .Properties;
  const client = new DynamoDBClient({ region, ...(endpoint === undefined ? {} : { endpoint }) });
  await client.send(
    new CreateTableCommand({ TableName: tableName, AttributeDefinitions, KeySchema, BillingMode }),
  );
  client.destroy();
}

/** Listens on the loopback address; gives the port. */
export async function listen(server: Server, port = 0): Promise<number> {
  await new Promise<void>((resolve) => {
    server.listen(port, '127.0.0.1', resolve);
  });
  return (server.address() as AddressInfo).port;
}

export async function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => {
    server.close(resolve);
  });
}
