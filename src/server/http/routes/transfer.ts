import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { ExportTarget } from '../../../core/formats/export-target';
import { zipFiles } from '../../../core/formats/zip-files';
import { provenScriptSchema } from '../../../core/protocol/proof';
import { exportReportSchema, importReportSchema } from '../../../core/protocol/transfer';
import { answer, json, plainText, zipArchive } from '../answer';
import type { RateLimit } from '../rate-limit';
import { createRateLimit } from '../rate-limit';
import type { Route } from '../route';
import { actorOf, named, route, uuidOf } from '../route';
import { rateLimited } from '../serve';
import type { AppServices } from '../services';
import { defaultLimits } from '../services';
import { projectIdOf } from './projects';

const importQuery = z.strictObject({
  format: z.enum(['postgresql']).default('postgresql'),
  onConflict: z.enum(['refuse', 'rename']).default('refuse'),
});

const majorVersions = { '14': 14, '15': 15, '16': 16, '17': 17, '18': 18 } as const;

const versionText = z.enum(['14', '15', '16', '17', '18']);

const yesOrNo = z.enum(['true', 'false']).transform((text) => text === 'true');
/** More do not fit into the 16 kB that Node has for an address and the headers behind it. */
const mostIds = 400;
const idList = z
  .string()
  .transform((text) => text.split(','))
  .pipe(
    z
      .array(z.uuid('Ids are UUIDs with commas between them.').toLowerCase())
      .max(mostIds, `It takes at most ${mostIds} ids.`),
  );

const postgresqlOptions = z.strictObject({
  /** 18 when absent. */
  version: versionText.transform((text) => majorVersions[text]).optional(),
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
});

const auroraDsqlOptions = z.strictObject({
  /** Whether foreign keys are written; they are when absent. */
  foreignKeys: yesOrNo.optional(),
});

/** An option of the other format would be without effect, and whoever sends it would not know. */
const exportQuery = z
  .strictObject({
    format: z.enum(['postgresql', 'aurora-dsql']).default('postgresql'),
    report: z.enum(['json']).optional(),
    ...postgresqlOptions.shape,
    ...auroraDsqlOptions.shape,
  })
  .superRefine((query, context) => {
    const foreign = query.format === 'postgresql' ? auroraDsqlOptions.shape : postgresqlOptions.shape;
    const name = Object.keys(foreign).find((one) => query[one as keyof typeof query] !== undefined);
    if (name === undefined) return;
    const message = `The format ${query.format} has no such option.`;
    context.addIssue({ code: 'custom', path: [name], message });
  });

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
      const { signal } = request.request;
      return answer(await projects.importSql(actor, projectIdOf(request), { id, sql, onConflict, signal }));
    },
  });
}

function targetOf({
  format,
  foreignKeys,
  report: _report,
  ...options
}: z.infer<typeof exportQuery>): ExportTarget {
  return format === 'aurora-dsql'
    ? { format, foreignKeys: foreignKeys ?? true }
    : { format, ...options, version: options.version ?? 18 };
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
      const { report } = request.query;
      const target = targetOf(request.query);
      const result = await projects.exportSql(actorOf(request), projectIdOf(request), target);
      return answer(result, (exported) => {
        if (report === 'json') return json(exported);
        return exported.files ? zipArchive(zipFiles(exported.files), 'schema.zip') : plainText(exported.sql);
      });
    },
  });
}

const proveQuery = z.strictObject({ version: versionText.default('18') });

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
