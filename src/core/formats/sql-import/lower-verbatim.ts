import type { RecordId } from '../../schema/ids';
import { mentionsOf, nodeEntry, typeNameOf } from './ast';
import type { ImportContext } from './context';
import { creationNamespace, findRelation, findType, readableName, underSearchPath } from './context';
import { findRoutines, objectKey } from './kept-lookup';
import { followedText } from './kept-text';
import type { Node } from './parse';
import type { Description } from './verbatim-descriptions';
import { describeStatement } from './verbatim-descriptions';

/** Keeps the current statement as it was written and lists it in the ledger. */
export function keepVerbatim(
  context: ImportContext,
  node: Node,
  more: Partial<Description> & {
    readonly reason?: string;
    readonly about?: RecordId;
    readonly attachedTo?: readonly RecordId[];
    readonly keys?: readonly string[];
    readonly unknown?: string;
  } = {},
): RecordId {
  const described = { ...describeStatement(node), ...more };
  const { tag, name, creates, owner } = described;
  const namespaceId = name && creates && creates !== 'other' ? creationNamespace(context, name) : undefined;
  const ownerRecord = owner ? findRelation(context, owner) : undefined;
  const mentions = resolveMentions(context, withoutOwnName(node));
  const replaced = replacedBy(context, node, described, namespaceId, ownerRecord?.id);
  // One that now builds on itself can only be made in two steps.
  if (replaced !== undefined && !context.verbatim.reaches(mentions, replaced)) {
    context.verbatim.replace(replaced, mentions);
    followNames(context, node, replaced);
    return replaced;
  }
  const readable = described.label ?? (name ? readableName(name) : '');
  const defined = name && namespaceId !== undefined ? { namespaceId, name: name.name } : undefined;
  const id = context.verbatim.add({
    tag,
    name: readable,
    reason: more.reason ?? 'kept as text',
    text: context.keptText ?? underSearchPath(context.session.searchPath, context.source.text),
    phase: described.phase,
    ...(defined && (creates === 'type' || creates === 'relation') && { definesType: defined }),
    ...(defined && creates === 'relation' && { definesRelation: defined }),
    signature: signatureOf(node),
    keys: [...keysOf(context, described, namespaceId, ownerRecord?.id), ...(more.keys ?? [])],
    about: more.about ?? ownerRecord?.id,
    attachedTo: [...(more.attachedTo ?? []), ...(ownerRecord ? [ownerRecord.id] : [])],
    mentions,
    unknown: more.unknown === undefined ? undefined : { message: more.unknown, offset: context.source.start },
  });
  if (name && (creates === 'routine' || ownerRecord)) {
    context.verbatim.call(id, { name: name.name, namespaceId });
  }
  followNames(context, node, id);
  return id;
}

/** A statement without the name of what it makes, which it does not build on. */
function withoutOwnName(node: Node): unknown {
  const [kind, content] = nodeEntry(node);
  const field = { CreateFunctionStmt: 'funcname', ViewStmt: 'view', DefineStmt: 'defnames' }[kind];
  return field === undefined ? node : { ...content, [field]: undefined };
}

function followNames(context: ImportContext, node: Node, id: RecordId): void {
  const { keptText, verbatim } = context;
  if (keptText !== undefined) {
    verbatim.follow(id, () => keptText, false);
    return;
  }
  const { text, namesItself } = followedText(context, node, id);
  verbatim.follow(id, text, namesItself);
}

/** The kept statement whose object a CREATE OR REPLACE makes anew. */
function replacedBy(
  context: ImportContext,
  node: Node,
  description: Description,
  namespaceId: RecordId | undefined,
  ownerId: RecordId | undefined,
): RecordId | undefined {
  const [, content] = nodeEntry(node);
  if (content.replace !== true) return undefined;
  const signature = signatureOf(node);
  const ids = keysOf(context, description, namespaceId, ownerId).flatMap((key) => context.verbatim.find(key));
  return ids.find((id) => context.verbatim.signatureOf(id) === signature);
}

/** Keeps an OWNER TO of something that is kept as text itself; a later one takes its place. */
export function keepOwner(context: ImportContext, ofId: RecordId, node: Node): void {
  const key = `owner\0\0${ofId}`;
  for (const id of context.verbatim.find(key)) context.verbatim.remove(id);
  const label = context.verbatim.nameOf(ofId);
  keepVerbatim(context, node, {
    tag: 'owner',
    name: null,
    owner: undefined,
    phase: 'before tables',
    about: ofId,
    keys: [key],
    label,
  });
}

/** The types of a routine's input arguments, as DROP FUNCTION would name them. */
function signatureOf(node: Node): string | undefined {
  if (!('CreateFunctionStmt' in node)) return undefined;
  const types = (node.CreateFunctionStmt.parameters ?? []).flatMap((parameter) => {
    if (!('FunctionParameter' in parameter)) return [];
    const { mode, argType } = parameter.FunctionParameter;
    return mode === 'FUNC_PARAM_OUT' || mode === 'FUNC_PARAM_TABLE' ? [] : [typeNameOf(argType).name];
  });
  return types.join();
}

function keysOf(
  context: ImportContext,
  { tag, name, creates }: Description,
  namespaceId: RecordId | undefined,
  ownerId: RecordId | undefined,
): readonly string[] {
  if (name === null) return [];
  const namespace = namespaceId === undefined ? null : context.catalog.namespaceName(namespaceId);
  if (creates === 'routine') return [objectKey('routine', { ...name, namespace })];
  if (ownerId !== undefined) return [objectKey(`${tag} of ${ownerId}`, { ...name, namespace: null })];
  return [objectKey(tag, { ...name, namespace: namespace ?? name.namespace })];
}

/** The records that a statement names: relations, types and routines of this import. */
export function resolveMentions(context: ImportContext, node: unknown): readonly RecordId[] {
  const mentions = mentionsOf(node);
  const found = new Set<RecordId>();
  for (const name of mentions.relations) {
    const relation = findRelation(context, name);
    if (relation) found.add(relation.id);
  }
  for (const name of [...mentions.types, ...mentions.functions]) {
    const type = findType(context, name);
    if (type) found.add(type.id);
    for (const id of findRoutines(context, name)) found.add(id);
  }
  return [...found];
}
