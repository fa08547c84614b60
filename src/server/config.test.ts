import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConfig } from './config';

describe('readConfig', () => {
  it('ENG-1: needs nothing configured', () => {
    expect(readConfig({}, [])).toEqual({
      mode: 'production',
      host: '127.0.0.1',
      port: 3000,
      home: resolve('.versionzero'),
      database: { kind: 'embedded', home: resolve('.versionzero') },
      sessionSecret: undefined,
      publicOrigin: undefined,
      otherOrigins: [],
      streamMs: undefined,
      cronSecret: undefined,
      presenceTtlMs: 30_000,
      presenceTable: undefined,
      logLevel: undefined,
      telemetry: undefined,
      isApiOnly: false,
    });
  });

  it('ENG-1: takes DATABASE_URL, HOST, PORT and the rest', () => {
    const url = 'postgresql://me@db.example.com/schema';
    const environment = {
      NODE_ENV: 'development',
      HOST: '0.0.0.0',
      PORT: '8080',
      VERSIONZERO_HOME: '/srv/zero',
      DATABASE_URL: url,
      SESSION_SECRET: 's'.repeat(32),
      PUBLIC_ORIGIN: 'https://zero.example.com,https://other.example.com',
      PRESENCE_TTL_SECONDS: '5',
      STREAM_SECONDS: '60',
      CRON_SECRET: 'c'.repeat(16),
    } as const;
    expect(readConfig(environment, ['--api-only'])).toEqual({
      mode: 'development',
      host: '0.0.0.0',
      port: 8080,
      home: '/srv/zero',
      database: { kind: 'postgres', url },
      sessionSecret: 's'.repeat(32),
      publicOrigin: 'https://zero.example.com',
      otherOrigins: ['https://other.example.com'],
      streamMs: 60_000,
      cronSecret: 'c'.repeat(16),
      presenceTtlMs: 5_000,
      presenceTable: undefined,
      logLevel: undefined,
      telemetry: undefined,
      isApiOnly: true,
    });
  });

  it('PRE-28: takes the table of presence as Vercel names it, and its role where Vercel gives the token', () => {
    const role = 'arn:aws:iam::123456789012:role/zero';
    const least = { DYNAMODB_TABLE_NAME: 'presence', AWS_REGION: 'eu-central-1', AWS_ROLE_ARN: role };
    const all = {
      ...least,
      DYNAMODB_TABLE_PARTITION_KEY: 'project',
      DYNAMODB_TABLE_SORT_KEY: 'person',
      DYNAMODB_ENDPOINT: 'http://127.0.0.1:8000',
    };
    const table = { tableName: 'presence', partitionKey: 'PK', sortKey: 'SK', region: 'eu-central-1' };
    expect(readConfig(least, []).presenceTable).toEqual({
      ...table,
      endpoint: undefined,
      vercelRoleArn: undefined,
    });
    expect(readConfig({ ...all, VERCEL: '1' }, []).presenceTable).toEqual({
      ...table,
      partitionKey: 'project',
      sortKey: 'person',
      endpoint: 'http://127.0.0.1:8000',
      vercelRoleArn: role,
    });
    expect(readConfig({ ...least, VERCEL_OIDC_TOKEN: 't' }, []).presenceTable?.vercelRoleArn).toBe(role);
  });

  it('PRE-28: says what is missing or wrong about the table', () => {
    expect(() => readConfig({ DYNAMODB_TABLE_NAME: 'presence' }, [])).toThrow(/AWS_REGION/);
    const wrong = { DYNAMODB_TABLE_NAME: 'a b', AWS_ROLE_ARN: 'me', DYNAMODB_ENDPOINT: 'localhost' };
    expect(() => readConfig(wrong, [])).toThrow(/DYNAMODB_TABLE_NAME.*DYNAMODB_ENDPOINT.*AWS_ROLE_ARN/);
  });

  it('ENG-1: takes an empty variable for one that is not set', () => {
    expect(readConfig({ DATABASE_URL: '', PORT: '' }, [])).toMatchObject({
      port: 3000,
      database: { kind: 'embedded' },
    });
  });

  it('ENG-2: names everything that is wrong in one sentence, without its value', () => {
    const read = () => readConfig({ PORT: '70000', DATABASE_URL: 'mysql://u:secret@h/d' }, []);
    expect(read).toThrow(/^The configuration is wrong: PORT has .*65535; DATABASE_URL has .*postgres:\/\//);
    expect(read).not.toThrow(/secret/);
    expect(() => readConfig({}, ['--aip-only'])).toThrow(/--aip-only.*--api-only/);
  });

  const endpoint = 'abc.dsql.eu-central-1.on.aws';

  it('DSE-40: takes Aurora DSQL, with the role, the keys or the profile that sign the way in', () => {
    const dsql = (environment: Record<string, string>) =>
      readConfig({ DSQL_ENDPOINTS: endpoint, ...environment }, []).database;
    expect(dsql({})).toEqual({
      kind: 'dsql',
      endpoints: [{ host: endpoint, region: 'eu-central-1', vercelRegion: undefined }],
      vercelRegion: undefined,
      user: 'versionzero',
      credentials: { kind: 'profile', profile: undefined },
    });
    const keys = { AWS_ACCESS_KEY_ID: 'key', AWS_SECRET_ACCESS_KEY: 'secret' };
    expect(dsql({ ...keys, AWS_SESSION_TOKEN: 'token', DSQL_USER: 'app' })).toMatchObject({
      user: 'app',
      credentials: {
        kind: 'keys',
        credentials: { accessKeyId: 'key', secretAccessKey: 'secret', sessionToken: 'token' },
      },
    });
    expect(dsql({ AWS_PROFILE: 'work' })).toMatchObject({
      credentials: { kind: 'profile', profile: 'work' },
    });
    const vercel = {
      VERCEL: '1',
      VERCEL_REGION: 'fra1',
      AWS_ROLE_ARN: 'arn:aws:iam::123456789012:role/zero',
    };
    expect(dsql({ ...keys, ...vercel })).toMatchObject({
      vercelRegion: 'fra1',
      credentials: { kind: 'vercel', roleArn: vercel.AWS_ROLE_ARN },
    });
  });

  it('DSE-40: leaves alone what AWS and Vercel set where there is no Aurora DSQL', () => {
    expect(readConfig({ VERCEL: '1', AWS_ACCESS_KEY_ID: 'key' }, []).database.kind).toBe('embedded');
  });

  it('DSE-40: says what is wrong about it', () => {
    const read = (environment: Record<string, string>) => () =>
      readConfig({ DSQL_ENDPOINTS: endpoint, ...environment }, []);
    expect(read({ DSQL_ENDPOINTS: 'localhost' })).toThrow(/DSQL_ENDPOINTS has to look like abc\.dsql\./);
    expect(read({ DSQL_USER: 'admin' })).toThrow(/DSQL_USER has to be a role with fewer rights/);
    expect(read({ DATABASE_URL: 'postgres://h/d' })).toThrow(/DATABASE_URL has to be unset/);
    expect(read({ VERCEL: '1' })).toThrow(/AWS_ROLE_ARN has to be set at Vercel/);
    const alone = read({ AWS_ACCESS_KEY_ID: 'secret' });
    expect(alone).toThrow(/AWS_SECRET_ACCESS_KEY and AWS_ACCESS_KEY_ID have to be set together/);
    expect(alone).not.toThrow(/: secret/);
  });
});
