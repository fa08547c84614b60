import type { PersonKey, StoredPerson, TimedFields } from './stored-person';

/** What is to be true of a person who is here. */
export type PersonWrite = PersonKey &
  TimedFields & {
    /** True: all of the person, and an item is made where none is. False: one has to be there. */
    readonly isWhole: boolean;
    /** When the client last said something to this server; a goodbye that is newer stands. */
    readonly saidAt: number;
    /** The last sign of life. */
    readonly seenAt: number;
    /** From when on nobody is to believe the item any more. */
    readonly expiresAt: number;
    /** The server at which a stream of theirs ends, where it is the one that writes. */
    readonly watchedBy: string | undefined;
  };

/** Somebody who said goodbye. */
export type Goodbye = PersonKey & { readonly goneAt: number; readonly expiresAt: number };

/** Somebody whose stream ended at this server. */
export type Departure = PersonKey & { readonly watchedBy: string };

/**
 * One table of presence. Times are milliseconds since the epoch. Each method is one request, and rejects when
 * the service did not do it: throttled, out of reach, not allowed. A write that gives false was refused by its
 * condition: the table knows something newer.
 */
export type PresenceTable = {
  /** Everybody in a project, those who said goodbye too; nobody whose time was over at `now`. */
  read(projectId: string, now: number, isConsistent: boolean): Promise<readonly StoredPerson[]>;
  write(write: PersonWrite): Promise<boolean>;
  /** Leaves a note in place of the person. */
  sayGoodbye(goodbye: Goodbye): Promise<boolean>;
  /** Takes the person out, unless they watch at another server or said goodbye. */
  remove(departure: Departure): Promise<boolean>;
  close(): void;
};
