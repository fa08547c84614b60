import type { Socket } from 'node:net';
import type { Done, Trip } from './crossing';
import type { Faults } from './faults';
import type { Jobs } from './jobs';
import { newJobId } from './jobs';
import type { Message, Refusal } from './messages';
import { bytesOf, errorFields, errorMessage, leadingStrings, MessageReader, message } from './messages';
import type { Statement } from './statement';
import { controls, statementsOf } from './statement';
import { Transaction } from './transaction';

export type SessionParts = {
  readonly client: Socket;
  /** To PostgreSQL. */
  readonly upstream: Socket;
  readonly faults: Faults;
  readonly jobs: Jobs;
  /** The database's address. */
  readonly target: URL;
  /** Everything that clients have sent. */
  readonly seen: Set<string>;
  readonly maxTransactionAgeMs: number;
  readonly trip: Trip;
  readonly note: (done: Done) => void;
};

/** A statement of this session: a job has an id that its text tells. */
type Prepared = Statement & { readonly jobId?: string };

/** How a transaction ends: what comes of it reaches the client, or nothing of it does. */
type Ending = {
  readonly isExplicit: boolean;
  commit(voice: 'aloud' | 'silently'): Promise<void>;
  rollback(): Promise<void>;
};

const sslRequest = 80_877_103;
const cancelRequest = 80_877_102;
const maxMessageBytes = 10 * 1024 * 1024;

/** Aurora DSQL has one level and UTC. Waits, which it does not know, are over soon. */
const settings =
  '-c default_transaction_isolation=repeatable\\ read -c TimeZone=UTC -c deadlock_timeout=50ms -c lock_timeout=1s';

const conflict: Refusal = { sqlstate: '40001', message: 'change conflicts with another transaction (OC000)' };
const schemaChanged: Refusal = {
  sqlstate: '40001',
  message: 'schema has been updated by another transaction (OC001)',
};
const unavailable: Refusal = { sqlstate: 'XX000', message: 'server unavailable' };

/** The connection is over. */
class Ended extends Error {}

const flush = message('H');
const sync = message('S');
const simple = (text: string) => message('Q', text);
/** What ends a step of the extended protocol: its answers, in the order of the messages. */
const lastAnswers = new Set(['1', '2', '3', 'T', 'n', 'C', 'I', 's']);

/**
 * One connection. Messages are passed on one query, or one sequence up to Sync, at a time, each when the one
 * before it was answered, so that it is known in what transaction it finds itself. A statement that is refused
 * is replaced by one that PostgreSQL refuses, whose error is then replaced: so transactions and sequences fail
 * as they do for any other error.
 */
export class Session {
  readonly #parts: SessionParts;
  readonly #client: MessageReader;
  readonly #upstream: MessageReader;
  readonly #refused: Refusal[] = [];
  readonly #prepared = new Map<string, Prepared>();
  /** By the names of portals. */
  readonly #bound = new Map<string, Prepared>();
  /** As PostgreSQL says it: idle, in a transaction, in one that failed. */
  #status = 'I';
  #transaction: Transaction;

  constructor(parts: SessionParts) {
    this.#parts = parts;
    this.#client = new MessageReader(parts.client);
    this.#upstream = new MessageReader(parts.upstream);
    this.#transaction = new Transaction(parts.maxTransactionAgeMs);
  }

