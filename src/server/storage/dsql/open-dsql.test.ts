import { describe, expect, it } from 'vitest';
import type { DsqlEndpoint } from './endpoint';
import { sentenceFor } from './open-dsql';
import { createDsqlPool, dsqlPoolConfig } from './pool';

const endpoint: DsqlEndpoint = {
  host: 'abc.dsql.eu-central-1.on.aws',
  region: 'eu-central-1',
  vercelRegion: undefined,
};
const credentials = async () => ({ accessKeyId: 'key', secretAccessKey: 'secret' });

describe('the pool for Aurora DSQL', () => {
  it('DSE-43: verifies TLS, replaces connections before an hour is over and asks for no limits of time', () => {
    const config = dsqlPoolConfig({
      endpoint,
      user: 'app',
      credentials,
      idleMs: 5_000,
      answerWithinMs: 15_000,
    });
    expect(config).toMatchObject({
      host: endpoint.host,
      region: 'eu-central-1',
      user: 'app',
      ssl: { rejectUnauthorized: true },
      idleTimeoutMillis: 5_000,
      pipeline: true,
    });
    expect(config.maxLifetimeSeconds).toBeLessThan(3_600);
    expect(config).not.toHaveProperty('options');
  });

  it('DSE-43: is the connector’s, with these settings', async () => {
    const pool = await createDsqlPool(
      dsqlPoolConfig({ endpoint, user: 'app', credentials, idleMs: 5_000, answerWithinMs: 15_000 }),
    );
    expect(pool.constructor.name).toBe('AuroraDSQLPool');
    expect(pool.options).toMatchObject({
      user: 'app',
      maxLifetimeSeconds: 3_000,
      ssl: { rejectUnauthorized: true },
    });
    await pool.end();
  });
});

describe('the start with Aurora DSQL', () => {
  it.each([
    [
      { code: '42P01', severity: 'ERROR' },
      'relation "migrations" does not exist',
      /no tables .*: run npm run migrate/,
    ],
    [
      { code: '42501', severity: 'ERROR' },
      'permission denied for table migrations',
      /role app may not read .*DSQL_USER/,
    ],
    [{}, 'Failed to generate DSQL token: CredentialsProviderError', /no AWS credentials .*AWS_ROLE_ARN/],
    [
      { code: '28000', severity: 'FATAL' },
      'unable to accept connection, access denied',
      /refuses the role app/,
    ],
    [{ code: 'ENOTFOUND' }, 'getaddrinfo ENOTFOUND', /no cluster at abc\.dsql\..*DSQL_ENDPOINTS/],
    [{ code: '57P03', severity: 'FATAL' }, 'waking up cluster, please retry later', /has not woken up/],
    [{}, 'self-signed certificate', /cannot be used: self-signed certificate/],
  ] as const)('DSE-44: says in one sentence what %j means', (fields, message, sentence) => {
    const said = sentenceFor(Object.assign(new Error(message), fields), endpoint, 'app');
    expect(said).toMatch(sentence);
    expect(said).toMatch(/^The|^There/);
  });
});
