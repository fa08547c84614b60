import { z } from 'zod';
import { version } from '../../../../package.json';
import { json } from '../answer';
import type { Route } from '../route';
import { named, route } from '../route';
import type { AppServices } from '../services';

const health = named(
  'Health',
  z.object({
    status: z.literal('ok'),
    engine: z.enum(['embedded', 'postgres', 'dsql']),
    version: z.string(),
  }),
);

export function healthRoutes({ engine }: AppServices): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/health',
      name: 'getHealth',
      summary: 'Whether the server and its database answer',
      tag: 'server',
      access: 'anyone',
      bodyKind: 'none',
      success: [{ status: 200, description: 'Ready to serve', json: health }],
      handle: async () => {
        await engine.pool.query('SELECT 1');
        return json({ status: 'ok', engine: engine.kind, version });
      },
    }),
  ];
}
