import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { RecordState } from '../../../src/core/schema/record';
import { storedStates } from '../../fuzz/damage';
import type { TestStore } from '../../support/store';
import { ada, expectSound } from '../setting';
import { fixtureOperations } from './fixture';

/** A project that holds the fixture, made by the real pipeline; and as many copies of it as are asked for. */
export type Template = {
  readonly states: readonly RecordState[];
  readonly copies: (count: number) => Promise<readonly string[]>;
};

export async function openTemplate(store: TestStore): Promise<Template> {
  const projectId = await store.newProject();
  for (const operations of fixtureOperations) {
    const answer = await store.commit(ada, projectId, { id: randomUUID(), operations });
    if (!answer.ok) throw new Error(answer.problem.detail);
  }
  await expectSound(store, projectId);
  return {
    states: await storedStates(store.direct, projectId),
    copies: (count) => copy(store, projectId, count),
  };
}

const columns = {
  projects: 'name, epoch, state, created_by',
  members: 'account_id, role',
  records: 'id, kind, parent_id, parent_face, face, version, fields, body, digest_high, digest_low, segment',
  refs: 'from_id, to_id, to_face',
  names: 'scope, name, record_id',
};

/** Row by row, with the log left out: it is the template's. What was checked there need not be here again. */
async function copy(store: TestStore, projectId: string, count: number): Promise<readonly string[]> {
  const ids = Array.from({ length: count }, () => randomUUID());
  const client = new pg.Client({ connectionString: store.url });
  await client.connect();
  try {
    await client.query('SET session_replication_role = replica');
    for (const [table, list] of Object.entries(columns)) {
      const key = table === 'projects' ? 'id' : 'project_id';
      await client.query(
        `INSERT INTO ${table} (${key}, ${list}) SELECT u.copy, ${list.replaceAll(/\w+/g, 't.$&')}
         FROM ${table} t CROSS JOIN unnest($2::uuid[]) AS u(copy) WHERE t.${key} = $1`,
        [projectId, ids],
      );
    }
  } finally {
    await client.end();
  }
  return ids;
}
