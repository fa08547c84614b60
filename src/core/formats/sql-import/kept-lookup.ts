import type { RecordId } from '../../schema/ids';
import type { Name } from './ast';
import { nameOf, stringsOf, typeNameOf } from './ast';
import type { ImportContext } from './context';
import type { Node, ObjectWithArgs } from './parse';
import { objectWords } from './verbatim-descriptions';

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
  if (object.args_unspecified) return ids.at(-1);
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
