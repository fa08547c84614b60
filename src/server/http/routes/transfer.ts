import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { provenScriptSchema } from '../../../core/protocol/proof';
import type { ExportTarget } from '../../../core/protocol/transfer';
import { exportReportSchema, importReportSchema } from '../../../core/protocol/transfer';
import { answer, json, plainText } from '../answer';
import type { RateLimit } from '../rate-limit';
import { createRateLimit } from '../rate-limit';
import type { Route } from '../route';
import { actorOf, named, route, uuidOf } from '../route';
import { rateLimited } from '../serve';
import type { AppServices } from '../services';
import { defaultLimits } from '../services';
import { projectIdOf } from './projects';

const importQuery = z.object({
  format: z.enum(['postgresql']).default('postgresql'),
  onConflict: z.enum(['refuse', 'rename']).default('refuse'),
});

const exportQuery = z.object({
  format: z.enum(['postgresql', 'aurora-dsql']).default('postgresql'),
  /** Of PostgreSQL. */
  version: z.enum(['14', '15', '16', '17', '18']).default('18'),
  /** For Aurora DSQL: whether foreign keys are written. */
  foreignKeys: z.enum(['true', 'false']).default('true'),
  report: z.enum(['json']).optional(),
});

const majorVersions = { '14': 14, '15': 15, '16': 16, '17': 17, '18': 18 } as const;

export function transferRoutes(services: AppServices): readonly Route[] {
  const limit = createRateLimit(services.limits?.imports ?? defaultLimits.imports, () => performance.now());
  const proofs = createRateLimit(services.limits?.proofs ?? defaultLimits.proofs, () => performance.now());
  return [importRoute(services, limit), exportRoute(services), proveRoute(services, proofs)];
}

function importRoute({ projects }: AppServices, limit: RateLimit): Route {
  return route({
    method: 'POST',
    path: '/projects/:projectId/import',
    name: 'importSql',
    summary: 'Takes in PostgreSQL DDL, such as pg_dump -s writes: all of it or nothing',
    tag: 'transfer',
    access: 'member',
    query: importQuery,
    bodyKind: 'dump',
    takesIdempotencyKey: true,
    success: [
      {
        status: 200,
        description: 'What came in, and a ledger of what the model does not hold',
        json: named('ImportReport', importReportSchema),
      },
    ],
    handle: async (request) => {
      const actor = actorOf(request);
      const wait = limit(actor.id);
      if (wait > 0) return rateLimited(wait);
      const id = uuidOf(request.request.headers.get('idempotency-key')) ?? randomUUID();
      const { onConflict } = request.query;
      const sql = String(request.body);
      return answer(await projects.importSql(actor, projectIdOf(request), { id, sql, onConflict }));
    },
  });
}

function targetOf({ format, version, foreignKeys }: z.infer<typeof exportQuery>): ExportTarget {
  return format === 'aurora-dsql'
    ? { format, foreignKeys: foreignKeys === 'true' }
    : { format, version: majorVersions[version] };
}

function exportRoute({ projects }: AppServices): Route {
  return route({
    method: 'GET',
    path: '/projects/:projectId/export',
    name: 'exportSql',
    summary: 'The schema as DDL for an empty PostgreSQL database, in one go, or an empty Aurora DSQL cluster',
    tag: 'transfer',
    access: 'member',
    query: exportQuery,
    bodyKind: 'none',
    success: [
      { status: 200, description: 'DDL', contentType: 'text/plain' },
      {
        status: 200,
        description: 'With `report=json`: the same with what could not be expressed',
        json: named('ExportReport', exportReportSchema),
      },
    ],
    handle: async (request) => {
      const { report } = request.query;
      const target = targetOf(request.query);
      const result = await projects.exportSql(actorOf(request), projectIdOf(request), target);
      return answer(result, (exported) => (report === 'json' ? json(exported) : plainText(exported.sql)));
    },
  });
}

const proveQuery = z.object({ version: z.enum(['14', '15', '16', '17', '18']).default('18') });

function proveRoute({ projects }: AppServices, limit: RateLimit): Route {
  return route({
    method: 'POST',
    path: '/projects/:projectId/prove',
    name: 'prove',
    summary: 'Executes the DDL on an empty PostgreSQL and compares what is there then with the project',
    tag: 'transfer',
    access: 'member',
    query: proveQuery,
    bodyKind: 'none',
    success: [
      {
        status: 200,
        description: 'The script, and what came of executing it: identical, different or refused',
        json: named('ProvenScript', provenScriptSchema),
      },
    ],
    handle: async (request) => {
      const actor = actorOf(request);
      const wait = limit(actor.id);
      if (wait > 0) return rateLimited(wait);
      const version = majorVersions[request.query.version];
      return answer(await projects.prove(actor, projectIdOf(request), { version }));
    },
  });
}
