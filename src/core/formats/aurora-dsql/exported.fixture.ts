import type { Design } from '../../schema/design.fixture';
import type { AuroraDsqlOptions } from './export-aurora-dsql';
import { exportAuroraDsql } from './export-aurora-dsql';

/** The script without its heading, and the report as `name: message` lines. */
export function exported(design: Design, options?: AuroraDsqlOptions) {
  const { sql, report } = exportAuroraDsql(design.state, options);
  const statements = sql.slice(sql.indexOf('\n\n') + 2);
  return { sql: statements, notes: report.map(({ name, message }) => `${name}: ${message}`), report };
}

/** The lines between the parentheses of the only CREATE TABLE. */
export function columnsOf(design: Design): readonly string[] {
  const { sql } = exported(design);
  const lines = sql.slice(sql.indexOf('CREATE TABLE'), sql.indexOf('\n);')).split('\n').slice(1);
  return lines.map((line) => line.trim().replace(/,$/, '').replace(/ +/g, ' '));
}
