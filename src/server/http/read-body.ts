import { PassThrough, Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { createGunzip } from 'node:zlib';
import { CopyDataSkipper } from '../../core/formats/sql-import/copy-data';
import { invalidUtf8Line, notText, utf16Of } from '../../core/formats/sql-import/dump-bytes';
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

/** The text of a dump, plain or gzip, in UTF-8 or UTF-16, without the rows of COPY. */
export async function readDump(request: Request): Promise<Result<string, Problem>> {
  if (!isType(request, 'text/plain') && !isType(request, 'application/sql')) {
    return invalid('The body has to be SQL text: send it with Content-Type: text/plain.');
  }
  const encoding = encodingOf(request);
  if (encoding !== 'identity' && encoding !== 'gzip') {
    return invalid('The body may be packed with gzip, and nothing else.');
  }
  const isPacked = encoding === 'gzip';
  if (declaredLength(request) > maxTextBytes.onTheWire) return dumpTooLarge('wire', isPacked);
  const wire = new ByteLimit(maxTextBytes.onTheWire);
  const unpacked = new ByteLimit(maxTextBytes.unpacked);
  const rows = new RowSkipper();
  const steps = [wire, ...(isPacked ? [createGunzip()] : []), unpacked, rows];
  const bytes = await collect(request, steps);
  if (bytes === wire) return dumpTooLarge('wire', isPacked);
  if (bytes === unpacked) return dumpTooLarge('unpacked', isPacked);
  if (!(bytes instanceof Uint8Array)) {
    return invalid('The body says that it is gzip, but cannot be unpacked.');
  }
  if (rows.endlessCopy !== undefined) return refused(endless(rows.endlessCopy));
  const container = notText(bytes);
  return container === undefined ? decodeDump(bytes) : invalid(container);
}

function endless(line: number): Problem {
  const detail =
    'The rows of this COPY have no end (a line with \\. alone): the file was cut off. Nothing was imported. Dump only the schema: pg_dump -s';
  return { code: 'syntax-error', detail, line, column: 1 };
}

function dumpTooLarge(where: 'wire' | 'unpacked', isPacked: boolean): Result<never, Problem> {
  const limit = where === 'wire' ? maxTextBytes.onTheWire : maxTextBytes.unpacked;
  const size = `${limit / megabyte} MB${where === 'unpacked' ? ' after unpacking' : isPacked ? ', even packed' : ''}`;
  const packing = isPacked ? '' : ', or pack it with gzip';
  const detail = `The dump is larger than ${size}. Leave the data out (pg_dump -s)${packing}. Nothing was imported.`;
  return refused({ code: 'too-large', detail });
}

/** Drops the rows of COPY, so that they are never in memory together. */
class RowSkipper extends Transform {
  readonly #skipper = new CopyDataSkipper();
  endlessCopy: number | undefined;

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    for (const kept of this.#skipper.push(chunk)) this.push(kept);
    done();
  }

  override _flush(done: () => void): void {
    const { rest, endlessCopy } = this.#skipper.end();
    this.push(rest);
    this.endlessCopy = endlessCopy;
    done();
  }
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
  const bytes = await collect(request, [new ByteLimit(limit)]);
  return bytes instanceof Uint8Array ? decode(bytes) : tooLarge(limit);
}

/** Too much went through. */
class TooLarge extends Error {
  readonly limit: ByteLimit;

  constructor(limit: ByteLimit) {
    super('too large');
    this.limit = limit;
  }
}

/** Passes on what comes and fails at the first byte too many, so that a small bomb unpacks to no more. */
class ByteLimit extends Transform {
  #left: number;

  constructor(limit: number) {
    super();
    this.#left = limit;
  }

  override _transform(
    chunk: Buffer,
    _encoding: BufferEncoding,
    done: (error: Error | null, data?: Buffer) => void,
  ): void {
    this.#left -= chunk.length;
    if (this.#left < 0) done(new TooLarge(this));
    else done(null, chunk);
  }
}

/** The body after all steps; the limit that it broke, or `unreadable` where it cannot be unpacked. */
async function collect(
  request: Request,
  steps: readonly Transform[],
): Promise<Uint8Array | ByteLimit | 'unreadable'> {
  if (request.body === null) return new Uint8Array();
  const chunks: Buffer[] = [];
  const body = Readable.fromWeb(request.body as ReadableStream<Uint8Array>);
  try {
    const last = new PassThrough();
    last.on('data', (chunk: Buffer) => chunks.push(chunk));
    await pipeline([body, ...steps, last]);
    return Buffer.concat(chunks);
  } catch (error) {
    if (error instanceof TooLarge) return error.limit;
    if (isZlibError(error)) return 'unreadable';
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
    return invalid('The text is not in UTF-8.');
  }
}

/** UTF-8, or UTF-16 that says so. */
function decodeDump(bytes: Uint8Array): Result<string, Problem> {
  try {
    const encoding = utf16Of(bytes);
    return ok((encoding ? new TextDecoder(encoding, { fatal: true }) : decoder).decode(bytes));
  } catch {
    const line = invalidUtf8Line(bytes);
    const place = line === undefined ? '' : ` in line ${line}`;
    const detail = `The text is not in UTF-8${place}. Convert it first; pg_dump does with --encoding=UTF8. Nothing was imported.`;
    return refused({ code: 'invalid-request', detail, ...(line !== undefined && { line }) });
  }
}

function invalid(detail: string): Result<never, Problem> {
  return refused({ code: 'invalid-request', detail });
}

function tooLarge(limit: number): Result<never, Problem> {
  const detail = `The body is larger than ${limit / megabyte} MB. Send it in parts.`;
  return refused({ code: 'too-large', detail });
}
