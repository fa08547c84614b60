import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { zipFiles } from '../../../core/formats/zip-files';
import { exportReportSchema, importReportSchema } from '../../../core/protocol/transfer';
import type { Problem } from '../../../core/std/problem';
import { answer, json, plainText, refusal, zipArchive } from '../answer';
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

const majorVersions = { '14': 14, '15': 15, '16': 16, '17': 17, '18': 18 } as const;

const yesOrNo = z.enum(['true', 'false']).transform((text) => text === 'true');
const idList = z
  .string()
  .transform((text) => text.split(','))
  .pipe(z.array(z.uuid('Ids are UUIDs with commas between them.').toLowerCase()).max(5_000));

const exportQuery = z.object({
  format: z.enum(['postgresql', 'aurora-dsql']).default('postgresql'),
  version: z
    .enum(['14', '15', '16', '17', '18'])
    .default('18')
    .transform((text) => majorVersions[text]),
  /** Only what is in these schemas, and what it needs. */
  namespaces: idList.optional(),
  /** Only these tables and other objects, and what they need. */
  selection: idList.optional(),
  comments: yesOrNo.optional(),
  owners: yesOrNo.optional(),
  grants: yesOrNo.optional(),
  ifNotExists: yesOrNo.optional(),
  indexes: z.enum(['inline', 'concurrently']).optional(),
  layout: z.enum(['single', 'per-table']).optional(),
  report: z.enum(['json']).optional(),
});

export function transferRoutes(services: AppServices): readonly Route[] {
  const limit = createRateLimit(services.limits?.imports ?? defaultLimits.imports, () => performance.now());
  return [importRoute(services, limit), exportRoute(services)];
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

const noDsqlYet: Problem = {
  code: 'invalid-operation',
  detail: 'Export for Aurora DSQL is not available in this version. Use format=postgresql.',
};

function exportRoute({ projects }: AppServices): Route {
  return route({
    method: 'GET',
    path: '/projects/:projectId/export',
    name: 'exportSql',
    summary: 'The schema as DDL that loads in one go into an empty database',
    tag: 'transfer',
    access: 'member',
    query: exportQuery,
    bodyKind: 'none',
    success: [
      { status: 200, description: 'DDL', contentType: 'text/plain' },
      {
        status: 200,
        description: 'Several files, where the options make more than one: the first is the one to load',
        contentType: 'application/zip',
      },
      {
        status: 200,
        description: 'With `report=json`: the same with what could not be expressed',
        json: named('ExportReport', exportReportSchema),
      },
    ],
    handle: async (request) => {
      const { format, report, ...options } = request.query;
      const actor = actorOf(request);
      const projectId = projectIdOf(request);
      if (format === 'aurora-dsql') {
        // Whoever may not see the project learns nothing about formats either.
        return answer(await projects.getProject(actor, projectId), () => refusal(noDsqlYet));
      }
      const result = await projects.exportSql(actor, projectId, { format, ...options });
      return answer(result, (exported) => {
        if (report === 'json') return json(exported);
        return exported.files ? zipArchive(zipFiles(exported.files), 'schema.zip') : plainText(exported.sql);
      });
    },
  });
}
