import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe } from 'vitest';
import { dsqlCapabilities } from '../src/server/storage/dsql/capabilities';
import { migrate } from '../src/server/storage/migrate';
import { migrationsFor } from '../src/server/storage/migrations';
import { openGateway } from '../test/dsql/gateway/gateway';
import { bundleServerAtGateway, environmentFor } from '../test/dsql/gateway-server';
import { createTestDatabase } from '../test/pg/database';
import type { Stage } from './design-together';
import { designTogether } from './design-together';
import { Program } from './support';

describe('two people design a schema together on their own PostgreSQL', () =>
  designTogether(async () => new Program()));

describe('two people design a schema together on what behaves like Aurora DSQL', () =>
  designTogether(atGateway));

async function atGateway(): Promise<Stage> {
  const database = await createTestDatabase();
  await migrate(database.pool, migrationsFor(dsqlCapabilities));
  const gateway = await openGateway(database.url);
  const file = await bundleServerAtGateway();
  const program = new Program(file, environmentFor(gateway.url));
  return {
    get address() {
      return program.address;
    },
    start: () => program.start(),
    kill: () => program.kill(),
    stop: async () => {
      await program.stop();
      await gateway.close();
      await database.drop();
      rmSync(dirname(file), { recursive: true, force: true });
    },
  };
}
