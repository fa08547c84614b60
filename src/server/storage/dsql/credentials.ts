/** Where the AWS credentials come from that sign the way into a cluster. */
export type CredentialsSource =
  /** The function's own identity at Vercel, exchanged for a role. */
  | { readonly kind: 'vercel'; readonly roleArn: string }
  | { readonly kind: 'keys'; readonly credentials: Credentials }
  /** What the AWS command line would use; undefined: its default. */
  | { readonly kind: 'profile'; readonly profile: string | undefined };

/** As the AWS SDK has them. */
export type Credentials = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  /** Undefined: for ever. */
  readonly expiration?: Date;
};

export type CredentialsProvider = () => Promise<Credentials>;

/**
 * Opens a source. What it gives is kept: the connector asks at every checkout of a connection, and each answer
 * of the other two sources may be a request to AWS.
 *
 * @param region of AWS, where a role is asked for
 */
export async function openCredentials(
  source: CredentialsSource,
  region: string,
): Promise<CredentialsProvider> {
  switch (source.kind) {
    case 'keys':
      return async () => source.credentials;
    case 'vercel': {
      const { awsCredentialsProvider } = await import('./aws.lazy');
      return memoise(awsCredentialsProvider({ roleArn: source.roleArn, clientConfig: { region } }));
    }
    case 'profile': {
      const { fromNodeProviderChain } = await import('./aws.lazy');
      return memoise(fromNodeProviderChain(source.profile === undefined ? {} : { profile: source.profile }));
    }
  }
}

/** So long before they end new ones are asked for. */
const REFRESH_BEFORE_MS = 5 * 60_000;

/**
 * Asks once, for all who ask at the same time, and again shortly before the credentials end. As long as the
 * old ones last, a failure to get new ones is nobody's error; it is never kept.
 *
 * @param now milliseconds since 1970
 */
export function memoise(provide: CredentialsProvider, now: () => number = Date.now): CredentialsProvider {
  let held: Credentials | undefined;
  let asking: Promise<Credentials> | undefined;
  const lasts = (margin: number) =>
    held !== undefined && (held.expiration?.getTime() ?? Number.POSITIVE_INFINITY) - now() > margin;
  const ask = async () => {
    try {
      held = await provide();
      return held;
    } catch (error) {
      if (held !== undefined && lasts(0)) return held;
      throw error;
    } finally {
      asking = undefined;
    }
  };
  return async () => {
    if (held !== undefined && lasts(REFRESH_BEFORE_MS)) return held;
    asking ??= ask();
    return asking;
  };
}
