/** What several statements have in common. */

/** ISO 8601 in UTC with microseconds: a JavaScript Date would cut them, and then pages skip and cursors miss. */
export const isoTime = (column: string) =>
  `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/** Records of a segment count only once its import is published. $job sees its own before that. */
export const visible = (alias: string, job: string) =>
  `(${alias}.segment IS NULL OR ${alias}.segment = ${job} OR EXISTS (
      SELECT 1 FROM jobs j WHERE j.project_id = ${alias}.project_id AND j.id = ${alias}.segment AND j.state = 'published'))`;

export const recordColumns = (alias: string) =>
  ['id', 'kind', 'parent_id', 'parent_face', 'face', 'version', 'fields', 'body']
    .map((column) => `${alias}.${column}`)
    .join(', ');

/**
 * The rows that a statement is given, one array per column from parameter `first` on, to be joined with the rows they name. The limit
 * takes nothing away. Of a limit that it does not know the planner expects a tenth, so it looks up each row
 * by its key; it would rather read a whole project that it believes to be small.
 */
export function given(first: number, columns: Readonly<Record<string, string>>): string {
  const arrays = Object.values(columns).map((type, place) => `$${first + place}::${type}[]`);
  const names = Object.keys(columns).join(', ');
  return `(SELECT * FROM unnest(${arrays.join(', ')}) AS u(${names}) LIMIT cardinality(${arrays[0]}))`;
}

/**
 * The rows of a project ($1) that belong to one row of what stands before it. The limit, which no project reaches,
 * keeps the planner from turning the join round: of lists and tables that it believes to be short it would read the
 * whole project, and compare each of its rows with each of the list.
 */
export const eachOf = (table: string, condition: string) => {
  const [, alias] = table.split(' ');
  return `LATERAL (SELECT ${alias}.* FROM ${table} WHERE ${alias}.project_id = $1 AND ${condition} LIMIT 1000000)`;
};

export const givenNames = { scope: 'text', name: 'text', record_id: 'uuid' };

/** Deleted, less than so many days ago. */
export const inTrash = (days: string) =>
  `p.state = 'deleted' AND p.deleted_at > now() - make_interval(days => ${days}::int)`;
