import type { OwnCommit } from '../projects/project-service';
import type { Cursor } from './cursor';
import { shows } from './cursor';

type Place = Pick<Cursor, 'xmax' | 'xip'>;

/** Where a reading of the log ended, and its number among all that began. */
type Here = Place & { readonly number: number };

/**
 * A connection on which this process commits. A crash of the database gives numbers of transactions out anew, and ends
 * all connections: on a new one they say nothing before a reading that began when it was there.
 */
type Connection = {
  /** How many readings had begun when it was first seen. */
  readonly begunBefore: number;
  /** What had been read when its last commit was sent. */
  sentFrom: Place | null;
};

/** More than a moment brings: then no reading was answered for a while, and the next one is waited for. */
const most = 1_000;

/**
 * What decides whether a commit of this process may be told of without reading the log: everything that it saw has
 * to be told already. So the edits are kept that were told of and that no reading has shown since.
 */
export class OwnEdits {
  /** By project and id of the change, the number of its transaction. */
  readonly #transactions = new Map<string, number>();
  /** By the client. */
  readonly #connections = new WeakMap<object, Connection>();
  /** Whether the last commit saw nothing of others. */
  #isAlone = false;

  /**
   * A commit is sent that will be judged when it is answered. Says whether no reading needs to go with it, as far
   * as can be known.
   *
   * @param begun how many readings have begun
   */
  send(client: object, here: Here, begun: number): boolean {
    const connection = this.#connectionOf(client, begun);
    connection.sentFrom = here;
    return this.#isAlone && connection.begunBefore < here.number;
  }

  /** What is to be done with a commit that was answered: `shown` where a reading has delivered it. */
  judge(client: object, { xid, snapshot }: OwnCommit, here: Here, begun: number): 'tell' | 'read' | 'shown' {
    const { begunBefore, sentFrom } = this.#connectionOf(client, begun);
    const isShown = shows(here, xid);
    // Where the reading behind it was answered first it is to be known, for the next time, whether it was needed.
    const from = isShown ? sentFrom : here;
    const isSure = begunBefore < here.number;
    this.#isAlone = isSure && from !== null && this.areAllThatWasSeen(snapshot, from);
    if (isShown && isSure) return 'shown';
    return this.#isAlone && !isShown ? 'tell' : 'read';
  }

  /** It was told of. */
  add(key: string, xid: string): void {
    this.#transactions.set(key, Number(xid));
  }

  /** Those of now: whatever reads from now on shows them. */
  get keys(): readonly string[] {
    return [...this.#transactions.keys()];
  }

  /** A reading that showed these has been taken. */
  forget(keys: Iterable<string>): void {
    for (const key of keys) this.#transactions.delete(key);
  }

  /**
   * Whether a transaction that read in this snapshot saw nothing but what a reading up to `here` showed, and edits
   * that are kept here. False as well where nothing sure can be said: it is older than the reading, or far ahead
   * of it. https://www.postgresql.org/docs/18/functions-info.html (pg_snapshot)
   *
   * @param snapshot as `pg_current_snapshot()` prints it
   */
  areAllThatWasSeen(snapshot: string, here: Place): boolean {
    const [, end = '', running = ''] = snapshot.split(':');
    const [next, readTo] = [Number(end), Number(here.xmax)];
    // Beyond 2^53 numbers of transactions are no numbers of JavaScript's: no server gets there.
    if (!Number.isSafeInteger(next) || next < readTo || next - readTo > most) return false;
    const unread = new Set(here.xip.map(Number));
    for (let one = readTo; one < next; one += 1) unread.add(one);
    for (const one of running === '' ? [] : running.split(',')) unread.delete(Number(one));
    if (unread.size === 0) return true;
    if (this.#transactions.size > most) return false;
    const own = new Set(this.#transactions.values());
    return [...unread].every((one) => own.has(one));
  }

  #connectionOf(client: object, begun: number): Connection {
    const known = this.#connections.get(client);
    if (known !== undefined) return known;
    const connection = { begunBefore: begun, sentFrom: null };
    this.#connections.set(client, connection);
    return connection;
  }
}
