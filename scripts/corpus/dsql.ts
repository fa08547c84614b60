import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { preprocess } from '../../src/core/formats/sql-import/preprocess';

/** What AWS's linter has against a script. */
export type DsqlFinding = { readonly rule: string; readonly line: number; readonly message: string };

/** Where the linter is: npm brings it for Linux on x64 only. Undefined on other platforms. */
export function findDsqlLint(): string | undefined {
  try {
    const file = createRequire(import.meta.url).resolve('@aws/dsql-lint-linux-x64/package.json');
    return join(dirname(file), 'bin', 'dsql-lint');
  } catch {
    return undefined;
  }
}

/**
 * Lints a script for Aurora DSQL; an empty list is what an export has to come to, as even what the linter
 * could repair is something that Aurora DSQL refuses.
 *
 * @throws Error when the linter is not there or breaks down
 */
export async function lintDsql(sql: string): Promise<readonly DsqlFinding[]> {
  const program = findDsqlLint();
  if (program === undefined) throw new Error('dsql-lint is not installed: it comes for Linux on x64 only.');
  const output = await new Promise<string>((resolve, reject) => {
    const child = execFile(
      program,
      ['--format', 'json', '-'],
      { maxBuffer: 256 * 1024 * 1024 },
      (error, stdout, stderr) => {
        // 1 says that there are findings.
        if (error && error.code !== 1) reject(new Error(`dsql-lint: ${error.message}\n${stderr}`));
        else resolve(stdout);
      },
    );
    child.stdin?.end(sql);
  });
  const { files } = JSON.parse(output) as {
    readonly files: readonly {
      readonly diagnostics: readonly DsqlFinding[];
      readonly error: string | null;
    }[];
  };
  return files.flatMap(({ diagnostics, error }) => [
    ...diagnostics.map(({ rule, line, message }) => ({ rule, line, message })),
    ...(error === null ? [] : [{ rule: 'file', line: 1, message: error }]),
  ]);
}

/**
 * The statements of an export for Aurora DSQL as plain PostgreSQL takes them: without ASYNC, else as they are.
 */
export function statementsForPostgresql(sql: string): readonly string[] {
  return preprocess(sql).statements.map(({ text }) =>
    text.replace(/^(CREATE (?:UNIQUE )?INDEX) ASYNC /, '$1 ').replace(/^ALTER TABLE ASYNC /, 'ALTER TABLE '),
  );
}
