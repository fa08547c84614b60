import type { RecordId } from '../../../schema/ids';
import { orderKeyBetween } from '../../../schema/order-key';
import { readRows } from '../query';
import type { RecordBuilder } from '../record-builder';
import { address } from '../record-builder';
import { splitCircularViews } from './circular-views';
import { readDefaultPrivileges, readExtensions, readPublications } from './database';
import { readForeignTables, readServers, readUserMappings, readWrappers } from './foreign';
import { readComments, readOwners, readPrivileges } from './generic';
import { readEventTriggers, readPolicies, readRules, readStatistics, readTriggers } from './on-tables';
import { readOperatorClasses, readOperatorFamilies } from './operator-classes';
import type { Edge } from './order-statements';
import { orderStatements } from './order-statements';
import { readAggregates, readOperators, readRoutines } from './routines';
import type { Reading, Statement } from './statement';
import { tableSettings } from './table-settings';
import { readTextSearch } from './text-search';
import {
  readAccessMethods,
  readBaseTypes,
  readCasts,
  readCollations,
  readConversions,
  readLanguages,
  readTransforms,
} from './types';
import { readViews } from './views';

/** Everything that the model keeps as text, in the order in which it is written where nothing else decides. */
const readers: readonly ((reading: Reading) => Promise<readonly Statement[]>)[] = [
  readExtensions,
  readAccessMethods,
  readLanguages,
  readWrappers,
  readServers,
  readUserMappings,
  readCollations,
  readBaseTypes,
  readRoutines,
  readAggregates,
  readOperators,
  readOperatorFamilies,
  readOperatorClasses,
  readCasts,
  readTransforms,
  readConversions,
  readTextSearch,
  readForeignTables,
  async ({ builder }) => tableSettings(builder),
  readViews,
  readRules,
  readTriggers,
  readPolicies,
  readStatistics,
  readPublications,
  readComments,
  readOwners,
  readPrivileges,
  readDefaultPrivileges,
  // They look at every statement that comes after them.
  readEventTriggers,
];

/** Reads all that is kept as text and adds it to the records, in an order in which it can run. */
export async function buildStatements(reading: Reading): Promise<void> {
  const statements: Statement[] = [];
  for (const read of readers) statements.push(...(await read(reading)));
  const split = splitCircularViews(reading.builder, statements, await readEdges(reading));
  const ordered = orderStatements(split.statements, split.edges, (row) => phaseOfRow(reading.builder, row));
  let order: string | null = null;
  // Ids first: a comment on a view belongs to the view's record, which may come later in the phases.
  for (const { makes } of ordered) {
    if (makes !== null && reading.builder.idOf(makes) === undefined)
      reading.builder.bind(reading.builder.mint(), makes);
  }
  for (const statement of ordered) {
    const { builder } = reading;
    const id: RecordId =
      (statement.makes === null ? undefined : builder.idOf(statement.makes)) ?? builder.mint();
    order = orderKeyBetween(order, null, id);
    addStatement(builder, statement, id, order);
  }
}

function addStatement(builder: RecordBuilder, statement: Statement, id: RecordId, order: string): void {
  const { tag, name, text, phase, about, defines } = statement;
  const namespaceId = defines && builder.idOf(address('pg_namespace', defines.namespaceOid));
  const defined = namespaceId !== undefined && defines ? { namespaceId, name: defines.name } : undefined;
  builder.add(
    'verbatim',
    {
      tag,
      name: name.slice(0, 300),
      text,
      recordId: about === undefined ? undefined : builder.idOf(about),
      phase,
      order,
      definesType: defined,
      definesRelation: defines?.kind === 'relation' ? defined : undefined,
    },
    id,
  );
  builder.note(tag, name, statement.reason ?? 'kept as text');
}

/** Where the records of the model stand in a script, for statements that build on them. */
function phaseOfRow(builder: RecordBuilder, row: string): Statement['phase'] | undefined {
  const [catalogue, oid = ''] = row.split(':');
  switch (catalogue) {
    case 'pg_class': {
      const relation = builder.picture.relationByOid.get(oid);
      if (relation) return relation.kind === 'S' ? 'before tables' : 'after tables';
      // An index; a composite type's row is there with its type.
      return builder.picture.indexByOid.has(oid) ? 'after constraints' : 'before tables';
    }
    case 'pg_constraint':
      return 'after constraints';
    default:
      return undefined;
  }
}

type EdgeRow = { readonly from: string; readonly to: string };

/**
 * pg_depend as far as statements are concerned: a view depends on what its rule does, row types stand for their
 * relation, arrays for their elements and multiranges for their ranges.
 */
async function readEdges({ query }: Reading): Promise<readonly Edge[]> {
  const catalogue = (oid: string) => `(SELECT k.relname FROM pg_catalog.pg_class k WHERE k.oid = ${oid})`;
  return readRows<EdgeRow>(
    query,
    `SELECT DISTINCT
        CASE WHEN r.oid IS NOT NULL AND r.rulename = '_RETURN' THEN 'pg_class:' || r.ev_class
             ELSE ${catalogue('d.classid')} || ':' || d.objid END AS "from",
        CASE WHEN t.oid IS NULL THEN ${catalogue('d.refclassid')} || ':' || d.refobjid
             WHEN coalesce(e.typrelid, t.typrelid) <> 0 THEN 'pg_class:' || coalesce(e.typrelid, t.typrelid)
             ELSE 'pg_type:' || coalesce(e.oid, m.rngtypid, t.oid) END AS "to"
       FROM pg_catalog.pg_depend d
       LEFT JOIN pg_catalog.pg_rewrite r ON d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND r.oid = d.objid
       LEFT JOIN pg_catalog.pg_type t ON d.refclassid = 'pg_catalog.pg_type'::pg_catalog.regclass AND t.oid = d.refobjid
       LEFT JOIN pg_catalog.pg_type e ON t.typelem <> 0 AND t.typcategory = 'A' AND e.oid = t.typelem
       LEFT JOIN pg_catalog.pg_range m ON m.rngmultitypid = t.oid
       LEFT JOIN pg_catalog.pg_class c ON d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND c.oid = d.objid
      WHERE d.objid >= 16384 AND d.refobjid >= 16384 AND d.deptype IN ('n', 'a', 'i')
        AND d.classid NOT IN ('pg_catalog.pg_attrdef'::pg_catalog.regclass, 'pg_catalog.pg_constraint'::pg_catalog.regclass)
        AND (c.oid IS NULL OR c.relkind IN ('v', 'm', 'f'))
        AND NOT (d.classid = d.refclassid AND d.objid = d.refobjid)
      ORDER BY 1, 2`,
  );
}
