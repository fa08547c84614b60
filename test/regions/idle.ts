import { setTimeout as sleep } from 'node:timers/promises';
import type { Counted } from './counts';
import type { PresenceCount } from './load';
import { presenceCount, presenceSince, takeCounts } from './load';
import { openParty } from './party';
import type { Person } from './people';
import type { Regions } from './regions';

/** What is asked while nobody edits: of one process in each Region, which has so many projects to watch. */
export type Idle = {
  readonly projects: number;
  readonly seconds: number;
  readonly counted: Counted;
  readonly presence: PresenceCount;
};

/** Behind everybody who comes or goes a feed looks often for ten seconds, and presence more and more seldom. */
const untilQuietMs = 13_000;

/** @param watchers one of each Region; the first one makes the projects */
export async function measureIdle(
  regions: Regions,
  projects: number,
  seconds: number,
  watchers: readonly Person[],
): Promise<Idle> {
  const parties = await Promise.all(
    Array.from({ length: projects }, () => openParty(regions, watchers.slice(0, 1), watchers.slice(1))),
  );
  await sleep(untilQuietMs);
  takeCounts(regions);
  const before = presenceCount(regions);
  await sleep(seconds * 1_000);
  const idle = {
    projects,
    seconds,
    counted: takeCounts(regions),
    presence: presenceSince(regions, before),
  };
  for (const party of parties) party.leave();
  return idle;
}
