/** Says which other database's SQL a script looks like, with a hint what to do; undefined: PostgreSQL's. */
export function foreignDialect(sql: string): string | undefined {
  const start = sql.slice(0, 200_000);
  if (
    /\bENGINE\s*=\s*\w+|\bAUTO_INCREMENT\b|^\s*(?:CREATE TABLE|INSERT INTO|DROP TABLE IF EXISTS)\s+`/im.test(
      start,
    )
  ) {
    return 'This looks like MySQL or MariaDB; only PostgreSQL is read. Convert it first, for example by loading it with pgloader and taking a pg_dump. Nothing was imported.';
  }
  if (
    /^\s*GO\s*$/im.test(start) ||
    /CREATE TABLE\s+\[|\bIDENTITY\s*\(\s*\d+\s*,\s*\d+\s*\)|\bNVARCHAR\s*\(/i.test(start)
  ) {
    return 'This looks like SQL Server; only PostgreSQL is read. Nothing was imported.';
  }
  if (/\bVARCHAR2\s*\(|\bNUMBER\s*\(\s*\d+/i.test(start)) {
    return 'This looks like Oracle; only PostgreSQL is read. Nothing was imported.';
  }
  if (/\bPRAGMA\s+\w+|\bAUTOINCREMENT\b/i.test(start)) {
    return 'This looks like SQLite; only PostgreSQL is read. Nothing was imported.';
  }
  if (/(?<![:\w]):(?:'\w+'|"\w+"|[a-z_]\w*)/i.test(start.replace(/::/g, ''))) {
    return 'If it uses psql variables such as :name, replace them by their values. Nothing was imported.';
  }
  return undefined;
}
