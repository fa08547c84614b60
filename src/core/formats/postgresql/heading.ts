import type { ExportContext } from './export-context';
import { compareText } from './export-context';
import type { KeptStatements } from './kept-statements';
import { rolesIn } from './owners';

/** The comment that a script begins with: what it is for, what it lacks on purpose, what has to be there. */
export function headingOf(context: ExportContext, kept: KeptStatements, hasIndexFile: boolean): string {
  const { version, options } = context;
  const roles = neededRoles(context, kept);
  const tablespaces = neededTablespaces(context);
  const without = [
    options.comments ? '' : 'comments',
    options.owners ? '' : 'owners',
    options.grants ? '' : 'privileges',
  ].filter((part) => part !== '');
  const lines = [
    `For PostgreSQL ${version}${version < 18 ? ' or newer' : ''}, into an empty database.`,
    without.length === 0 ? '' : `Without ${listed(without)}.`,
    hasIndexFile ? 'Without the indexes in indexes.sql, which is loaded after this.' : '',
    roles.length === 0 ? '' : `Roles that have to exist: ${roles.map(oneLine).join(', ')}.`,
    tablespaces.length === 0 ? '' : `Tablespaces that have to exist: ${tablespaces.map(oneLine).join(', ')}.`,
  ];
  return lines
    .filter((line) => line !== '')
    .map((line) => `-- ${line}\n`)
    .join('');
}

/** Roles that the script names and does not make. */
function neededRoles({ state, options }: ExportContext, kept: KeptStatements): readonly string[] {
  const found = new Set<string>();
  if (options.owners) {
    for (const { body } of state.records()) {
      if ('owner' in body && body.owner !== undefined) found.add(body.owner);
    }
  }
  const policies = kept.afterConstraints.filter(({ body }) => body.tag.endsWith('policy'));
  for (const { body } of [...kept.owners, ...kept.grants, ...policies]) {
    for (const role of rolesIn(body.text)) found.add(role);
  }
  for (const { body } of kept.beforeTables) if (body.tag === 'role') found.delete(body.name);
  return [...found].sort(compareText);
}

function neededTablespaces({ state }: ExportContext): readonly string[] {
  const found = new Set<string>();
  for (const { body } of state.records()) {
    if ('tablespace' in body && body.tablespace !== undefined) found.add(body.tablespace);
  }
  return [...found].sort(compareText);
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** A name in a comment: one with a line break would end it. */
export function oneLine(name: string): string {
  return name.replaceAll(/[\r\n\u2028\u2029]+/g, ' ');
}
