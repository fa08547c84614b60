import { quoteIdentifier } from '../../../std/sql-identifier';
import type { Address, RecordBuilder } from '../record-builder';
import type { Edge } from './order-statements';
import type { Statement } from './statement';

/**
 * Views that read from themselves, by CREATE OR REPLACE: first come views with the same columns and no rows,
 * then what they really are (pg_dump does the same).
 */
export function splitCircularViews(
  builder: RecordBuilder,
  statements: readonly Statement[],
  edges: readonly Edge[],
): { readonly statements: readonly Statement[]; readonly edges: readonly Edge[] } {
  const circular = new Set(
    statements.flatMap(({ tag, makes, text }) =>
      tag === 'view' && makes !== null && namesItself(text) ? [makes] : [],
    ),
  );
  if (circular.size === 0) return { statements, edges };
  return {
    statements: statements.flatMap((statement) =>
      statement.tag === 'view' && statement.makes !== null && circular.has(statement.makes)
        ? splitView(builder, statement, statement.makes)
        : [statement],
    ),
    edges: edges.map((edge) => (circular.has(edge.from) ? { ...edge, from: realView(edge.from) } : edge)),
  };
}

/** PostgreSQL prints relations qualified, and the names of columns not. */
function namesItself(text: string): boolean {
  const at = text.indexOf(' AS\n');
  const name = text.slice('CREATE VIEW '.length, at).split(' WITH (')[0] ?? '';
  return text
    .slice(at)
    .split(/[\s,;()]+/)
    .includes(name);
}

const realView = (view: Address): Address => `real ${view}`;

function splitView(builder: RecordBuilder, statement: Statement, view: Address): readonly Statement[] {
  const columns = builder.picture.columnsByRelation.get(view.split(':')[1] ?? '') ?? [];
  const nulls = columns.map(({ name, type }) => `NULL::${type} AS ${quoteIdentifier(name)}`);
  // Without options: it is none that could be checked or updated.
  const head = statement.text.slice(0, statement.text.indexOf(' AS\n')).split(' WITH (')[0] ?? '';
  const { defines: _defines, ...rest } = statement;
  return [
    { ...statement, text: `${head} AS\n SELECT ${nulls.join(', ')}` },
    {
      ...rest,
      makes: realView(view),
      about: view,
      text: statement.text.replace('CREATE VIEW', 'CREATE OR REPLACE VIEW'),
    },
  ];
}
