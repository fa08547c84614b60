import { describe, expect, it } from 'vitest';
import { readConfig } from '../config';
import { addressFrom, functionEnvironment, maxSeconds } from './function-environment';
import { SetupError } from './setup-error';

const SESSION_SECRET = 's'.repeat(32);
const DATABASE_URL = 'postgres://me@db.example.com/schema';
const DSQL_ENDPOINTS = 'abc.dsql.us-east-1.on.aws';
const AWS_ROLE_ARN = 'arn:aws:iam::123456789012:role/zero';
const production = {
  VERCEL: '1',
  VERCEL_ENV: 'production',
  VERCEL_URL: 'zero-a1b2.vercel.app',
  VERCEL_BRANCH_URL: 'zero-git-main.vercel.app',
  VERCEL_PROJECT_PRODUCTION_URL: 'schema.example.com',
  SESSION_SECRET,
  DSQL_ENDPOINTS,
  AWS_ROLE_ARN,
};
const preview = { ...production, VERCEL_ENV: 'preview', DATABASE_URL: '' };

function objectionTo(environment: Readonly<Record<string, string | undefined>>): string {
  try {
    functionEnvironment(environment);
    return '';
  } catch (error) {
    expect(error).toBeInstanceOf(SetupError);
    return (error as SetupError).message;
  }
}

const configOf = (environment: Readonly<Record<string, string | undefined>>) =>
  readConfig(functionEnvironment(environment), []);

describe('the environment of a function', () => {
  it('VER-3: needs a database that is not embedded, and a secret, and says all at once', () => {
    expect(objectionTo({ VERCEL: '1', SESSION_SECRET: '' })).toBe(
      'The configuration is wrong: DSQL_ENDPOINTS or DATABASE_URL has to be set, as a function keeps no files and brings no PostgreSQL along; SESSION_SECRET has to be set, as all instances need the same.',
    );
    expect(configOf({ DATABASE_URL, SESSION_SECRET }).database).toMatchObject({ kind: 'postgres' });
    expect(configOf(production).database).toMatchObject({ kind: 'dsql', credentials: { kind: 'vercel' } });
  });

  it('VER-4: a preview takes a database of its own and never the one of the production', () => {
    const both = { ...preview, DATABASE_URL };
    expect(objectionTo(both)).toMatch(
      /PREVIEW_DSQL_ENDPOINTS or PREVIEW_DATABASE_URL has to be set, to a database for preview/,
    );
    const own = 'postgres://me@db.example.com/preview';
    expect(configOf({ ...preview, PREVIEW_DATABASE_URL: own }).database).toEqual({
      kind: 'postgres',
      url: own,
    });
    const endpoint = 'def.dsql.us-east-1.on.aws';
    expect(configOf({ ...preview, PREVIEW_DSQL_ENDPOINTS: endpoint }).database).toMatchObject({
      kind: 'dsql',
      endpoints: [{ host: endpoint }],
    });
    expect(objectionTo({ ...both, PREVIEW_DATABASE_URL: DATABASE_URL })).toContain('has to differ');
    expect(objectionTo({ ...preview, PREVIEW_DSQL_ENDPOINTS: DSQL_ENDPOINTS })).toContain('has to differ');
    expect(configOf({ ...production, PREVIEW_DATABASE_URL: own }).database).toMatchObject({ kind: 'dsql' });
  });

  it('VER-5: is seen under the names that Vercel gives it, unless it is told others', () => {
    expect(configOf(production)).toMatchObject({
      publicOrigin: 'https://schema.example.com',
      otherOrigins: ['https://zero-git-main.vercel.app', 'https://zero-a1b2.vercel.app'],
    });
    const own = { ...preview, PREVIEW_DSQL_ENDPOINTS: 'def.dsql.us-east-1.on.aws' };
    expect(configOf(own)).toMatchObject({
      publicOrigin: 'https://zero-git-main.vercel.app',
      otherOrigins: ['https://zero-a1b2.vercel.app'],
    });
    const PUBLIC_ORIGIN = 'https://other.example.com';
    expect(configOf({ ...production, PUBLIC_ORIGIN })).toMatchObject({
      publicOrigin: PUBLIC_ORIGIN,
      otherOrigins: [],
    });
    expect(configOf({ DATABASE_URL, SESSION_SECRET }).publicOrigin).toBeUndefined();
  });

  it('VER-10: streams end before Vercel ends them', () => {
    const streamMs = configOf(production).streamMs ?? Number.POSITIVE_INFINITY;
    expect(streamMs).toBeLessThan(maxSeconds * 1_000);
    expect(configOf({ ...production, STREAM_SECONDS: '20' }).streamMs).toBe(20_000);
    expect(objectionTo({ ...production, STREAM_SECONDS: `${maxSeconds}` })).toContain('STREAM_SECONDS');
    expect(configOf({ DATABASE_URL, SESSION_SECRET }).streamMs).toBeUndefined();
  });

  it('VER-7: a request comes from where Vercel says, and only at Vercel', () => {
    const headers = new Headers({ 'x-real-ip': '203.0.113.7', 'x-forwarded-for': '6.6.6.6' });
    expect(addressFrom(functionEnvironment(production), headers)).toBe('203.0.113.7');
    expect(addressFrom(functionEnvironment({ DATABASE_URL, SESSION_SECRET }), headers)).toBeUndefined();
  });
});
