import { z } from 'zod';
import { personSchema } from '../../core/protocol/presence';
import { maxPayloadBytes } from '../storage/notifications';
import type { Told } from './person';

const who = { projectId: z.string(), id: z.string(), clientId: z.string() };

/** What servers tell each other about one person; `here` holds what changed, or everything. */
const noticeSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('here'),
    ...who,
    /** Milliseconds since the last sign of life: clocks of two servers are not compared. */
    ageMs: z.number().nonnegative(),
    /** When each field was set; see `sentAt` of an update. */
    setAt: z.record(z.string(), z.number()),
    told: personSchema.omit({ id: true, clientId: true }).partial(),
  }),
  z.object({
    kind: z.literal('gone'),
    ...who,
    /** The person said goodbye; otherwise one stream ended, and there may be another elsewhere. */
    saidSo: z.boolean(),
  }),
]);
type Notice = z.infer<typeof noticeSchema>;
export type HereNotice = Extract<Notice, { kind: 'here' }>;

/** The notice in a payload, or null when it is none: servers of two versions may run for a while. */
export function parseNotice(payload: string): Notice | null {
  try {
    return noticeSchema.safeParse(JSON.parse(payload)).data ?? null;
  } catch {
    return null;
  }
}

/**
 * A notice as payloads that fit. Where everything does not, the lists go by themselves, after the rest, and
 * a list that does not fit by itself goes as far as it does: it is a picture of what moves, not the edit.
 */
export function printNotice(notice: Notice): readonly string[] {
  const payload = JSON.stringify(notice);
  if (fits(payload) || notice.kind === 'gone') return [payload];
  const { selection, dragging } = notice.told;
  // Empty first: whoever is new to the others is known whole from the first payload on.
  const rest: Told = {
    ...notice.told,
    ...(selection === undefined ? {} : { selection: [] }),
    ...(dragging === undefined ? {} : { dragging: [] }),
  };
  return [
    JSON.stringify({ ...notice, told: rest }),
    ...(selection === undefined ? [] : [longest(notice, selection, (part) => ({ selection: [...part] }))]),
    ...(dragging === undefined ? [] : [longest(notice, dragging, (part) => ({ dragging: [...part] }))]),
  ];
}

function longest<Item>(
  notice: HereNotice,
  items: readonly Item[],
  told: (items: readonly Item[]) => Told,
): string {
  for (let part = items; ; part = part.slice(0, Math.floor(part.length * 0.9))) {
    const payload = JSON.stringify({ ...notice, told: told(part) });
    if (fits(payload) || part.length === 0) return payload;
  }
}

function fits(payload: string): boolean {
  return Buffer.byteLength(payload) <= maxPayloadBytes;
}
