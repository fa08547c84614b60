import type { RecordId } from '../../schema/ids';
import type { Name } from './ast';
import { mentionsOf, nameOf, stringsOf, typeNameOf } from './ast';
import type { ImportContext } from './context';
import { creationNamespace, findRelation, findType, readableName, underSearchPath } from './context';
import type { Node, ObjectWithArgs } from './parse';
import type { Description } from './verbatim-descriptions';
import { describeStatement, objectWords } from './verbatim-descriptions';

/** Keeps the current statement as it was written and lists it in the ledger. */
export function keepVerbatim(
  context: ImportContext,
  node: Node,
  more: Partial<Description> & {
    readonly reason?: string;
    readonly about?: RecordId;
    readonly attachedTo?: readonly RecordId[];
    readonly keys?: readonly string[];
  } = {},
): RecordId {
  const described = { ...describeStatement(node), ...more };
  const { tag, name, creates, owner } = described;
  const namespaceId = name && creates && creates !== 'other' ? creationNamespace(context, name) : undefined;
  const ownerRecord = owner ? findRelation(context, owner) : undefined;
  const readable = described.label ?? (name ? readableName(name) : '');
  const defined = name && namespaceId !== undefined ? { namespaceId, name: name.name } : undefined;
  return context.verbatim.add({
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
    mentions: resolveMentions(context, node),
  });
}

/** Keeps an OWNER TO of something that is kept as text itself; a later one takes its place. */
export function keepOwner(context: ImportContext, ofId: RecordId): void {
  const key = `owner\0\0${ofId}`;
  for (const id of context.verbatim.find(key)) context.verbatim.remove(id);
  keepVerbatim(
    context,
    { AlterOwnerStmt: {} },
    { about: ofId, keys: [key], label: context.verbatim.nameOf(ofId) },
  );
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

/** What a kept statement is found by when the script drops or alters what it made. */
export function objectKey(kind: string, name: Name): string {
  return `${kind}\0${name.namespace ?? ''}\0${name.name}`;
}

/** The kept statements that made a routine of this name, overloads included. */
export function findRoutines(context: ImportContext, name: Name): readonly RecordId[] {
  const namespaces = name.namespace === null ? context.session.searchPath : [name.namespace];
  return namespaces.flatMap((namespace) =>
    context.verbatim.find(objectKey('routine', { name: name.name, namespace })),
  );
}

/** The one routine that a statement names with its argument types; these matter only among overloads. */
export function findRoutine(context: ImportContext, object: ObjectWithArgs): RecordId | undefined {
  const ids = findRoutines(context, nameOf(stringsOf(object.objname)));
  if (ids.length < 2) return ids[0];
  const wanted = argumentTypes(object.objargs);
  return ids.find((id) => context.verbatim.signatureOf(id) === wanted);
}

/** The argument types of a routine as one text to compare by. */
function argumentTypes(nodes: readonly Node[] | undefined): string {
  return (nodes ?? []).map((node) => ('TypeName' in node ? typeNameOf(node.TypeName).name : '')).join();
}

/** The kept statement that made the object of this kind and name. */
export function findKept(
  context: ImportContext,
  objectType: string | undefined,
  names: readonly string[],
): RecordId | undefined {
  const kind = objectWords(objectType);
  const name = nameOf(names);
  const namespaces = name.namespace === null ? ['', ...context.session.searchPath] : [name.namespace];
  const keys = namespaces.map((namespace) => objectKey(kind, { namespace, name: name.name }));
  return keys.flatMap((key) => context.verbatim.find(key))[0];
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
