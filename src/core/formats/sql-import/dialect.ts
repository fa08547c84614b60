import { parseDataType } from '../../schema/data-type';
import type { SchemaRecord } from '../../schema/record';
import { isKind } from '../../schema/record';
import type { Problem } from '../../std/problem';
import { positionOf } from './source';

/** Another database whose SQL this is not. */
type Dialect = {
  readonly name: string;
  /** What to do to get it in. */
  readonly advice: string;
  /** Words that PostgreSQL does not have, or has under other names. */
  readonly signs: RegExp;
};

const dialects: readonly Dialect[] = [
  {
    name: 'MySQL or MariaDB',
    advice: 'Convert it first, for example by loading it with pgloader and taking a pg_dump.',
    signs:
      /\bENGINE\s*=\s*\w+|\bAUTO_INCREMENT\b|^\s*(?:CREATE TABLE(?: IF NOT EXISTS)?|INSERT INTO|DROP TABLE IF EXISTS|LOCK TABLES|ALTER TABLE)\s+`|^\s*DELIMITER\s+\S+\s*$|\/\*!\d{5}\b/im,
  },
  {
    name: 'SQL Server',
    advice: 'Convert it first, for example by loading it with pgloader and taking a pg_dump.',
    signs:
      /^\s*GO\s*$|\b(?:TABLE|INTO|ON|REFERENCES|USE)\s+\[\w|\[dbo\]\.|\bIDENTITY\s*\(\s*\d+\s*,\s*\d+\s*\)|\bNVARCHAR\s*\(|\bUNIQUEIDENTIFIER\b|\bCLUSTERED\s*\(/im,
  },
  {
    name: 'Oracle',
    advice: 'Convert it first, for example with ora2pg.',
    signs: /\bN?VARCHAR2\s*\(|\bNUMBER\s*\(\s*\d+|^\s*\/\s*$[\s\S]*\bCREATE OR REPLACE TRIGGER\b/im,
  },
  {
    name: 'SQLite',
    advice: 'Convert it first, for example by loading it with pgloader and taking a pg_dump.',
    signs: /^\s*PRAGMA\s+\w+|\bAUTOINCREMENT\b|\bWITHOUT\s+ROWID\b/im,
  },
];

const searchedCharacters = 200_000;

/** Says which other database's SQL a script looks like, and what to do; undefined: none of those known. */
export function foreignDialect(sql: string): string | undefined {
  const start = sql.slice(0, searchedCharacters);
  const found = dialects.find(({ signs }) => signs.test(start));
  return found && `This looks like ${found.name}; only PostgreSQL is read. ${found.advice}`;
}

/** Whether a script uses variables of psql (`:name`, `:'name'`), which are no SQL. */
export function usesPsqlVariables(sql: string): boolean {
  const start = sql.slice(0, searchedCharacters).replace(/::/g, '');
  return /(?<![:\w]):(?:'\w+'|"\w+"|[a-z_]\w*)/i.test(start);
}

/**
 * Types of other databases that PostgreSQL's parser takes for names of types that somebody made. A script
 * full of them is read without an error and means nothing to PostgreSQL.
 */
const foreignTypes: Readonly<Record<string, string>> = {
  ...{ varchar2: 'Oracle', nvarchar2: 'Oracle', number: 'Oracle', clob: 'Oracle', binary_double: 'Oracle' },
  ...{ tinyint: 'MySQL or SQL Server', mediumint: 'MySQL', datetime: 'MySQL, SQL Server or SQLite' },
  ...{
    longtext: 'MySQL',
    mediumtext: 'MySQL',
    tinytext: 'MySQL',
    longblob: 'MySQL',
    blob: 'MySQL or SQLite',
  },
  ...{
    nvarchar: 'SQL Server',
    uniqueidentifier: 'SQL Server',
    datetime2: 'SQL Server',
    smalldatetime: 'SQL Server',
  },
  ...{ ntext: 'SQL Server', datetimeoffset: 'SQL Server', varbinary: 'MySQL or SQL Server' },
};

/**
 * What to say of the first type that only another database has: PostgreSQL's parser takes any name for a
 * type's, but PostgreSQL would not make that table. Undefined: there is none.
 */
export function foreignTypeProblem(sql: string, records: readonly SchemaRecord[]): Problem | undefined {
  const seen = new Set<string>();
  for (const record of records) {
    if (!isKind(record, 'column') || record.body.typeId !== undefined) continue;
    if (seen.has(record.body.type)) continue;
    seen.add(record.body.type);
    const type = parseDataType(record.body.type);
    const name = type.ok && type.value.namespace === null ? type.value.name : '';
    if (!Object.hasOwn(foreignTypes, name)) continue;
    const detail = `PostgreSQL has no type ${name}. This looks like ${foreignTypes[name]}; only PostgreSQL is read. Nothing was imported.`;
    const at = sql.search(new RegExp(`\\b${name}\\b`, 'i'));
    return { code: 'unknown-type', detail, ...(at >= 0 && positionOf(sql, at)) };
  }
  return undefined;
}
