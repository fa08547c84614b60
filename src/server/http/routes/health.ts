import { z } from 'zod';
import { version } from '../../../../package.json';
import type { Problem } from '../../../core/std/problem';
import type { Readiness } from '../../storage/readiness';
import { createReadiness } from '../../storage/readiness';
import { json, refusal } from '../answer';
import type { Route } from '../route';
import { named, route } from '../route';
import type { AppServices } from '../services';
import { defaultLimits } from '../services';

const health = named(
  'Health',
  z.object({
    status: z.literal('ok'),
    engine: z.enum(['embedded', 'postgres', 'dsql']),
    version: z.string(),
  }),
);

const readiness = named('Readiness', z.object({ status: z.literal('ready') }));

const common = {
  method: 'GET',
  tag: 'server',
  access: 'anyone',
  bodyKind: 'none',
  isFrequent: true,
} as const;

/** For whoever watches over the process, and whoever sends it requests: nothing that is not for everybody. */
export function healthRoutes({ engine, stopping, limits }: AppServices): readonly Route[] {
  const { readyWithinMs } = { ...defaultLimits, ...limits };
  const askDatabase = createReadiness(engine, readyWithinMs);
  return [
    route({
      ...common,
      path: '/health',
      name: 'getHealth',
      summary: 'Whether the process answers: restart it when it does not. The database is not asked',
      success: [{ status: 200, description: 'It lives', json: health }],
      handle: async () => json({ status: 'ok', engine: engine.kind, version }),
    }),
    route({
      ...common,
      path: '/health/ready',
      name: 'getReadiness',
      summary: 'Whether requests can be served: send them elsewhere while they cannot',
      success: [
        {
          status: 200,
          description:
            'The database answers and is up to date. Otherwise, and while the server is stopping, 503 within 2 s',
          json: readiness,
        },
      ],
      handle: async () => {
        const found = stopping.aborted ? 'stopping' : await askDatabase();
        return found === 'ready'
          ? json({ status: found })
          : refusal(problemOf(found), { 'retry-after': '1' });
      },
    }),
  ];
}

function problemOf(found: Exclude<Readiness, 'ready'> | 'stopping'): Problem {
  return { code: 'unavailable', detail: details[found] };
}

const details = {
  stopping: 'The server is stopping.',
  'no answer': 'The database does not answer.',
  'not migrated': 'The database is not up to date: run npm run migrate.',
} as const;
