/**
 * As much of PostgreSQL's protocol as it takes to find a COMMIT and its answer.
 * https://www.postgresql.org/docs/18/protocol-message-formats.html
 */

/** A length that counts itself. */
const lengthBytes = 4;

/** Cuts one direction of a connection into whole messages. */
export class Messages {
  #held: Buffer = Buffer.alloc(0);
  /** The first message of a client has no type. */
  #isUntyped: boolean;

  constructor(from: 'client' | 'server') {
    this.#isUntyped = from === 'client';
  }

  take(data: Buffer): readonly Buffer[] {
    this.#held = this.#held.length === 0 ? data : Buffer.concat([this.#held, data]);
    const messages: Buffer[] = [];
    for (;;) {
      const at = this.#isUntyped ? 0 : 1;
      if (this.#held.length < at + lengthBytes) return messages;
      const end = at + this.#held.readInt32BE(at);
      if (this.#held.length < end) return messages;
      messages.push(this.#held.subarray(0, end));
      this.#held = this.#held.subarray(end);
      this.#isUntyped = false;
    }
  }
}

/** How a transaction that writes is committed: by COMMIT, or as the statement that is mutations (`edits`). */
export type CommitKind = 'transaction' | 'statement';

/** The commit that a client's message asks for, or null. */
export function commitIn(message: Buffer): CommitKind | null {
  switch (typeOf(message)) {
    case 'Q':
      return textAt(message, bodyStart).startsWith('COMMIT') ? 'transaction' : null;
    case 'B': {
      const portal = textAt(message, bodyStart);
      return textAt(message, bodyStart + portal.length + 1) === 'edits' ? 'statement' : null;
    }
    default:
      return null;
  }
}

/** Whether a client's message has something done that is answered. */
export function isStatement(message: Buffer): boolean {
  return typeOf(message) === 'Q' || typeOf(message) === 'E';
}

/** Whether a server's message is the answer to one: done, nothing to do, or failed. */
export function isResult(message: Buffer): boolean {
  return ['C', 'I', 'E'].includes(typeOf(message));
}

/** Whether a client's message begins a transaction. */
export function isBegin(message: Buffer): boolean {
  return typeOf(message) === 'Q' && textAt(message, bodyStart).startsWith('BEGIN');
}

/** Whether a server's message tells what came of such a commit. */
export function isVerdict(message: Buffer, kind: CommitKind): boolean {
  const type = typeOf(message);
  if (type !== 'C') return type === 'E';
  return (kind === 'transaction' ? /^(COMMIT|ROLLBACK)$/ : /^INSERT/).test(textAt(message, bodyStart));
}

const bodyStart = 1 + lengthBytes;

function typeOf(message: Buffer): string {
  return String.fromCharCode(message[0] ?? 0);
}

function textAt(message: Buffer, start: number): string {
  const end = message.indexOf(0, start);
  return message.toString('latin1', start, end < 0 ? message.length : end);
}
