import { describe, expect, it } from 'vitest';
import { chooseEndpoint, parseEndpoints } from './endpoint';

const frankfurt = 'abc.dsql.eu-central-1.on.aws';
const ireland = 'def.dsql.eu-west-1.on.aws';

function chosen(list: string, vercelRegion?: string) {
  const endpoints = parseEndpoints(list);
  if (endpoints === undefined) throw new Error(`${list} is no list of endpoints.`);
  const { endpoint, isFallback } = chooseEndpoint(endpoints, vercelRegion);
  return [endpoint.host, isFallback];
}

describe('the endpoint', () => {
  it('DSE-41: is the one that lies where we run, or is named for it', () => {
    const list = `${frankfurt}, ${ireland}`;
    expect(chosen(list, 'fra1')).toEqual([frankfurt, false]);
    expect(chosen(list, 'dub1')).toEqual([ireland, false]);
    expect(chosen(`${frankfurt},lhr1=${ireland}`, 'lhr1')).toEqual([ireland, false]);
    expect(chosen(`fra1=${ireland},${frankfurt}`, 'fra1')).toEqual([ireland, false]);
  });

  it('DSE-41: is the first where there is none, which is said of a Region that has none', () => {
    expect(chosen(`${ireland},${frankfurt}`)).toEqual([ireland, false]);
    expect(chosen(`${ireland},${frankfurt}`, 'iad1')).toEqual([ireland, true]);
    expect(chosen(`${ireland},${frankfurt}`, 'xyz9')).toEqual([ireland, true]);
  });

  it('DSE-41: tells its Region', () => {
    expect(parseEndpoints(`iad1=${frankfurt}`)).toEqual([
      { host: frankfurt, region: 'eu-central-1', vercelRegion: 'iad1' },
    ]);
  });

  it.each([
    '',
    'localhost',
    'abc',
    `${frankfurt},`,
    `frankfurt=${frankfurt}`,
    'https://abc.dsql.eu-west-1.on.aws',
  ])('DSE-41: is not %j', (list) => {
    expect(parseEndpoints(list)).toBeUndefined();
  });
});
