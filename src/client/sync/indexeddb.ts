import type { DBSchema, IDBPDatabase, IDBPTransaction } from 'idb';
import { openDB } from 'idb';
import type { Outcome } from './outcome';
import type { PendingMutation } from './pending';
import type { History, StepSize } from './undo-history';
import type { UndoStep } from './undo-step';

/** What a browser profile keeps of all projects. */
interface Schema extends DBSchema {
  pending: {
    key: [string, string];
    value: {
      readonly projectId: string;
      readonly id: string;
      readonly place: number;
      readonly mutation: PendingMutation;
      readonly owner?: string | null;
    };
    indexes: { 'by-place': [string, number] };
  };
  /** The order of the steps, small enough to be read and written with each edit. */
  history: {
    key: string;
    value: { readonly projectId: string; readonly changedAt: number } & History<StepSize>;
  };
  steps: {
    key: [string, string];
    value: { readonly projectId: string; readonly id: string; readonly step: UndoStep };
  };
  /** What became of own edits, until it is dismissed. */
  outcomes: {
    key: [string, string];
    value: {
      readonly projectId: string;
      readonly id: string;
      readonly place: number;
      readonly outcome: Outcome;
    };
    indexes: { 'by-place': [string, number] };
  };
}

export type KeptDatabase = IDBPDatabase<Schema>;
export type Stores = ('pending' | 'history' | 'steps' | 'outcomes')[];
/** All of them: what is written of one answer is written in one transaction. */
export const allStores: Stores = ['pending', 'history', 'steps', 'outcomes'];
export type Changing = IDBPTransaction<Schema, Stores, 'readwrite'>;

/**
 * Opens it, in the form of this version of the program. Rejects where a browser has none, and where a page of an
 * older version holds on to its form; a page of a newer version gets it at once.
 */
export function openKept(name: string): Promise<KeptDatabase> {
  return new Promise((resolve, reject) => {
    const opening = openDB<Schema>(name, 3, {
      upgrade: (database, oldVersion) => {
        if (oldVersion < 1) {
          const store = database.createObjectStore('pending', { keyPath: ['projectId', 'id'] });
          store.createIndex('by-place', ['projectId', 'place']);
        }
        if (oldVersion < 2) {
          database.createObjectStore('history', { keyPath: 'projectId' });
          database.createObjectStore('steps', { keyPath: ['projectId', 'id'] });
        }
        const outcomes = database.createObjectStore('outcomes', { keyPath: ['projectId', 'id'] });
        outcomes.createIndex('by-place', ['projectId', 'place']);
      },
      blocked: () => reject(new Error('A page of an older version keeps the database from being renewed.')),
      blocking: () => void opening.then((database) => database.close()),
    });
    opening.then(resolve, reject);
  });
}
