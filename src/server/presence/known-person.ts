import type { Person, PresenceUpdate } from '../../core/protocol/presence';
import { personSchema } from '../../core/protocol/presence';
import { changesOf } from './person';
import type { PersonKey, StoredPerson, TimedFields } from './stored-person';
import { storedFields } from './stored-person';

/**
 * What a server knows of a person besides what everybody is shown, and what the table has of that. Times are
 * milliseconds since the epoch on the clock of this server, unless said otherwise; 0: never.
 */
export interface KnownPerson extends PersonKey {
  /** What the table is to say of them: that they are here, that they said goodbye, or nothing. */
  wish: 'here' | 'goodbye' | 'nothing';
  /** When the client set each field, on its own clock. What it did not set counts from 0. */
  readonly setAt: Map<string, number>;
  /** Fields that changed here and are not in the table yet. */
  readonly untold: Set<string>;
  /** The table has what is wished, but for the fields above. */
  isStored: boolean;
  /** When the client last told something here, began to watch, or went. */
  saidAt: number;
  /** The last sign of life that came to this server itself, and the last one that the table has. */
  heardAt: number;
  toldHeardAt: number;
  /** A stream of theirs ends at this server. */
  isWatching: boolean;
  isWriting: boolean;
  /** When the last write began, on the clock of `performance.now()`. */
  writtenAt: number;
  /** So many writes in a row the table has refused. */
  refusals: number;
  timer: NodeJS.Timeout | undefined;
}

/** What servers before these fields were there say nothing of. */
const unsaid: Pick<Person, 'viewport' | 'following' | 'away'> = {
  viewport: null,
  following: null,
  away: false,
};

export function newKnownPerson({ projectId, id, clientId }: PersonKey): KnownPerson {
  return {
    projectId,
    id,
    clientId,
    wish: 'here',
    setAt: new Map(),
    untold: new Set(),
    isStored: false,
    saidAt: 0,
    heardAt: 0,
    toldHeardAt: 0,
    isWatching: false,
    isWriting: false,
    writtenAt: Number.NEGATIVE_INFINITY,
    refusals: 0,
    timer: undefined,
  };
}

/** An update without what was set later already: requests of one client overtake each other. */
export function newerPart(update: PresenceUpdate, setAt: ReadonlyMap<string, number>): PresenceUpdate {
  const sentAt = timeOf(update);
  if (sentAt === undefined) return update;
  return Object.fromEntries(Object.entries(update).filter(([field]) => (setAt.get(field) ?? 0) <= sentAt));
}

/** Notes what an update has changed, so that the table is told. */
export function noteUpdate(
  { setAt, untold }: KnownPerson,
  update: PresenceUpdate,
  before: Person | undefined,
  after: Person,
): void {
  const changed = Object.keys(changesOf(before, after));
  for (const field of changed) untold.add(field);
  // What somebody new did not say is a guess, and gives way to whatever another server was told.
  const said = new Set([...Object.keys(update), ...(before === undefined ? [] : changed)]);
  for (const field of storedFields.filter((one) => said.has(one))) {
    const last = setAt.get(field) ?? 0;
    // Two values of one field never have one time, or others could not tell which stands.
    setAt.set(field, timeOf(update) ?? Math.max(Date.now(), last + 1));
  }
}

/** What the table is told next: all of the person, or what changed. */
export function fieldsToTell({ setAt, untold, isStored }: KnownPerson, person: Person): TimedFields {
  const fields = Object.entries(changesOf(undefined, person)).filter(
    ([field]) => !isStored || untold.has(field),
  );
  return {
    told: Object.fromEntries(fields),
    setAt: Object.fromEntries(fields.map(([field]) => [field, setAt.get(field) ?? 0])),
  };
}

/**
 * The person with what the table has of them and this server does not know yet; null when that is too little
 * to show somebody. What changed here and is older than what the table has need not be told any more.
 */
export function learnPerson(
  { id, clientId, setAt, untold, heardAt }: KnownPerson,
  before: Person | undefined,
  stored: Extract<StoredPerson, { kind: 'here' }>,
): Person | null {
  // Of somebody whom only others hear, everything they say is taken.
  const isNews = ([field]: readonly [string, unknown]): boolean => {
    const [theirs, ours] = [stored.setAt[field] ?? 0, setAt.get(field) ?? 0];
    return before === undefined || theirs > ours || (theirs === ours && heardAt === 0);
  };
  const news = Object.entries(stored.told).filter(isNews);
  const merged = { ...unsaid, ...before, ...Object.fromEntries(news), id, clientId };
  const person = personSchema.safeParse(merged);
  if (!person.success) return null;
  for (const [field] of news) {
    setAt.set(field, stored.setAt[field] ?? 0);
    untold.delete(field);
  }
  return person.data;
}

/** `sentAt` within what a table can hold: a client may send any number. */
function timeOf({ sentAt }: PresenceUpdate): number | undefined {
  return sentAt === undefined
    ? undefined
    : Math.round(Math.min(Math.max(sentAt, 0), Number.MAX_SAFE_INTEGER));
}
