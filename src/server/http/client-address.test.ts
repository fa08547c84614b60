import { describe, expect, it } from 'vitest';
import type { Bindings } from './client-address';
import { clientAddress } from './client-address';

function addressOf(peer: string, forwarded?: string): string | undefined {
  const bindings = { incoming: { socket: { remoteAddress: peer } } } as Bindings;
  return clientAddress(
    bindings,
    new Headers(forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }),
  );
}

describe('client address', () => {
  it('HTTP-9: programs of this machine have none', () => {
    for (const peer of ['127.0.0.1', '::1', '::ffff:127.0.0.1']) expect(addressOf(peer)).toBeUndefined();
    expect(clientAddress({}, new Headers())).toBeUndefined();
  });

  it('HTTP-9: of a proxy in our own network the nearest word is believed, of strangers none', () => {
    expect(addressOf('127.0.0.1', '6.6.6.6, 203.0.113.7')).toBe('203.0.113.7');
    expect(addressOf('10.1.2.3', '203.0.113.7')).toBe('203.0.113.7');
    expect(addressOf('10.1.2.3')).toBe('10.1.2.3');
    expect(addressOf('203.0.113.9', '1.2.3.4')).toBe('203.0.113.9');
  });

  it('HTTP-9: who calls the app from a function says where a request comes from, whatever its headers say', () => {
    const headers = new Headers({ 'x-forwarded-for': '6.6.6.6' });
    expect(clientAddress({ clientAddress: '203.0.113.7' }, headers)).toBe('203.0.113.7');
  });
});
