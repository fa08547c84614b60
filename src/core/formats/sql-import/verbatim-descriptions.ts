import type { Name } from './ast';
import { itemsOf, nameOf, nodeEntry, objectNames, rangeName, stringOf, stringsOf } from './ast';
import type { Node } from './parse';
import type { Phase } from './verbatim';

/** How a statement that is kept as text is listed, where it goes, and what it creates. */
export type Description = {
  readonly tag: string;
  readonly name: Name | null;
  readonly phase: Phase;
  readonly creates?: 'type' | 'relation' | 'routine' | 'other';
  /** How the ledger calls it, where that is not `name`. */
  readonly label?: string;
  /** The relation that it is about; it goes when that goes. */
  readonly owner?: Name;
};

type Parts = Readonly<Record<string, unknown>>;
type Describe = (node: Parts) => Description;

/** What a statement of any kind is called; statements that nobody thought of are kept all the same. */
export function describeStatement(node: Node): Description {
  const [kind, content] = nodeEntry(node);
  const describe = descriptions.get(kind);
  return describe ? describe(content) : { tag: wordsOf(kind), name: null, phase: 'after constraints' };
}

/** `AlterDefaultPrivilegesStmt` → `alter default privileges`. */
function wordsOf(kind: string): string {
  return kind
    .replace(/Stmt$/, '')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();
}

function plain(name: string | undefined): Name | null {
  return name === undefined ? null : { namespace: null, name };
}

function listed(nodes: unknown): Name {
  return nameOf(stringsOf(nodes as readonly Node[] | undefined));
}

const before: Phase = 'before tables';
const after: Phase = 'after constraints';

/** `OBJECT_FDW` and its like in words, where lower-casing does not do. */
export function objectWords(type: unknown): string {
  return String(type ?? '')
    .replace(/^OBJECT_/, '')
    .replace('MATVIEW', 'MATERIALIZED VIEW')
    .replace(/^TS(?=[A-Z])/, 'TEXT SEARCH ')
    .replaceAll('_', ' ')
    .toLowerCase();
}

const descriptionTable: Readonly<Record<string, Describe>> = {
  CreateFunctionStmt: (node: Parts) => ({
    tag: node.is_procedure ? 'procedure' : 'function',
    name: listed(node.funcname),
    phase: before,
    creates: 'routine' as const,
  }),
  DefineStmt: (node: Parts) => ({
    tag: objectWords(node.kind),
    name: listed(node.defnames),
    phase: before,
    creates: node.kind === 'OBJECT_TYPE' ? 'type' : node.kind === 'OBJECT_AGGREGATE' ? 'routine' : 'other',
  }),
  CreateDomainStmt: (node: Parts) => created('domain', listed(node.domainname), 'type'),
  CompositeTypeStmt: (node: Parts) => created('type', rangeName(node.typevar as object), 'type'),
  CreateRangeStmt: (node: Parts) => created('range type', listed(node.typeName), 'type'),
  ViewStmt: (node: Parts) => ({
    ...created('view', rangeName(node.view as object), 'relation'),
    phase: after,
  }),
  CreateTableAsStmt: (node: Parts) => ({
    ...created(
      node.objtype === 'OBJECT_MATVIEW' ? 'materialized view' : 'table',
      rangeName((node.into as { rel?: object } | undefined)?.rel),
      'relation',
    ),
    phase: after,
  }),
  CreateForeignTableStmt: (node: Parts) => ({
    ...created(
      'foreign table',
      rangeName((node.base as { relation?: object } | undefined)?.relation),
      'relation',
    ),
    phase: 'after tables' as const,
  }),
  CreateStmt: (node: Parts) => ({
    ...created('table', rangeName(node.relation as object), 'relation'),
    phase: after,
  }),
  CreateExtensionStmt: (node: Parts) => created('extension', plain(node.extname as string), 'other'),
  CreatePLangStmt: (node: Parts) => created('language', plain(node.plname as string), 'other'),
  CreateFdwStmt: (node: Parts) => created('foreign data wrapper', plain(node.fdwname as string), 'other'),
  CreateForeignServerStmt: (node: Parts) => created('server', plain(node.servername as string), 'other'),
  CreateUserMappingStmt: (node: Parts) => created('user mapping', plain(node.servername as string), 'other'),
  CreateRoleStmt: (node: Parts) => created('role', plain(node.role as string), 'other'),
  CreateConversionStmt: (node: Parts) => created('conversion', listed(node.conversion_name), 'other'),
  CreateCastStmt: () => ({ tag: 'cast', name: null, phase: before }),
  CreateOpClassStmt: (node: Parts) => created('operator class', listed(node.opclassname), 'other'),
  CreateOpFamilyStmt: (node: Parts) => created('operator family', listed(node.opfamilyname), 'other'),
  AlterOpFamilyStmt: (node: Parts) => created('alter operator family', listed(node.opfamilyname), 'other'),
  CreateAmStmt: (node: Parts) => created('access method', plain(node.amname as string), 'other'),
  AlterFunctionStmt: (node: Parts) => ({
    tag: 'alter function',
    name: listed((node.func as Parts | undefined)?.objname),
    phase: before,
  }),
  AlterDomainStmt: (node: Parts) => ({ tag: 'alter domain', name: listed(node.typeName), phase: before }),
  CreateTrigStmt: (node: Parts) => owned('trigger', node.trigname, node.relation),
  RuleStmt: (node: Parts) => owned('rule', node.rulename, node.relation),
  CreatePolicyStmt: (node: Parts) => owned('policy', node.policy_name, node.table),
  AlterPolicyStmt: (node: Parts) => owned('alter policy', node.policy_name, node.table),
  CreateEventTrigStmt: (node: Parts) => ({
    tag: 'event trigger',
    name: plain(node.trigname as string),
    phase: after,
  }),
  CreatePublicationStmt: (node: Parts) => ({
    tag: 'publication',
    name: plain(node.pubname as string),
    phase: after,
  }),
  CreateSubscriptionStmt: (node: Parts) => ({
    tag: 'subscription',
    name: plain(node.subname as string),
    phase: after,
  }),
  CreateStatsStmt: (node: Parts) => ({
    tag: 'statistics',
    name: listed(node.defnames),
    phase: after,
    creates: 'other' as const,
  }),
  IndexStmt: (node: Parts) => owned('index', node.idxname ?? '', node.relation),
  AlterTableStmt: (node: Parts) => owned('alter table', undefined, node.relation),
  AlterOwnerStmt: () => ({ tag: 'owner', name: null, phase: before }),
  GrantStmt: (node: Parts) => ({
    tag: node.is_grant ? 'grant' : 'revoke',
    name: granted(node),
    phase: after,
    ...grantedRelation(node),
  }),
  GrantRoleStmt: (node: Parts) => ({
    tag: node.is_grant ? 'grant role' : 'revoke role',
    name: null,
    phase: before,
  }),
  CommentStmt: (node: Parts) => commented('comment', node),
  SecLabelStmt: (node: Parts) => commented('security label', node),
  RenameStmt: (node: Parts) => ({ tag: 'alter', name: renamed(node), phase: after }),
  DropStmt: (node: Parts) => ({
    tag: `drop ${objectWords(node.removeType)}`,
    name: nameOf(objectNames((node.objects as readonly Node[] | undefined)?.[0])),
    phase: after,
  }),
  DoStmt: () => ({ tag: 'do', name: null, phase: after }),
};

