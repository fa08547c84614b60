import type { BodyOf } from '../../../schema/bodies';
import { quoteIdentifier } from '../../../std/sql-identifier';
import type { Query } from '../query';
import type { Address, RecordBuilder } from '../record-builder';

/** Something that the model has no structure for, as the statement that makes it. */
export type Statement = {
  /** The row that it makes; null when it only says something about another one. */
  readonly makes: Address | null;
  /** Command tag in lower case without CREATE. */
  readonly tag: string;
  /** As a person would read it. */
  readonly name: string;
  readonly text: string;
  /** The earliest phase that it can stand in; what it builds on may push it back. */
  readonly phase: BodyOf<'verbatim'>['phase'];
  /** What it is about: it stands behind that and goes with it. */
  readonly about?: Address;
  /** What has to be there besides what the catalogue itself says that it depends on. */
  readonly needs?: readonly Address[];
  /** Reason for the ledger; `kept as text` when absent. */
  readonly reason?: string;
  /** The relation or type that it defines, for its name and for columns of that type. */
  readonly defines?: {
    readonly kind: 'relation' | 'type';
    readonly namespaceOid: string;
    readonly name: string;
  };
};

/** What the readers of statements work with. */
export type Reading = {
  readonly query: Query;
  readonly builder: RecordBuilder;
};

export const readable = (namespace: string | null, name: string): string =>
  namespace === null || namespace === 'public' ? name : `${namespace}.${name}`;

/** SQL for an object's name as it can stand in a statement: qualified unless it is PostgreSQL's own. */
export const qualifiedName = (namespace: string, name: string): string =>
  `CASE WHEN ${namespace} = 'pg_catalog' THEN pg_catalog.quote_ident(${name})
        ELSE pg_catalog.quote_ident(${namespace}) || '.' || pg_catalog.quote_ident(${name}) END`;

/** SQL for a routine as an operand of CREATE AGGREGATE, OPERATOR and the like; NULL for none. */
export const routine = (oid: string): string => `(SELECT ${qualifiedName('rn.nspname', 'r.proname')}
   FROM pg_catalog.pg_proc r JOIN pg_catalog.pg_namespace rn ON rn.oid = r.pronamespace WHERE r.oid = ${oid}::pg_catalog.oid)`;

/** SQL for an operator as an operand: `OPERATOR(ns.+)`; NULL for none. */
export const operator = (
  oid: string,
): string => `(SELECT 'OPERATOR(' || pg_catalog.quote_ident(qn.nspname) || '.' || q.oprname || ')'
   FROM pg_catalog.pg_operator q JOIN pg_catalog.pg_namespace qn ON qn.oid = q.oprnamespace WHERE q.oid = ${oid}::pg_catalog.oid)`;

/** `(\n    A = x,\n    B = y\n)` of what is there; true stands alone. */
export function definition(
  parts: readonly (readonly [name: string, value: string | boolean | null])[],
): string {
  const written = parts.flatMap(([name, value]) => {
    if (value === null || value === false || value === '') return [];
    return [value === true ? `    ${name}` : `    ${name} = ${value}`];
  });
  return `(\n${written.join(',\n')}\n)`;
}

/** A role as the target of TO: PUBLIC is a word, not a name. */
export function role(name: string | null): string {
  return name === null ? 'PUBLIC' : quoteIdentifier(name);
}
