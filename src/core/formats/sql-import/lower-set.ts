import { nameOf, stringsOf } from './ast';
import type { ImportContext } from './context';
import { cannotFollow, diagnose, isUnusualPath } from './context';
import { roleName } from './owners';
import type { CreateSchemaStmt, Node, SelectStmt, VariableSetStmt } from './parse';

/** Where unqualified names are looked up when a script says nothing. */
export const defaultSearchPath: readonly string[] = ['public'];

/** SET. Only what changes the meaning of the statements that follow matters. */
export function lowerSet(context: ImportContext, statement: VariableSetStmt): void {
  const values = (statement.args ?? []).map(constantText);
  switch (statement.name) {
    case 'search_path':
      setSearchPath(context, statement.kind === 'VAR_SET_VALUE' ? values : null);
      return;
    case 'standard_conforming_strings':
      if (/^(?:off|false|0|no)$/i.test(values[0] ?? '')) {
        diagnose(
          context,
          'warning',
          'escapes',
          'The script switches standard_conforming_strings off; backslashes in plain strings are read as ordinary characters all the same.',
        );
      }
      return;
    case 'role':
    case 'session_authorization':
      context.report.count('role', 'SET ROLE', 'skipped: who owns an object is not part of a design');
      return;
    default:
      return;
  }
}

/** SELECT in a script: pg_dump's way to set the search path, sequence values, or data. */
export function lowerSelect(context: ImportContext, statement: SelectStmt): void {
  const calls = (statement.targetList ?? []).flatMap(callOf);
  const [call] = calls;
  if (call?.name === 'set_config' && call.args[0] === 'search_path') {
    setSearchPath(context, (call.args[1] ?? '').split(',').map(unquoted).filter(Boolean));
    return;
  }
  if (call?.name === 'set_config') return;
  if (call?.name === 'setval') {
    context.report.count('data', 'setval', 'skipped: data is not part of a design');
    return;
  }
  context.report.count('data', 'SELECT', 'skipped: data is not part of a design');
  const own = calls.find((one) => one.isUnknown);
  if (own) {
    cannotFollow(
      context,
      `“${own.name}” was not called: if it changes the schema, those changes are missing here. Import a dump of the finished database instead.`,
    );
  }
}

function setSearchPath(context: ImportContext, names: readonly string[] | null): void {
  const path =
    names?.filter((name) => name !== '$user' && name !== 'pg_catalog' && name !== '') ?? defaultSearchPath;
  context.session.searchPath = path;
  if (isUnusualPath(path)) {
    context.report.diagnoseOnce(
      'warning',
      'search-path',
      'The script sets a search_path. Names of tables, types and functions were resolved with it, and statements kept as text set it themselves; operators, collations and names in strings inside expressions stay as they are written.',
      context.source.start,
    );
  }
}

function unquoted(text: string): string {
  const trimmed = text.trim();
  return trimmed.startsWith('"') ? trimmed.slice(1, -1).replaceAll('""', '"') : trimmed.toLowerCase();
}

type Call = { readonly name: string; readonly args: readonly string[]; readonly isUnknown: boolean };

function callOf(node: Node): readonly Call[] {
  const value = 'ResTarget' in node ? node.ResTarget.val : undefined;
  if (!value || !('FuncCall' in value)) return [];
  const { name, namespace } = nameOf(stringsOf(value.FuncCall.funcname));
  const args = (value.FuncCall.args ?? []).map(constantText);
  return [
    { name, args, isUnknown: namespace !== 'pg_catalog' && !/^(?:pg_|setval$|set_config$)/.test(name) },
  ];
}

/** The text of a constant; empty for anything else. */
function constantText(node: Node): string {
  if ('TypeCast' in node) return node.TypeCast.arg ? constantText(node.TypeCast.arg) : '';
  if (!('A_Const' in node)) return '';
  const { sval, boolval, ival } = node.A_Const;
  if (sval) return sval.sval ?? '';
  if (boolval) return boolval.boolval ? 'true' : 'false';
  return ival ? String(ival.ival ?? 0) : '';
}

/** CREATE SCHEMA; gives the elements that were written inside it. */
export function lowerSchema(context: ImportContext, statement: CreateSchemaStmt): readonly Node[] {
  const { catalog } = context;
  const owner = roleName(statement.authrole);
  const name = statement.schemaname ?? owner ?? '';
  if (name === '') {
    cannotFollow(
      context,
      'A schema is named after whoever runs the script; it was left out. Give it a name.',
    );
    return [];
  }
  if (catalog.namespaceId(name) === undefined) catalog.create('namespace', { name, ...(owner && { owner }) });
  else if (name !== 'public' && !statement.if_not_exists) {
    diagnose(context, 'info', 'already-exists', `The schema “${name}” exists already.`);
  }
  return statement.schemaElts ?? [];
}
