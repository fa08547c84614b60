import { quoteIdentifier, quoteLiteral, quoteQualifiedName } from '../../../std/sql-identifier';
import { inUserNamespace, notOfExtension, readRows } from '../query';
import { address } from '../record-builder';
import type { Reading, Statement } from './statement';
import { definition, operator, readable, routine } from './statement';

type RoutineRow = {
  readonly oid: string;
  readonly namespace: string;
  readonly name: string;
  readonly kind: 'f' | 'p' | 'w';
  readonly definition: string;
};

/** Functions and procedures. Those that a range type brings are its own. */
export async function readRoutines({ query }: Reading): Promise<readonly Statement[]> {
  const rows = await readRows<RoutineRow>(
    query,
    `SELECT f.oid::text AS oid, n.nspname AS namespace, f.proname AS name, f.prokind AS kind,
            pg_catalog.pg_get_functiondef(f.oid) AS definition
       FROM pg_catalog.pg_proc f JOIN pg_catalog.pg_namespace n ON n.oid = f.pronamespace
      WHERE f.prokind <> 'a' AND ${inUserNamespace('f.pronamespace')} AND ${notOfExtension('pg_proc', 'f.oid')}
        AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.deptype = 'i' AND d.objid = f.oid
                           AND d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass)
      ORDER BY n.nspname COLLATE "C", f.proname COLLATE "C", f.oid::pg_catalog.regprocedure::text COLLATE "C"`,
  );
  return rows.map((row) => ({
    makes: address('pg_proc', row.oid),
    tag: row.kind === 'p' ? 'procedure' : 'function',
    name: readable(row.namespace, row.name),
    text: row.definition.trimEnd(),
    phase: 'before tables',
  }));
}

type AggregateRow = Readonly<
  Record<
    | 'oid'
    | 'namespace'
    | 'name'
    | 'arguments'
    | 'kind'
    | 'parallel'
    | 'sfunc'
    | 'stype'
    | 'finalModify'
    | 'movingFinalModify',
    string
  > &
    Record<
      | 'finalfunc'
      | 'combinefunc'
      | 'serialfunc'
      | 'deserialfunc'
      | 'initial'
      | 'msfunc'
      | 'minvfunc'
      | 'mstype'
      | 'mfinalfunc'
      | 'movingInitial'
      | 'sortOperator'
      | 'space'
      | 'movingSpace',
      string | null
    > &
    Record<'finalExtra' | 'movingFinalExtra', boolean>
>;

export async function readAggregates({ query }: Reading): Promise<readonly Statement[]> {
  const rows = await readRows<AggregateRow>(
    query,
    `SELECT f.oid::text AS oid, n.nspname AS namespace, f.proname AS name, a.aggkind AS kind, f.proparallel AS parallel,
            pg_catalog.pg_get_function_arguments(f.oid) AS arguments,
            ${routine('a.aggtransfn')} AS sfunc, pg_catalog.format_type(a.aggtranstype, NULL) AS stype,
            nullif(a.aggtransspace, 0)::text AS space, ${routine('a.aggfinalfn')} AS finalfunc,
            a.aggfinalextra AS "finalExtra", a.aggfinalmodify AS "finalModify", ${routine('a.aggcombinefn')} AS combinefunc,
            ${routine('a.aggserialfn')} AS serialfunc, ${routine('a.aggdeserialfn')} AS deserialfunc, a.agginitval AS initial,
            ${routine('a.aggmtransfn')} AS msfunc, ${routine('a.aggminvtransfn')} AS minvfunc,
            CASE WHEN a.aggmtranstype <> 0 THEN pg_catalog.format_type(a.aggmtranstype, NULL) END AS mstype,
            nullif(a.aggmtransspace, 0)::text AS "movingSpace", ${routine('a.aggmfinalfn')} AS mfinalfunc,
            a.aggmfinalextra AS "movingFinalExtra", a.aggmfinalmodify AS "movingFinalModify", a.aggminitval AS "movingInitial",
            ${operator('a.aggsortop')} AS "sortOperator"
       FROM pg_catalog.pg_aggregate a JOIN pg_catalog.pg_proc f ON f.oid = a.aggfnoid
       JOIN pg_catalog.pg_namespace n ON n.oid = f.pronamespace
      WHERE ${inUserNamespace('f.pronamespace')} AND ${notOfExtension('pg_proc', 'f.oid')}
      ORDER BY n.nspname COLLATE "C", f.proname COLLATE "C", f.oid::pg_catalog.regprocedure::text COLLATE "C"`,
  );
  return rows.map((row) => ({
    makes: address('pg_proc', row.oid),
    tag: 'aggregate',
    name: readable(row.namespace, row.name),
    text: aggregateText(row),
    phase: 'before tables',
  }));
}

