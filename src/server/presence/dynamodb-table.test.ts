import { createServer } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Gateway } from '../../../test/dynamodb/gateway';
import { startGateway, textOf } from '../../../test/dynamodb/gateway';
import type { TestTable } from '../../../test/dynamodb/table';
import { listen, startTestTable, stop } from '../../../test/dynamodb/table';
import { openPresenceTable } from './dynamodb-table.lazy';

let table: TestTable;
let gateway: Gateway;

beforeAll(async () => {
  table = await startTestTable();
  gateway = await startGateway(table.port);
});

afterEach(() => {
  vi.unstubAllEnvs();
});

afterAll(async () => {
  await gateway.stop();
  await table.stop();
});

/** What the service for roles answers (https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html). */
const assumed = [
  '<AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">',
  '<AssumeRoleWithWebIdentityResult><Credentials>',
  '<AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>secret</SecretAccessKey>',
  '<SessionToken>session</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration>',
  '</Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>',
].join('');

describe('the table in DynamoDB', () => {
  it('PRE-28: on Vercel takes the role by the token, once for many requests', async () => {
    const asked: URLSearchParams[] = [];
    const roles = createServer((request, response) => {
      void textOf(request).then((body) => {
        asked.push(new URLSearchParams(body));
        response.writeHead(200, { 'content-type': 'text/xml' }).end(assumed);
      });
    });
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const token = `${part({ alg: 'none' })}.${part({ exp: Math.floor(Date.now() / 1_000) + 3_600 })}.x`;
    vi.stubEnv('VERCEL_OIDC_TOKEN', token);
    vi.stubEnv('AWS_ENDPOINT_URL_STS', `http://127.0.0.1:${await listen(roles)}`);
    const vercelRoleArn = 'arn:aws:iam::123456789012:role/zero';
    const open = openPresenceTable({ ...table.config, endpoint: gateway.endpoint, vercelRoleArn });
    for (let round = 0; round < 3; round += 1) expect(await open.read('p', Date.now(), false)).toEqual([]);
    expect(asked.map((one) => [one.get('RoleArn'), one.get('WebIdentityToken')])).toEqual([
      [vercelRoleArn, token],
    ]);
    expect(gateway.requests.map(({ authorization }) => authorization)).toEqual(
      Array.from({ length: 3 }, () => expect.stringContaining('Credential=ASIAROLE/')),
    );
    open.close();
    await stop(roles);
  });
});