/** A map, because a statement kind is a key that comes from outside. */
const descriptions: ReadonlyMap<string, Describe> = new Map(Object.entries(descriptionTable));

function created(tag: string, name: Name | null, creates: Description['creates']): Description {
  return { tag, name, phase: before, ...(creates && { creates }) };
}

function owned(tag: string, name: unknown, relation: unknown): Description {
  const owner = rangeName(relation as object);
  return {
    tag,
    name: name === undefined ? owner : { namespace: null, name: String(name) },
    phase: after,
    owner,
    creates: 'other',
  };
}

function commented(tag: string, node: Parts): Description {
  const names = objectNames(node.object as Node | undefined);
  const isRelation = /OBJECT_(VIEW|MATVIEW|FOREIGN_TABLE|TABLE|SEQUENCE|INDEX)$/.test(String(node.objtype));
  const isPart = /OBJECT_(COLUMN|TABCONSTRAINT|TRIGGER|RULE|POLICY)$/.test(String(node.objtype));
  const owner = isRelation ? nameOf(names) : isPart ? nameOf(names.slice(0, -1)) : undefined;
  const isEarly = /OBJECT_(DOMAIN|TYPE|EXTENSION|SCHEMA|COLLATION)$/.test(String(node.objtype));
  return {
    tag: `${tag} on ${objectWords(node.objtype)}`,
    name: nameOf(names),
    label: names.join('.'),
    phase: isEarly ? before : after,
    ...(owner && { owner }),
  };
}

/** The one relation that a GRANT is about: lowerGrant sees to it that there is only one. */
function grantedRelation(node: Parts): { readonly owner?: Name } {
  const [object] = (node.objects as readonly Node[] | undefined) ?? [];
  return object && 'RangeVar' in object ? { owner: rangeName(object.RangeVar) } : {};
}

function granted(node: Parts): Name | null {
  const object = (node.objects as readonly Node[] | undefined)?.[0];
  if (object === undefined) return null;
  if ('RangeVar' in object) return rangeName(object.RangeVar);
  const names = objectNames(object);
  return nameOf(names.length > 0 ? names : itemsOf(object).map(stringOf));
}

function renamed(node: Parts): Name | null {
  if (node.relation) return rangeName(node.relation as object);
  return nameOf(objectNames(node.object as Node | undefined));
}
