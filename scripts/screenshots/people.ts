/** Who is in the pictures. */
import type { Browser, BrowserContext } from 'playwright-core';

/** An account of the server that is pictured. `state` signs a browser in. */
export type Person = {
  readonly name: string;
  readonly state: Awaited<ReturnType<BrowserContext['storageState']>>;
};

/** The same names and colours in every run. The viewer is Ada; Nora is the one with many projects. */
const cast = {
  ada: { name: 'Ada Brandt', color: '#175cd3' },
  ben: { name: 'Ben Okafor', color: '#c01574' },
  mina: { name: 'Mina Sato', color: '#0e7466' },
  nora: { name: 'Nora Lind', color: '#6938ef' },
} as const;

export type People = { readonly [Who in keyof typeof cast]: Person };

const mostTries = 200;

/** A guest of this name and colour. Colours hang on ids, which are random: guests are made until it fits. */
async function guest(
  browser: Browser,
  origin: string,
  { name, color }: (typeof cast)[keyof typeof cast],
): Promise<Person> {
  for (let tries = 0; tries < mostTries; tries += 1) {
    const context = await browser.newContext();
    try {
      const answer = await context.request.patch(`${origin}/api/v1/me`, { data: { name } });
      const me: { color?: string } = await answer.json();
      if (me.color === color) return { name, state: await context.storageState() };
    } finally {
      await context.close();
    }
  }
  throw new Error(`No guest got the colour ${color} in ${mostTries} tries.`);
}

export async function invitePeople(browser: Browser, origin: string): Promise<People> {
  const make = (who: keyof typeof cast) => guest(browser, origin, cast[who]);
  return {
    ada: await make('ada'),
    ben: await make('ben'),
    mina: await make('mina'),
    nora: await make('nora'),
  };
}
