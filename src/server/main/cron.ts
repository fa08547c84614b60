import { createHash, timingSafeEqual } from 'node:crypto';
import type { Pool } from 'pg';
import { crons } from '../../../vercel.json';
import type { Answer } from '../http/answer';
import { json, refusal } from '../http/answer';
import { faultAnswer } from '../http/faults';
import { notFound } from '../http/route';
import type { Fault } from '../observe/fault';
import { purgeTrash } from '../projects/purge-trash';
import { maxSeconds } from './function-environment';
import { clearUnfinished } from './sweep-imports';

const path = crons[0]?.path;

/** Leaves room for the transaction under way when the time is over. */
const workMs = (maxSeconds - 60) * 1_000;

/**
 * The request with which the host asks once a day for what our own server does by the clock: what unfinished
 * imports and restores left behind, and what has been in the trash for too long. Undefined for every other one.
 * It is not part of the API: with no secret, or a wrong one, it is not there.
 */
export function createCron(
  pool: Pool,
  secret: string | undefined,
  report: (fault: Fault) => void,
): (request: Request) => Promise<Answer | undefined> {
  return async (request) => {
    if (new URL(request.url).pathname !== path) return undefined;
    const sent = request.headers.get('authorization') ?? '';
    if (secret === undefined || !isSame(sent, `Bearer ${secret}`)) return refusal(notFound);
    try {
      await clearUnfinished(pool);
      return json({ purgedProjects: await purgeTrash(pool, AbortSignal.timeout(workMs)) });
    } catch (error) {
      return faultAnswer(error, report, undefined);
    }
  };
}

/** In a time that tells nothing of how much of it is right. */
function isSame(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
