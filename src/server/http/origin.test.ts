import { describe, expect, it } from 'vitest';
import { createOriginCheck } from './origin';

function isRefused(publicOrigin: string | undefined, host: string, origin?: string): boolean {
  const headers = new Headers({ host, ...(origin === undefined ? {} : { origin }) });
  return createOriginCheck(publicOrigin)(headers) !== undefined;
}

describe('origin and host', () => {
  it('HTTP-6: without a public origin only names of this machine are taken', () => {
    for (const host of ['localhost:3000', '127.0.0.1', '[::1]:8080', 'LOCALHOST:3000']) {
      expect(isRefused(undefined, host)).toBe(false);
    }
    for (const host of ['evil.example', 'localhost.evil.example', '127.0.0.1.nip.io:3000', '10.0.0.5', '']) {
      expect(isRefused(undefined, host)).toBe(true);
    }
  });

  it('HTTP-6: a page of another origin is refused, a program without a page is not', () => {
    expect(isRefused(undefined, 'localhost:3000', 'http://localhost:3000')).toBe(false);
    for (const origin of [
      'http://localhost:5173',
      'http://127.0.0.1:3000',
      'https://localhost:3000',
      'https://evil.example',
      'null',
    ]) {
      expect(isRefused(undefined, 'localhost:3000', origin)).toBe(true);
    }
  });

  it('HTTP-6: with a public origin its pages and names are taken, over TLS that a proxy ended', () => {
    const ours = 'https://schema.example';
    expect(isRefused(ours, 'schema.example', ours)).toBe(false);
    expect(isRefused(ours, 'localhost:3000')).toBe(false);
    expect(isRefused(ours, 'schema.example', 'http://schema.example')).toBe(true);
    expect(isRefused(ours, 'other.example', ours)).toBe(true);
    expect(isRefused(ours, 'schema.example', 'https://evil.example')).toBe(true);
  });

  it('HTTP-6: other names of the same server are taken like the first', () => {
    const names = ['https://schema.example', 'https://schema-git-main.example'] as const;
    const check = createOriginCheck(names[0], names.slice(1));
    const isTaken = (host: string, origin: string) => check(new Headers({ host, origin })) === undefined;
    for (const name of names) expect(isTaken(new URL(name).host, name)).toBe(true);
    expect(isTaken('schema-git-main.example', 'http://schema-git-main.example')).toBe(false);
    expect(isTaken('schema-git-other.example', names[0])).toBe(false);
  });
});
