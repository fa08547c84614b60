import { planting } from '../chaos/plants';
import { bundleServer } from '../server/process';

/**
 * The product's server, all of it, but that its way to Aurora DSQL ends at a gateway, without a certificate. Gives
 * the file to run; `environmentFor` is what it needs.
 */
export function bundleServerAtGateway(): Promise<string> {
  const way = planting(process.cwd(), [
    {
      file: 'src/server/storage/dsql/pool.ts',
      find: 'new AuroraDSQLPool(config)',
      put: `new AuroraDSQLPool({
        ...config,
        ssl: false,
        host: '127.0.0.1',
        port: Number(process.env.TEST_GATEWAY_PORT),
        database: process.env.TEST_GATEWAY_DATABASE ?? '',
      })`,
    },
  ]);
  return bundleServer('-dsql', [way]);
}

/** The settings of a server whose cluster is the gateway at this address. */
export function environmentFor(gatewayUrl: string): Readonly<Record<string, string>> {
  const { port, pathname } = new URL(gatewayUrl);
  return {
    TEST_GATEWAY_PORT: port,
    TEST_GATEWAY_DATABASE: pathname.slice(1),
    DSQL_ENDPOINTS: 'abc.dsql.eu-central-1.on.aws',
    AWS_ACCESS_KEY_ID: 'key',
    AWS_SECRET_ACCESS_KEY: 'secret',
    SESSION_SECRET: 'a secret of a test, long enough for anyone',
  };
}
