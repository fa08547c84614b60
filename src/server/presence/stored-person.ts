import { z } from 'zod';
import { personSchema } from '../../core/protocol/presence';
import type { Told } from './person';

/** One client of one account in one project: what an item of the table is about. */
export type PersonKey = { readonly projectId: string; readonly id: string; readonly clientId: string };

/** Values, with the time at which the client set each; see `sentAt` of an update. */
export type TimedFields = { readonly told: Told; readonly setAt: Readonly<Record<string, number>> };

/** What the table says about a client. All times are milliseconds since the epoch. */
export type StoredPerson = { readonly id: string; readonly clientId: string } & (
  | ({
      readonly kind: 'here';
      /** The last sign of life, on the clock of the server that heard it. */
      readonly seenAt: number;
    } & TimedFields)
  /** Said goodbye. Kept for a while, so that no server that has not heard of it brings the person back. */
  | { readonly kind: 'gone'; readonly goneAt: number }
);

const fieldsSchema = personSchema.omit({ id: true, clientId: true });

/** The fields of a person; each is one attribute of the item. */
export const storedFields: readonly string[] = Object.keys(fieldsSchema.shape);

const whoSchema = z.tuple([z.string(), z.string()]);
const storedSchema = z.object({ at: z.number(), json: z.string() });
const hereSchema = z.object({ seenAt: z.number() });
const goneSchema = z.object({ goneAt: z.number() });

/** The sort key: both ids, in a form in which neither can run into the other. */
export function sortKeyOf({ id, clientId }: Pick<PersonKey, 'id' | 'clientId'>): string {
  return JSON.stringify([id, clientId]);
}

/**
 * A value as it stands in an item. As text: numbers of DynamoDB have limits that those of JavaScript have not,
 * and a client may send any.
 */
export function storedValue(at: number, value: unknown): { readonly at: number; readonly json: string } {
  return { at, json: JSON.stringify(value) };
}

/** What an item says, or null when this version does not understand it. */
export function readItem(sortKey: unknown, item: Readonly<Record<string, unknown>>): StoredPerson | null {
  const who = whoSchema.safeParse(jsonIn(sortKey));
  if (!who.success) return null;
  const [id, clientId] = who.data;
  const gone = goneSchema.safeParse(item);
  if (gone.success) return { kind: 'gone', id, clientId, ...gone.data };
  const fields = storedFields.flatMap((field) => {
    const { success, data } = storedSchema.safeParse(item[field]);
    return success ? [{ field, at: data.at, value: jsonIn(data.json) }] : [];
  });
  const here = hereSchema.safeParse(item);
  const told = fieldsSchema
    .partial()
    .safeParse(Object.fromEntries(fields.map(({ field, value }) => [field, value])));
  if (!here.success || !told.success) return null;
  const setAt = Object.fromEntries(fields.map(({ field, at }) => [field, at]));
  return { kind: 'here', id, clientId, ...here.data, told: told.data, setAt };
}

function jsonIn(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return undefined;
  }
}
