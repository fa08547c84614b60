import type { Problem } from '../../core/std/problem';

/** Names that only programs of this machine can reach us by. */
const loopbackHost = /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/i;

/** Refuses a request that was not meant for us, or comes from somebody else's page; undefined lets it pass. */
export type OriginCheck = (headers: Headers) => Problem | undefined;

/**
 * The two checks that keep other web pages out of a server that runs on a developer's machine.
 * - `Host`: a page whose name is made to point to 127.0.0.1 after it was loaded (DNS rebinding) is
 *   same-origin for the browser; only the name gives it away.
 * - `Origin`: a page of another origin can send requests, though it cannot read the answers.
 *
 * Behind a proxy that speaks TLS we see http where the browser sees https: the name decides, a public
 * origin has to be equal altogether.
 */
export function createOriginCheck(
  publicOrigin: string | undefined,
  otherOrigins: readonly string[] = [],
): OriginCheck {
  const origins = new Set(publicOrigin === undefined ? otherOrigins : [publicOrigin, ...otherOrigins]);
  const hosts = new Set([...origins].map((one) => new URL(one).host));
  return (headers) => {
    const host = headers.get('host')?.toLowerCase() ?? '';
    if (!hosts.has(host) && !loopbackHost.test(host)) return unknownHost(host);
    const origin = headers.get('origin');
    if (origin === null || origins.has(origin)) return undefined;
    return origin === `http://${host}` && !hosts.has(host) ? undefined : unknownOrigin(origin);
  };
}

function unknownHost(host: string): Problem {
  const name = host === '' ? 'No host name' : `The host name ${shortened(host)}`;
  const remedy = 'Open it by localhost, or start it with PUBLIC_ORIGIN set to the address people use.';
  return { code: 'origin-not-allowed', detail: `${name} is not one this server answers to. ${remedy}` };
}

function unknownOrigin(origin: string): Problem {
  const detail = `Pages of ${shortened(origin)} may not use this server. Open VersionZero at its own address.`;
  return { code: 'origin-not-allowed', detail };
}

function shortened(text: string): string {
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}
