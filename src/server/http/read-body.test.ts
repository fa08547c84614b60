import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { maxJsonBytes, maxTextBytes, readDump, readJson } from './read-body';

const url = 'http://localhost/';
type Body = string | Uint8Array | ReadableStream<Uint8Array>;

function request(body: Body, headers: Record<string, string>): Request {
  const isStream = body instanceof ReadableStream;
  const bytes = body instanceof Uint8Array ? new Uint8Array(body) : body;
  return new Request(url, { method: 'POST', body: bytes, headers, ...(isStream ? { duplex: 'half' } : {}) });
}

function json(body: Body, headers: Record<string, string> = {}) {
  return readJson(request(body, { 'content-type': 'application/json', ...headers }));
}

function dump(body: Body, headers: Record<string, string> = {}) {
  return readDump(request(body, { 'content-type': 'text/plain; charset=utf-8', ...headers }));
}

/** Gives chunks for ever, counting them: whoever reads it all never comes back. */
function endless(chunk: Uint8Array) {
  const given = { bytes: 0 };
  const stream = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      given.bytes += chunk.length;
      controller.enqueue(chunk);
    },
  });
  return { stream, given };
}

describe('JSON bodies', () => {
  it('HTTP-4: are read, and refused with the reason when they are none', async () => {
    expect(await json('{"a": 1}')).toEqual({ ok: true, value: { a: 1 } });
    for (const body of ['{"a": 1', '', new Uint8Array([0x22, 0xff, 0x22])]) {
      expect(await json(body)).toMatchObject({ problem: { code: 'invalid-request' } });
    }
  });

  it('HTTP-4: need a type that no form of another page can send', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', '']) {
      expect(await json('{}', { 'content-type': type })).toMatchObject({
        problem: { detail: expect.stringContaining('application/json') },
      });
    }
    expect(await json('{}', { 'content-type': 'Application/JSON; charset=utf-8' })).toMatchObject({
      ok: true,
    });
  });

  it('HTTP-5: stop being read at the limit, also when they do not tell their length', async () => {
    const long = 'x'.repeat(maxJsonBytes + 1);
    const lying = json(long, { 'content-length': String(long.length) });
    expect(await lying).toMatchObject({ problem: { code: 'too-large' } });
    const { stream, given } = endless(new Uint8Array(64 * 1024));
    expect(await json(stream)).toMatchObject({ problem: { code: 'too-large' } });
    expect(given.bytes).toBeLessThan(2 * maxJsonBytes);
  });
});

describe('dumps', () => {
  it('HTTP-5: come plain or packed', async () => {
    const sql = 'CREATE TABLE "Füße" (id int);';
    expect(await dump(sql)).toEqual({ ok: true, value: sql });
    expect(await dump(gzipSync(sql), { 'content-encoding': 'gzip' })).toEqual({ ok: true, value: sql });
    expect(await dump(`\uFEFF${sql}`)).toEqual({ ok: true, value: sql });
  });

  it('HTTP-5: may be larger than JSON, up to the limit on the wire', async () => {
    const text = 'x'.repeat(maxTextBytes.onTheWire);
    expect((await dump(text)).ok).toBe(true);
    expect(await dump(`${text}x`)).toMatchObject({ problem: { code: 'too-large' } });
    const { stream } = endless(randomBytes(64 * 1024));
    expect(await dump(stream)).toMatchObject({ problem: { code: 'too-large' } });
  });

  it('HTTP-5: a small body that unpacks to a large one is stopped', async () => {
    const bomb = gzipSync(Buffer.alloc(maxTextBytes.unpacked + 1));
    expect(bomb.length).toBeLessThan(maxTextBytes.onTheWire);
    expect(await dump(bomb, { 'content-encoding': 'gzip' })).toMatchObject({
      problem: { code: 'too-large', detail: expect.stringContaining('64 MB after unpacking') },
    });
  });

  it('HTTP-5: what is not gzip, not UTF-8 or not text is refused with the remedy', async () => {
    const broken = await dump('not gzip', { 'content-encoding': 'gzip' });
    expect(broken).toMatchObject({ problem: { detail: expect.stringContaining('cannot be unpacked') } });
    const cut = await dump(gzipSync('x'.repeat(1_000)).subarray(0, 15), { 'content-encoding': 'gzip' });
    expect(cut).toMatchObject({ problem: { code: 'invalid-request' } });
    expect(await dump(new Uint8Array([0x80]))).toMatchObject({
      problem: { detail: expect.stringContaining('--encoding=UTF8') },
    });
    expect(await dump('x', { 'content-encoding': 'br' })).toMatchObject({ ok: false });
    expect(await dump('{}', { 'content-type': 'application/json' })).toMatchObject({ ok: false });
  });
});
