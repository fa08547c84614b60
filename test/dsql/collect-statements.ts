import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseSync } from '@swc/core';
import { dsqlCapabilities } from '../../src/server/storage/dsql/capabilities';
import { dsqlForm } from '../../src/server/storage/dsql/execute-migration';
import { migrationsFor } from '../../src/server/storage/migrations';
import * as statementModule from '../../src/server/storage/statements';

/** Something that the server can send to its database. */
export type SentStatement = { readonly name: string; readonly text: string };

const server = join(import.meta.dirname, '../../src/server');

/** Processes without a database, whose statements are for PGlite; and DynamoDB's expressions, which begin alike. */
const elsewhere = /^(?:sql|prove)\/|^presence\/dynamodb/;
/** Collected as they are, put together. */
const composed = /^storage\/(?:statements(?:\.ts|\/)|migrations\/)/;
const tests = /\.(?:test|fixture)\.ts$|-contract\.ts$/;

/** What stands for a part that a statement is put together from. */
const part = '…';

/** Where a statement is put together from parts: what comes of it. */
const fillings: Readonly<Record<string, readonly string[]>> = {
  [`BEGIN ISOLATION LEVEL REPEATABLE READ ${part}`]: [
    'BEGIN ISOLATION LEVEL REPEATABLE READ READ WRITE',
    'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY',
  ],
  [`LISTEN ${part}`]: ['LISTEN versionzero_changes'],
  [`CALL sys.wait_for_job(${part})`]: [`CALL sys.wait_for_job('${'a'.repeat(26)}')`],
  [`DROP INDEX IF EXISTS ${part}`]: ['DROP INDEX IF EXISTS records_parent_idx'],
  [`GRANT SELECT, INSERT, UPDATE, DELETE ON ${part} TO ${part}`]: [
    'GRANT SELECT, INSERT, UPDATE, DELETE ON projects, records TO versionzero',
  ],
};

/** Texts that only begin like SQL. */
const sentences = new Set([`COMMIT was answered ${part}: a statement before it had failed.`]);

/**
 * Everything that the server can send to its database: what `statements` exports, the migrations that Aurora
 * DSQL gets, and every text in the server's sources that begins like SQL. The library that keeps accounts
 * writes its own: see `accounts.pg.test`.
 *
 * @throws Error when there is something of which it cannot be told what is sent
 */
export function collectStatements(): readonly SentStatement[] {
  return [...exportedStatements(), ...migrationStatements(), ...literalStatements()];
}

function exportedStatements(): readonly SentStatement[] {
  return Object.entries(statementModule).flatMap(([group, value]) => {
    if (typeof value !== 'object') throw new Error(`It cannot be told what ${group} sends.`);
    return Object.entries(value).map(([name, { text }]) => ({ name: `${group}.${name}`, text }));
  });
}

function migrationStatements(): readonly SentStatement[] {
  return migrationsFor(dsqlCapabilities).flatMap(({ id, statements }) =>
    statements.map((text, place) => ({
      name: `${id} ${place}`,
      text: dsqlForm(text),
    })),
  );
}

function literalStatements(): readonly SentStatement[] {
  const unused = new Set([...Object.keys(fillings), ...sentences]);
  const found = sourceFiles().flatMap((file) =>
    literalsIn(readFileSync(join(server, file), 'utf8'))
      .filter((literal) => beginsLikeSql.test(literal))
      .flatMap((literal) => {
        unused.delete(literal);
        return sentAs(file, literal);
      }),
  );
  if (unused.size > 0) throw new Error(`Not in the sources any more: ${[...unused].join('; ')}`);
  return found;
}

function sentAs(file: string, literal: string): readonly SentStatement[] {
  if (sentences.has(literal)) return [];
  const texts = literal.includes(part) ? fillings[literal] : [literal];
  if (texts === undefined) throw new Error(`It cannot be told what ${file} sends: ${literal}`);
  const beginning = literal.trim().split(/\s+/).slice(0, 3).join(' ');
  return texts.map((text) => ({ name: `${file} ${beginning}`, text }));
}

function sourceFiles(): readonly string[] {
  return readdirSync(server, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(server, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((file) => !tests.test(file) && !elsewhere.test(file) && !composed.test(file))
    .sort();
}

const beginsLikeSql =
  /^[\s(]*(?:SELECT|INSERT\s+INTO|UPDATE\s+\S|DELETE\s+FROM|MERGE|WITH|VALUES|TABLE|BEGIN|START|COMMIT|END|ROLLBACK|ABORT|SAVEPOINT|RELEASE|SET|RESET|SHOW|LISTEN|UNLISTEN|NOTIFY|CREATE|ALTER|DROP|TRUNCATE|LOCK|GRANT|REVOKE|COMMENT|PREPARE|EXECUTE|DEALLOCATE|DISCARD|DECLARE|FETCH|CALL|DO|EXPLAIN|ANALYZE|VACUUM|COPY)\b/;

/** Every string and template of a source. */
function literalsIn(source: string): readonly string[] {
  const found: string[] = [];
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const node = value as Readonly<Record<string, unknown>>;
    if (node.type === 'StringLiteral') found.push(String(node.value));
    if (node.type === 'TemplateLiteral') found.push(templateText(node.quasis));
    for (const below of Object.values(node)) visit(below);
  };
  visit(parseSync(source, { syntax: 'typescript', target: 'esnext' }).body);
  return found;
}

function templateText(quasis: unknown): string {
  const parts = Array.isArray(quasis) ? (quasis as readonly { readonly cooked?: string }[]) : [];
  return parts.map(({ cooked }) => cooked ?? '').join(part);
}
