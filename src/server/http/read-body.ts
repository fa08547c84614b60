import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { createGunzip } from 'node:zlib';
import type { Problem } from '../../core/std/problem';
import type { Result } from '../../core/std/result';
import { ok, refused } from '../../core/std/result';

const megabyte = 1024 * 1024;
/** Of a JSON body, in bytes. */
export const maxJsonBytes = megabyte;
/** Of a dump as it travels, and as it is after unpacking, in bytes. */
export const maxTextBytes = { onTheWire: 4 * megabyte, unpacked: 64 * megabyte } as const;

/**
 * The JSON of a body. A type that an HTML form can send is refused, so that no form of another site gets
 * this far. Reads no more than the limit, whatever Content-Length claims.
 */
export async function readJson(request: Request, isOptional = false): Promise<Result<unknown, Problem>> {
  if (!isType(request, 'application/json')) {
    return invalid('The body has to be JSON: send it with Content-Type: application/json.');
  }
  if (encodingOf(request) !== 'identity') return invalid('A JSON body is sent without Content-Encoding.');
  const text = await readText(request, maxJsonBytes);
  if (!text.ok) return text;
  if (isOptional && text.value === '') return ok(undefined);
  try {
    return ok(JSON.parse(text.value));
  } catch {
    return invalid('The body is not valid JSON. Check commas, quotes and brackets.');
  }
}

/** As `readJson`; undefined when there is no body, or an empty one. */
export async function readOptionalJson(request: Request): Promise<Result<unknown, Problem>> {
  const { headers } = request;
  const length = headers.get('content-length');
  // HTTP/2 and calls within the process need no length: there only the type tells.
  const hasBody = headers.has('transfer-encoding') || headers.has('content-type');
  if (length === '0' || (length === null && !hasBody)) return ok(undefined);
  return readJson(request, true);
}

/** The text of a dump, plain or gzip, in UTF-8. */
export async function readDump(request: Request): Promise<Result<string, Problem>> {
  if (!isType(request, 'text/plain') && !isType(request, 'application/sql')) {
    return invalid('The body has to be SQL text: send it with Content-Type: text/plain.');
  }
  const encoding = encodingOf(request);
  if (encoding !== 'identity' && encoding !== 'gzip') {
    return invalid('The body may be packed with gzip, and nothing else.');
  }
  if (declaredLength(request) > maxTextBytes.onTheWire) return tooLarge(maxTextBytes.onTheWire);
  const bytes = await readBytes(request, encoding === 'gzip');
  return bytes.ok ? decode(bytes.value) : bytes;
}

function isType(request: Request, type: string): boolean {
  const header = request.headers.get('content-type') ?? '';
  return header === type || header.split(';', 1)[0]?.trim().toLowerCase() === type;
}

function encodingOf(request: Request): string {
  return request.headers.get('content-encoding')?.trim().toLowerCase() ?? 'identity';
}

/** What Content-Length says, 0 when it says nothing. Node's parser holds a body to it. */
function declaredLength(request: Request): number {
  return Number(request.headers.get('content-length') ?? 0);
}

async function readText(request: Request, limit: number): Promise<Result<string, Problem>> {
  const declared = request.headers.get('content-length');
  if (declared !== null && Number(declared) > limit) return tooLarge(limit);
  // Of a known length: the fast way, in one piece.
  if (declared !== null) return decode(new Uint8Array(await request.arrayBuffer()));
  const bytes = await collect(request, [], limit);
  return bytes.ok ? decode(bytes.value) : bytes;
}

function readBytes(request: Request, isPacked: boolean): Promise<Result<Uint8Array, Problem>> {
  const wire = new ByteLimit(maxTextBytes.onTheWire);
  return collect(request, isPacked ? [wire, createGunzip()] : [wire], maxTextBytes.unpacked);
}

/** Too much went through; the limit in bytes. */
class TooLarge extends Error {
  readonly limit: number;

  constructor(limit: number) {
    super('too large');
    this.limit = limit;
  }
}

/** Passes on what comes and fails at the first byte too many, so that a small bomb unpacks to no more. */
class ByteLimit extends Transform {
  #left: number;
  readonly #limit: number;

  constructor(limit: number) {
    super();
    this.#limit = limit;
    this.#left = limit;
  }

  override _transform(
    chunk: Buffer,
    _encoding: BufferEncoding,
    done: (error: Error | null, data?: Buffer) => void,
  ): void {
    this.#left -= chunk.length;
    if (this.#left < 0) done(new TooLarge(this.#limit));
    else done(null, chunk);
  }
}

async function collect(
  request: Request,
  steps: readonly Transform[],
  limit: number,
): Promise<Result<Uint8Array, Problem>> {
  if (request.body === null) return ok(new Uint8Array());
  const chunks: Buffer[] = [];
  const last = new ByteLimit(limit);
  last.on('data', (chunk: Buffer) => chunks.push(chunk));
  const body = Readable.fromWeb(request.body as ReadableStream<Uint8Array>);
  try {
    await pipeline([body, ...steps, last]);
    return ok(Buffer.concat(chunks));
  } catch (error) {
    if (error instanceof TooLarge) return tooLarge(error.limit);
    if (isZlibError(error)) return invalid('The body says that it is gzip, but cannot be unpacked.');
    throw error;
  }
}

function isZlibError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
}

const decoder = new TextDecoder('utf-8', { fatal: true });

function decode(bytes: Uint8Array): Result<string, Problem> {
  try {
    return ok(decoder.decode(bytes));
  } catch {
    return invalid('The text is not in UTF-8. Convert it first; pg_dump does with --encoding=UTF8.');
  }
}

function invalid(detail: string): Result<never, Problem> {
  return refused({ code: 'invalid-request', detail });
}

function tooLarge(limit: number): Result<never, Problem> {
  const unpacked = limit === maxTextBytes.unpacked ? ' after unpacking' : '';
  const detail = `The body is larger than ${limit / megabyte} MB${unpacked}. Send it in parts.`;
  const packing = limit === maxTextBytes.onTheWire ? ' A dump may be packed with gzip.' : '';
  return refused({ code: 'too-large', detail: detail + packing });
}
