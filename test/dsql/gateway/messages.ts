import type { Socket } from 'node:net';

/**
 * One message of PostgreSQL's protocol, version 3; `type` is empty for the first one of a client.
 * https://www.postgresql.org/docs/18/protocol-message-formats.html
 */
export type Message = { readonly type: string; readonly body: Buffer };

/** What is said of a statement that fails. */
export type Refusal = { readonly sqlstate: string; readonly message: string };

const headerLength = 5;
/** A message's length counts itself, and not its type. */
const lengthBytes = 4;

/** A message of strings, which end in a zero byte, and of bytes as they are. */
export function message(type: string, ...parts: readonly (string | Buffer)[]): Message {
  const encoded = parts.map((part) => (typeof part === 'string' ? Buffer.from(`${part}\0`) : part));
  return { type, body: Buffer.concat(encoded) };
}

export function errorMessage({ sqlstate, message: text }: Refusal, severity: 'ERROR' | 'FATAL' = 'ERROR') {
  const fields = [`S${severity}`, `V${severity}`, `C${sqlstate}`, `M${text}`];
  return message('E', ...fields, Buffer.from([0]));
}

/** The fields of an error by their letters: `C` is the SQLSTATE, `M` the message. */
export function errorFields({ body }: Message): ReadonlyMap<string, string> {
  const fields = body.toString('utf8').split('\0');
  return new Map(fields.filter((field) => field !== '').map((field) => [field.slice(0, 1), field.slice(1)]));
}

/** The first strings of a message. */
export function leadingStrings({ body }: Message, count: number): readonly string[] {
  const strings: string[] = [];
  for (let at = 0; strings.length < count; ) {
    const end = body.indexOf(0, at);
    if (end < 0) break;
    strings.push(body.toString('utf8', at, end));
    at = end + 1;
  }
  return strings;
}

export function bytesOf({ type, body }: Message): Buffer {
  const header = Buffer.alloc(type.length + lengthBytes);
  header.write(type, 0, 'latin1');
  header.writeInt32BE(body.length + lengthBytes, type.length);
  return Buffer.concat([header, body]);
}

/** The messages that arrive at a socket, one after the other; undefined when it is closed. */
export class MessageReader {
  #chunks: Buffer[] = [];
  #held = 0;
  /** With fewer bytes there is no message yet. */
  #needed = headerLength;
  #isOver = false;
  #wake: () => void = () => undefined;

  constructor(socket: Socket) {
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      this.#chunks.push(chunk);
      this.#held += chunk.length;
      this.#wake();
    });
    socket.on('close', () => {
      this.#isOver = true;
      this.#wake();
    });
  }

  /** The next message; `first` when it is one without a type. */
  async next(which: 'first' | 'typed' = 'typed'): Promise<Message | undefined> {
    const typeLength = which === 'first' ? 0 : 1;
    for (;;) {
      const next = this.#take(typeLength);
      if (next !== undefined || this.#isOver) return next;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  #take(typeLength: number): Message | undefined {
    if (this.#held < this.#needed) return undefined;
    const [first] = this.#chunks;
    const all = this.#chunks.length === 1 && first !== undefined ? first : Buffer.concat(this.#chunks);
    const length = typeLength + all.readInt32BE(typeLength);
    if (all.length < length) {
      this.#chunks = [all];
      this.#needed = length;
      return undefined;
    }
    this.#chunks = [all.subarray(length)];
    this.#held = all.length - length;
    this.#needed = headerLength;
    return {
      type: all.toString('latin1', 0, typeLength),
      body: all.subarray(typeLength + lengthBytes, length),
    };
  }
}
