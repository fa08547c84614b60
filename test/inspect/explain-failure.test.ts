import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { explainFailure } from '../../scripts/inspect/explain-failure';

const url = 'postgres://me:s3%20cret@db.example:5433/shop';
const failed = (code: string, message = 'no') => Object.assign(new Error(message), { code });

describe('what a failed connection says', () => {
  it.each([
    ['ECONNREFUSED', /Nothing answers at db\.example:5433/],
    ['ENOTFOUND', /host of db\.example:5433 cannot be found/],
    ['28P01', /does not let me in.*PGPASSWORD/],
    ['3D000', /no database shop/],
    ['42501', /me may not read all/],
  ])('INS-7: %s is explained, and no password is in it', (code, said) => {
    const message = explainFailure(failed(code, `broken for ${url} with s3 cret and s3%20cret`), url);
    expect(message).toMatch(said);
    expect(message).not.toMatch(/s3/);
  });

  it('INS-7: a real refusal to connect is explained', async () => {
    const dead = 'postgres://me:hidden@127.0.0.1:1/shop';
    const fault = await new pg.Client({ connectionString: dead }).connect().catch((error: unknown) => error);
    const message = explainFailure(fault, dead);
    expect(message).toContain('Nothing answers at 127.0.0.1:1');
    expect(message).not.toContain('hidden');
  });
});
