import type { HttpBindings } from '@hono/node-server';

/** What Node's server tells about a connection; nothing where the app is called in another way. */
export type Bindings = Partial<HttpBindings> & {
  /** From where a request comes, as told by whoever calls the app and knows. */
  readonly clientAddress?: string | undefined;
};

const loopback = /^(::1$|127\.|::ffff:127\.)/;
/** RFC 1918, RFC 4193 and link-local: where our own proxy is, never a client on the Internet. */
const privateNetwork =
  /^(::ffff:)?(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.)|^(f[cd][0-9a-f]{2}|fe80):/i;

/**
 * The address that a request is counted under, or undefined for programs of this machine.
 *
 * A proxy's header counts only when the connection comes from this machine or its own network, and of the
 * header only the last entry: the one that the nearest proxy saw itself.
 */
export function clientAddress(bindings: Bindings | undefined, headers: Headers): string | undefined {
  if (bindings?.clientAddress !== undefined) return bindings.clientAddress;
  const peer = bindings?.incoming?.socket.remoteAddress;
  if (peer === undefined) return undefined;
  const isLocal = loopback.test(peer);
  if (isLocal || privateNetwork.test(peer)) {
    const forwarded = headers.get('x-forwarded-for')?.split(',').at(-1)?.trim();
    if (forwarded !== undefined && forwarded !== '') return forwarded.slice(0, 64);
  }
  return isLocal ? undefined : peer;
}
