import type { SchemaRecord } from '../../schema/record';
import { significantTokens } from '../../std/sql-tokens';
import { isAboutExtension, verbatimOf } from './dependencies';
import type { ExportContext } from './export-context';
import { omit } from './export-context';
import { isSelfContainedStatement } from './expression-text';

type Verbatim = SchemaRecord<'verbatim'>;

/** The statements that are kept as text, by where the script has them; those that are not wanted are not here. */
export type KeptStatements = {
  readonly extensions: readonly Verbatim[];
  readonly beforeTables: readonly Verbatim[];
  readonly afterTables: readonly Verbatim[];
  readonly afterConstraints: readonly Verbatim[];
  readonly owners: readonly Verbatim[];
  readonly grants: readonly Verbatim[];
};

export function keptStatements(context: ExportContext): KeptStatements {
  const { comments, owners, grants } = context.options;
  const phase = (name: Verbatim['body']['phase']) => {
    const usable = verbatimOf(context, name).filter((record) => isUsable(context, record));
    return { all: usable, inPlace: usable.filter((record) => !isOwner(record) && !isGrant(record)) };
  };
  const isOwner = (record: Verbatim) => isOwnerStatement(record);
  const isGrant = (record: Verbatim) => isGrantStatement(record) && !staysInPlace(record, grants);
  const before = phase('before tables');
  const between = phase('after tables');
  const after = phase('after constraints');
  const all = [...before.all, ...between.all, ...after.all];
  const wanted = (records: readonly Verbatim[]) =>
    comments ? records : records.filter(({ body }) => !body.tag.startsWith('comment'));
  return {
    extensions: wanted(before.inPlace).filter(isAboutExtension),
    beforeTables: wanted(before.inPlace).filter((record) => !isAboutExtension(record)),
    afterTables: wanted(between.inPlace),
    afterConstraints: wanted(after.inPlace),
    owners: owners ? all.filter(isOwner) : [],
    grants: grants ? all.filter(isGrant) : [],
  };
}

/** One that never ends would swallow the rest of the script. */
function isUsable(context: ExportContext, record: Verbatim): boolean {
  if (isSelfContainedStatement(record.body.text)) return true;
  omit(context, record, `The ${record.body.tag} is left out: a quote or comment in it is never closed.`);
  return false;
}

/** Whether a kept statement is `ALTER … OWNER TO role` and nothing else. */
export function isOwnerStatement({ body }: Verbatim): boolean {
  if (!/^\s*alter\b[\s\S]*\bowner\s+to\b[^;]*;?\s*$/i.test(body.text)) return false;
  const tokens = significantTokens(body.text).filter(({ value }) => value !== ';');
  const [owner, to, role] = tokens.slice(-3);
  return tokens[0]?.value === 'alter' && owner?.value === 'owner' && to?.value === 'to' && role !== undefined;
}

const grantTags: ReadonlySet<string> = new Set([
  'grant',
  'revoke',
  'grant role',
  'revoke role',
  'alter default privileges',
]);

/** Default privileges are those of what is made after them: their place matters. */
function staysInPlace({ body }: Verbatim, areWanted: boolean): boolean {
  return areWanted && body.tag === 'alter default privileges';
}

/** Whether a kept statement says who may do what. */
export function isGrantStatement({ body }: Verbatim): boolean {
  return grantTags.has(body.tag);
}

/** The heading that a kept statement stands under; null: under that of the one before it. */
export function titleOfKept({ body }: Verbatim): string | null {
  if (body.tag.startsWith('comment') || body.tag.startsWith('alter')) return null;
  return titles.get(body.tag) ?? 'Other objects';
}

const titles: ReadonlyMap<string, string> = new Map([
  ['function', 'Functions'],
  ['procedure', 'Functions'],
  ['aggregate', 'Functions'],
  ['view', 'Views'],
  ['materialized view', 'Views'],
  ['trigger', 'Triggers'],
  ['event trigger', 'Triggers'],
  ['rule', 'Rules'],
  ['policy', 'Policies'],
  ['role', 'Roles'],
  ['foreign table', 'Foreign tables'],
  ['type', 'Types'],
  ['range type', 'Types'],
  ['domain', 'Types'],
]);