  /** Serves until one of the two sides goes. */
  async run(): Promise<void> {
    try {
      if (await this.#start()) await this.#serve();
    } catch (error) {
      if (!(error instanceof Ended)) throw error;
    } finally {
      this.#parts.client.destroy();
      this.#parts.upstream.destroy();
    }
  }

  async #start(): Promise<boolean> {
    let first = await this.#client.next('first');
    if (first?.body.readInt32BE(0) === sslRequest) {
      this.#parts.client.write('N');
      first = await this.#client.next('first');
    }
    // A request to cancel has no effect.
    if (first === undefined || first.body.readInt32BE(0) === cancelRequest) return false;
    if (this.#parts.faults.takeAtConnect() !== undefined) {
      const asleep = { sqlstate: '57P03', message: 'waking up cluster, please retry later' };
      this.#parts.client.end(bytesOf(errorMessage(asleep, 'FATAL')));
      return false;
    }
    const { username, pathname } = this.#parts.target;
    const name = ['application_name', nameIn(first.body)];
    const parameters = ['user', username, 'database', pathname.slice(1), 'options', settings, ...name];
    this.#parts.upstream.write(
      bytesOf(message('', first.body.subarray(0, 4), ...parameters, Buffer.from([0]))),
    );
    await this.#answers('aloud');
    this.#ready();
    return true;
  }

  async #serve(): Promise<void> {
    let sequence: Message[] = [];
    for (;;) {
      const next = await this.#client.next();
      if (next === undefined || next.type === 'X') return;
      // Recorded: the connection just ends.
      if (next.body.length > maxMessageBytes) return;
      if (this.#status === 'I' && sequence.length === 0) {
        this.#transaction = new Transaction(this.#parts.maxTransactionAgeMs);
      }
      if (next.type === 'Q') await this.#simpleQuery(leadingStrings(next, 1)[0] ?? '');
      else if (next.type === 'S') await this.#sequence(sequence);
      else sequence.push(next);
      if (next.type === 'S') sequence = [];
      if (next.type === 'Q' || next.type === 'S') this.#ready();
    }
  }

  async #simpleQuery(text: string): Promise<void> {
    this.#parts.seen.add(text);
    const statements = statementsOf(text);
    const isCommit = statements.length === 1 && statements[0]?.effect === 'commit';
    if (isCommit && this.#status === 'T' && this.#transaction.isWriting) {
      this.#parts.note({ kind: 'statement', text, effect: 'commit' });
      await this.#end({
        isExplicit: true,
        commit: (voice) => this.#exchange([simple(text)], voice),
        rollback: () => this.#exchange([simple('ROLLBACK')], 'silently'),
      });
      return;
    }
    const isAlone = this.#status === 'I';
    const texts = await this.#textsFor(statements);
    const isControlled = statements.some(({ effect }) => controls.has(effect));
    const query = simple(statements.length === 0 ? text : texts.join(';\n'));
    if (!isAlone || isControlled || !this.#transaction.isWriting) {
      await this.#exchange([query], 'aloud');
      return;
    }
    // A transaction of its own: made a visible one, so that how it ends is in our hands.
    await this.#exchange([simple('BEGIN')], 'silently');
    await this.#exchange([query], 'aloud');
    const rollback = () => this.#exchange([simple('ROLLBACK')], 'silently');
    const commit: Ending['commit'] = (voice) =>
      this.#exchange([simple('COMMIT')], voice === 'aloud' ? 'errors' : voice);
    await (this.#status === 'E' ? rollback() : this.#end({ isExplicit: false, commit, rollback }));
  }

  /** Each statement as PostgreSQL gets it; from the first that is refused on nothing is executed any more. */
  async #textsFor(statements: readonly Statement[]): Promise<readonly string[]> {
    const texts: string[] = [];
    for (const statement of statements) {
      const one = prepare(statement);
      const refusal = one.refusal ?? (await this.#refusalNow(one, statements.length === 1));
      texts.push(refusal === undefined ? one.text : this.#failing(refusal));
      if (refusal !== undefined) break;
      if (one.effect === 'write') this.#transaction.addBytes(Buffer.byteLength(one.text));
    }
    return texts;
  }

  /** Why a statement cannot be executed at this point; a job begins. */
  async #refusalNow(statement: Prepared, isSole: boolean): Promise<Refusal | undefined> {
    this.#parts.note({ kind: 'statement', text: statement.text, effect: statement.effect });
    if (!controls.has(statement.effect)) {
      const fault = this.#parts.faults.takeAtStatement(statement.text);
      if (fault !== undefined) return fault.code === 'OC000' ? conflict : schemaChanged;
    }
    const objection = this.#transaction.add(statement);
    if (objection !== undefined || statement.job === undefined) return objection;
    if (this.#status !== 'I' || !isSole) {
      return { sqlstate: '0A000', message: 'a job cannot begin inside a transaction' };
    }
    return this.#parts.jobs.begin(statement.jobId ?? '', statement.job);
  }

  async #sequence(sequence: readonly Message[]): Promise<void> {
    const isAlone = this.#status === 'I';
    const sent: Message[] = [];
    for (const one of sequence) {
      // The whole is not known yet, so the answers cannot be given before Sync: no client of ours asks for it.
      if (one.type === 'H') continue;
      const { passed, isRefused } = await this.#passed(one);
      sent.push(passed);
      if (isRefused) break;
    }
    // Up to here, without its end: whether it is committed is decided by what it did.
    const isFailed = sent.length > 0 && (await this.#steps(sent));
    if (isFailed || !isAlone || !this.#transaction.isWriting) {
      // Of one sequence one error is told.
      await this.#exchange([sync], isFailed ? 'silently' : 'errors');
      return;
    }
    await this.#end({
      isExplicit: false,
      commit: (voice) => this.#exchange([sync], voice === 'aloud' ? 'errors' : voice),
      rollback: () => this.#exchange([this.#failingParse(conflict), sync], 'silently'),
    });
  }

  async #passed(one: Message): Promise<{ readonly passed: Message; readonly isRefused: boolean }> {
    const [name = '', second = ''] = leadingStrings(one, 2);
    const pass = (refusal: Refusal | undefined, passed: Message) => ({
      passed: refusal === undefined ? passed : this.#failingParse(refusal),
      isRefused: refusal !== undefined,
    });
    switch (one.type) {
      case 'P': {
        this.#parts.seen.add(second);
        const [only, ...others] = statementsOf(second);
        // PostgreSQL refuses several in one, and takes none.
        const statement = only === undefined || others.length > 0 ? asWritten(second) : prepare(only);
        this.#prepared.set(name, statement);
        const rest = one.body.subarray(Buffer.byteLength(name) + Buffer.byteLength(second) + 2);
        return pass(statement.refusal, message('P', name, statement.text, rest));
      }
      case 'B': {
        const statement = this.#prepared.get(second);
        if (statement !== undefined) this.#bound.set(name, statement);
        if (statement?.effect === 'write') this.#transaction.addBytes(one.body.length);
        return pass(undefined, one);
      }
      case 'E': {
        const statement = this.#bound.get(name);
        return pass(statement && (await this.#refusalNow(statement, true)), one);
      }
      default:
        return pass(undefined, one);
    }
  }

  /** Sends messages of the extended protocol without Sync, and passes their answers on; whether one failed. */
  async #steps(sent: readonly Message[]): Promise<boolean> {
    this.#send(...sent, flush);
    for (let waiting = sent.length; waiting > 0; ) {
      const answer = await this.#answer();
      const refusal = answer.type === 'C' ? this.#refusalOfRows(answer) : undefined;
      if (refusal !== undefined) {
        this.#tell(errorMessage(refusal));
        this.#send(this.#failingParse(refusal));
        return true;
      }
      this.#tell(answer);
      if (answer.type === 'E') return true;
      if (lastAnswers.has(answer.type)) waiting -= 1;
    }
    return false;
  }

  async #end(ending: Ending): Promise<void> {
    const objection = this.#transaction.objectionAtCommit();
    if (objection !== undefined) {
      await ending.rollback();
      this.#tell(errorMessage(objection));
      return;
    }
    const fault = this.#parts.faults.takeAtCommit(ending.isExplicit);
    if (fault === undefined) return this.#commitThere(ending);
    const really = (isExecuted: boolean) => (isExecuted ? ending.commit('silently') : ending.rollback());
    switch (fault.kind) {
      case 'conflict-at-commit':
        await really(fault.isExecuted);
        return this.#tell(errorMessage(conflict));
      case 'unavailable-at-commit':
        await really(fault.isExecuted);
        return this.#tell(errorMessage(unavailable));
      case 'cut-at-commit':
        await really(fault.isExecuted);
        throw new Ended();
      case 'rollback-at-commit':
        await ending.rollback();
        return this.#tell(message('C', 'ROLLBACK'));
      case 'hold-commit':
        await fault.until;
        return ending.commit('aloud');
    }
  }

  /** Two Regions agree on it. Clients wait for ReadyForQuery, which follows. */
  async #commitThere(ending: Ending): Promise<void> {
    const { trip, note } = this.#parts;
    const began = performance.now();
    await trip('there');
    await ending.commit('aloud');
    await trip('back');
    note({ kind: 'commit', ms: performance.now() - began });
  }

  /** Sends what has one ReadyForQuery, and passes on what is said up to there. */
  async #exchange(messages: readonly Message[], voice: 'aloud' | 'errors' | 'silently'): Promise<void> {
    this.#send(...messages);
    await this.#answers(voice);
  }

  async #answers(voice: 'aloud' | 'errors' | 'silently'): Promise<void> {
    let isOver = false;
    for (let answer = await this.#answer(); answer.type !== 'Z'; answer = await this.#answer()) {
      if (isOver) continue;
      const refusal = answer.type === 'C' && voice === 'aloud' ? this.#refusalOfRows(answer) : undefined;
      if (refusal !== undefined) {
        isOver = true;
        this.#tell(errorMessage(refusal));
      } else if (voice === 'aloud' || (voice === 'errors' && answer.type === 'E')) {
        this.#tell(answer);
      }
    }
    // PostgreSQL does not know that it failed.
    if (isOver && this.#status === 'T') await this.#exchange([simple(this.#failing(conflict))], 'silently');
  }

  /** The next message of PostgreSQL, with the errors of Aurora DSQL for its own. */
  async #answer(): Promise<Message> {
    const answer = await this.#upstream.next();
    if (answer === undefined) throw new Ended();
    if (answer.type === 'Z') this.#status = answer.body.toString('latin1');
    if (answer.type !== 'E') return answer;
    const fields = errorFields(answer);
    const refused = /"gateway_refusal_(\d+)"/.exec(fields.get('M') ?? '')?.[1];
    const refusal = refused === undefined ? undefined : this.#refused[Number(refused)];
    if (refusal !== undefined) return errorMessage(refusal);
    // Waits and cycles of waits are PostgreSQL's; there it is a conflict.
    if (!['40001', '40P01', '55P03'].includes(fields.get('C') ?? '')) return answer;
    // There it is found out at COMMIT, and both Regions are asked.
    await this.#parts.trip('there');
    await this.#parts.trip('back');
    this.#parts.note({ kind: 'conflict' });
    return errorMessage(conflict);
  }

  #refusalOfRows(completed: Message): Refusal | undefined {
    return this.#transaction.addRows(leadingStrings(completed, 1)[0] ?? '');
  }

  /** A statement that fails so. */
  #failing(refusal: Refusal): string {
    this.#refused.push(refusal);
    return `SELECT gateway_refusal_${this.#refused.length - 1}`;
  }

  #failingParse(refusal: Refusal): Message {
    return message('P', '', this.#failing(refusal), Buffer.from([0, 0]));
  }

  #send(...messages: readonly Message[]): void {
    this.#parts.upstream.write(Buffer.concat(messages.map(bytesOf)));
  }

  #tell(...messages: readonly Message[]): void {
    this.#parts.client.write(Buffer.concat(messages.map(bytesOf)));
  }

  #ready(): void {
    this.#tell(message('Z', Buffer.from(this.#status)));
  }
}

function prepare(statement: Statement): Prepared {
  if (statement.job === undefined) return statement;
  const jobId = newJobId();
  return { ...statement, jobId, text: `SELECT '${jobId}'::text AS job_id` };
}

function asWritten(text: string): Statement {
  return { text, effect: 'none', refusal: undefined, job: undefined };
}

/** What a client calls itself when it connects; it is told apart by that in PostgreSQL's views. */
function nameIn(startup: Buffer): string {
  const parameters = startup.subarray(4).toString().split('\0');
  const place = parameters.indexOf('application_name');
  return place === -1 ? '' : (parameters[place + 1] ?? '');
}
