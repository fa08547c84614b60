import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { outputProblems } from '../../scripts/lib/build-output.mjs';
import { readConfig } from '../../src/server/config';
import vercel from '../../vercel.json';
import { repository, withPlanted } from './planted';

const trace = '.next/server/app/api/[[...route]]/route.js.nft.json';
const script = '.next/static/chunks/a.js';
const toRoot = '../../../../../';

const beside = [
  'dist/server/function.mjs',
  'dist/server/workers/sql.mjs',
  'dist/server/workers/prove.mjs',
  'dist/server/lazy/dynamodb-table.mjs',
  'node_modules/libpg-query/package.json',
  'node_modules/libpg-query/wasm/libpg-query.wasm',
  'node_modules/@electric-sql/pglite/package.json',
  'node_modules/@electric-sql/pglite/dist/pglite.wasm',
  'public/sandbox/pglite-1-a.tar.gz',
];

const traced = (files: readonly string[]) => JSON.stringify({ files: files.map((file) => toRoot + file) });

/** A build in which nothing is wrong. */
const good = {
  [script]: 'self.x = 1;',
  '.next/server/app/index.html': '<script src="/_next/static/chunks/a.js" async=""></script>',
  [trace]: traced(beside),
  'dist/server/function.mjs':
    'SESSION_SECRET; INSERT INTO changes; VersionZero cannot start.; SCRAM-SERVER-FINAL-MESSAGE; better-auth',
  'dist/server/workers/sql.mjs': '',
  'dist/server/workers/prove.mjs': '',
  'dist/server/lazy/dynamodb-table.mjs': '',
  'public/sandbox/pglite-1-a.tar.gz': '',
};

const problemsOf = (changed: Readonly<Record<string, string>>) =>
  withPlanted({ ...good, ...changed }, async (root) => outputProblems(root));

describe('what next build leaves', () => {
  it('VER-13: is as it should be', async () => {
    expect(await problemsOf({})).toEqual([]);
  });

  it('VER-13: server-only code in a script of the browser is found', async () => {
    const [problem, ...others] = await problemsOf({ [script]: 'const s = process.env.SESSION_SECRET' });
    expect([problem, others]).toEqual([expect.stringContaining(`${script} has`), []]);
  });

  it('VER-13: so is a mark of server-only code that the server does not have any more', async () => {
    const [problem] = await problemsOf({
      'dist/server/function.mjs': good['dist/server/function.mjs'].replace('better-auth', ''),
    });
    expect(problem).toContain('better-auth');
  });

  it('VER-13: so are a page that loads too much and scripts that have grown too large', async () => {
    const noise = randomBytes(600 * 1024).toString('base64');
    const [problem] = await problemsOf({ [script]: noise });
    expect(problem).toMatch(/index.html loads \d+ kB/);
    const [other] = await problemsOf({ '.next/static/chunks/b.js': 'x'.repeat(6 * 1024 * 1024) });
    expect(other).toContain('the scripts of .next/static');
  });

  it.each(beside)('VER-13: so is a function without %s', async (file) => {
    const problems = await problemsOf({ [trace]: traced(beside.filter((one) => one !== file)) });
    expect(problems).toEqual([`the function lacks ${file}`]);
  });

  it('VER-13: so is a function with what is only needed to build', async () => {
    const [problem] = await problemsOf({ [trace]: traced([...beside, 'node_modules/esbuild/bin/esbuild']) });
    expect(problem).toContain('no use for');
  });

  it('VER-13: and where there is nothing to look at, that is wrong', async () => {
    const problems = await withPlanted({}, async (root) => outputProblems(root));
    expect(problems).toEqual([
      'no script under .next/static',
      'no page under .next/server/app',
      `${trace} is not there`,
    ]);
  });
});

describe('vercel.json', () => {
  it('VER-14: names what is there: the folder of the route, and a build for pages without our server', () => {
    const [pattern, ...others] = Object.keys(vercel.functions);
    expect([pattern, others]).toEqual(['src/app/api/**/*', []]);
    expect(existsSync(join(repository, 'src/app/api/[[...route]]/route.ts'))).toBe(true);
    expect(vercel.buildCommand).toBe('npm run build -- --pages-alone');
  });

  it('VER-14: can be deployed on every plan: one Region, once a day, at most 300 s', () => {
    expect(vercel.regions).toHaveLength(1);
    expect(vercel.functions['src/app/api/**/*'].maxDuration).toBeLessThanOrEqual(300);
    for (const { schedule } of vercel.crons) expect(schedule).toMatch(/^\d+ \d+ \* \* \*$/);
  });
});

describe('what AWS is told', () => {
  const read = (file: string) => readFileSync(join(repository, 'docs/deploy', file), 'utf8');

  it('VER-16: functions may connect to one cluster, and not as its admin', () => {
    const { Statement: statements } = JSON.parse(read('dsql-policy.json'));
    expect(statements).toEqual([
      {
        Sid: expect.any(String),
        Effect: 'Allow',
        Action: 'dsql:DbConnect',
        Resource: 'arn:aws:dsql:*:ACCOUNT_ID:cluster/CLUSTER_ID',
      },
    ]);
    const role = readConfig({ DSQL_ENDPOINTS: 'abc.dsql.us-east-1.on.aws' }, []).database;
    expect(role).toMatchObject({ kind: 'dsql', user: /CREATE ROLE (\w+)/.exec(read('dsql-role.sql'))?.[1] });
  });

  it('VER-16: only the production of one project at Vercel takes the role', () => {
    const { Statement: statements } = JSON.parse(read('vercel-trust-policy.json'));
    expect(statements).toMatchObject([{ Action: 'sts:AssumeRoleWithWebIdentity' }]);
    const [{ Condition: condition }] = statements;
    const issuer = 'oidc.vercel.com/TEAM_SLUG';
    expect(condition).toEqual({
      StringEquals: {
        [`${issuer}:aud`]: 'https://vercel.com/TEAM_SLUG',
        [`${issuer}:sub`]: 'owner:TEAM_SLUG:project:PROJECT_NAME:environment:production',
      },
    });
  });
});
