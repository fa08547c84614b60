import { randomUUID } from 'node:crypto';
import { createProjectStore } from '../../src/client/sync/project-store';
import type { ProjectStore } from '../../src/client/sync/store-contract';
import type { Event } from '../chaos/history';
import { recording } from '../chaos/recorder';
import type { Browser } from '../several/browser';
import { openBrowser } from '../several/browser';
import type { Regions } from './regions';
import type { Home } from './sightings';

/** Somebody with a session, who goes from address to address while these fail. */
export type Person = {
  readonly id: string;
  readonly home: Home;
  readonly browser: Browser;
  /** What was asked and answered so far. */
  readonly events: readonly Event[];
};

/** Those who live in a Region know its servers first, beginning with one of them, and the other ones in need. */
export async function enter({ both }: Regions, home: Home): Promise<Person> {
  const own = both[home.region].servers.map(({ near }) => near);
  const others = both[home.region === 0 ? 1 : 0].servers.map(({ far }) => far);
  const { route, send } = failingOver([...own.slice(home.server), ...own.slice(0, home.server), ...others]);
  const events: Event[] = [];
  const name = `${both[home.region].name} ${randomUUID().slice(0, 4)}`;
  const browser = openBrowser(route, recording(name, events, send));
  const { id } = await browser.api.renameMe(name);
  return { id, home, browser, events };
}

/** Of a list of addresses the one that answered last, or the next one when it does not. */
function failingOver(addresses: readonly string[]) {
  let turn = 0;
  const send = async (address: string, init?: RequestInit): Promise<Response> => {
    const asked = turn;
    const goOn = () => {
      // Two requests that fail together are one failure.
      if (turn === asked) turn += 1;
    };
    try {
      const response = await fetch(address, init);
      if (response.status >= 500) goOn();
      return response;
    } catch (error) {
      if (!init?.signal?.aborted) goOn();
      throw error;
    }
  };
  return { route: () => ({ address: addresses[turn % addresses.length] ?? '' }), send };
}

/** The project open on somebody's screen, by the client of the browser. */
export function openStore({ id, browser }: Person, projectId: string): ProjectStore {
  const store = createProjectStore({
    projectId,
    api: browser.api,
    uuid: randomUUID,
    me: id,
    clientId: id,
  });
  store.start();
  return store;
}