/** What a final function may do to the state: not to be written where it is the kind's usual. */
function modifyWord(letter: string, usual: string): string | null {
  if (letter === usual) return null;
  return letter === 'r' ? 'READ_ONLY' : letter === 's' ? 'SHAREABLE' : 'READ_WRITE';
}

function aggregateText(row: AggregateRow): string {
  const isOrdinary = row.kind === 'n';
  const usualModify = isOrdinary ? 'r' : 'w';
  const args = row.arguments === '' ? '*' : row.arguments;
  const literal = (value: string | null) => (value === null ? null : quoteLiteral(value));
  return `CREATE AGGREGATE ${quoteQualifiedName(row.namespace, row.name)}(${args}) ${definition([
    ['SFUNC', row.sfunc],
    ['STYPE', row.stype],
    ['SSPACE', row.space],
    ['FINALFUNC', row.finalfunc],
    ['FINALFUNC_EXTRA', row.finalExtra],
    ['FINALFUNC_MODIFY', row.finalfunc === null ? null : modifyWord(row.finalModify, usualModify)],
    ['COMBINEFUNC', row.combinefunc],
    ['SERIALFUNC', row.serialfunc],
    ['DESERIALFUNC', row.deserialfunc],
    ['INITCOND', literal(row.initial)],
    ['MSFUNC', row.msfunc],
    ['MINVFUNC', row.minvfunc],
    ['MSTYPE', row.mstype],
    ['MSSPACE', row.movingSpace],
    ['MFINALFUNC', row.mfinalfunc],
    ['MFINALFUNC_EXTRA', row.movingFinalExtra],
    ['MFINALFUNC_MODIFY', row.mfinalfunc === null ? null : modifyWord(row.movingFinalModify, usualModify)],
    ['MINITCOND', literal(row.movingInitial)],
    ['SORTOP', row.sortOperator],
    ['PARALLEL', row.parallel === 'u' ? null : row.parallel === 's' ? 'SAFE' : 'RESTRICTED'],
    ['HYPOTHETICAL', row.kind === 'h'],
  ])}`;
}

type OperatorRow = Readonly<
  Record<'oid' | 'namespace' | 'name' | 'routine', string> &
    Record<'left' | 'right' | 'commutator' | 'negator' | 'restrict' | 'join', string | null> &
    Record<'hashes' | 'merges', boolean>
>;

export async function readOperators({ query }: Reading): Promise<readonly Statement[]> {
  const rows = await readRows<OperatorRow>(
    query,
    `SELECT o.oid::text AS oid, n.nspname AS namespace, o.oprname AS name, ${routine('o.oprcode')} AS routine,
            CASE WHEN o.oprleft <> 0 THEN pg_catalog.format_type(o.oprleft, NULL) END AS left,
            CASE WHEN o.oprright <> 0 THEN pg_catalog.format_type(o.oprright, NULL) END AS right,
            ${operator('o.oprcom')} AS commutator, ${operator('o.oprnegate')} AS negator,
            ${routine('o.oprrest')} AS restrict, ${routine('o.oprjoin')} AS join,
            o.oprcanhash AS hashes, o.oprcanmerge AS merges
       FROM pg_catalog.pg_operator o JOIN pg_catalog.pg_namespace n ON n.oid = o.oprnamespace
      WHERE o.oprcode <> 0 AND ${inUserNamespace('o.oprnamespace')} AND ${notOfExtension('pg_operator', 'o.oid')}
      ORDER BY n.nspname COLLATE "C", o.oprname COLLATE "C", o.oid::pg_catalog.regoperator::text COLLATE "C"`,
  );
  return rows.map((row) => ({
    makes: address('pg_operator', row.oid),
    tag: 'operator',
    name: readable(row.namespace, row.name),
    text: `CREATE OPERATOR ${quoteIdentifier(row.namespace)}.${row.name} ${definition([
      ['FUNCTION', row.routine],
      ['LEFTARG', row.left],
      ['RIGHTARG', row.right],
      ['COMMUTATOR', row.commutator],
      ['NEGATOR', row.negator],
      ['RESTRICT', row.restrict],
      ['JOIN', row.join],
      ['HASHES', row.hashes],
      ['MERGES', row.merges],
    ])}`,
    phase: 'before tables',
  }));
}
