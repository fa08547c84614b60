/** Where a cluster of Aurora DSQL takes connections; one per AWS Region of a multi-Region cluster. */
export type DsqlEndpoint = {
  /** `abc.dsql.eu-central-1.on.aws` */
  readonly host: string;
  /** Of AWS: `eu-central-1`. */
  readonly region: string;
  /** The Region of Vercel that it was named for: `fra1`. */
  readonly vercelRegion: string | undefined;
};

export type ChosenEndpoint = {
  readonly endpoint: DsqlEndpoint;
  /** No endpoint is named for, or lies in, the Region that we run in: it is the first one. */
  readonly isFallback: boolean;
};

const entry =
  /^(?:(?<vercelRegion>[a-z]{3}\d)=)?(?<host>[a-z0-9-]+\.dsql[a-z0-9-]*\.(?<region>[a-z0-9-]+)\.on\.aws)$/;

/**
 * Reads a list of endpoints, `fra1=abc.dsql.eu-central-1.on.aws,def.dsql.eu-west-1.on.aws`. In front of an
 * endpoint may stand the Region of Vercel that it serves. Undefined when it is not such a list.
 */
export function parseEndpoints(text: string): readonly [DsqlEndpoint, ...DsqlEndpoint[]] | undefined {
  const endpoints: DsqlEndpoint[] = [];
  for (const part of text.split(',')) {
    const groups = entry.exec(part.trim())?.groups;
    if (groups?.host === undefined || groups.region === undefined) return undefined;
    endpoints.push({ host: groups.host, region: groups.region, vercelRegion: groups.vercelRegion });
  }
  const [first, ...others] = endpoints;
  return first === undefined ? undefined : [first, ...others];
}

/**
 * The AWS Region in which a Region of Vercel lies.
 * https://vercel.com/docs/regions (8 September 2026)
 */
const awsRegions: Readonly<Record<string, string>> = {
  arn1: 'eu-north-1',
  bom1: 'ap-south-1',
  cdg1: 'eu-west-3',
  cle1: 'us-east-2',
  dub1: 'eu-west-1',
  fra1: 'eu-central-1',
  hnd1: 'ap-northeast-1',
  iad1: 'us-east-1',
  icn1: 'ap-northeast-2',
  kix1: 'ap-northeast-3',
  lhr1: 'eu-west-2',
  pdx1: 'us-west-2',
  sin1: 'ap-southeast-1',
};

/**
 * The endpoint for where we run: the one named for that Region, else the one that lies there, else the first.
 *
 * @param vercelRegion `VERCEL_REGION`; undefined outside of Vercel
 */
export function chooseEndpoint(
  endpoints: readonly [DsqlEndpoint, ...DsqlEndpoint[]],
  vercelRegion: string | undefined,
): ChosenEndpoint {
  const named = endpoints.find((one) => vercelRegion !== undefined && one.vercelRegion === vercelRegion);
  const near = endpoints.find((one) => one.region === awsRegions[vercelRegion ?? '']);
  const endpoint = named ?? near;
  return endpoint === undefined
    ? { endpoint: endpoints[0], isFallback: vercelRegion !== undefined }
    : { endpoint, isFallback: false };
}
