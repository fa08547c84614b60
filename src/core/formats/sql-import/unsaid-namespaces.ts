import { isBuiltInType, parseDataType } from '../../schema/data-type';
import { typeNameOf as homeOf } from '../../schema/type-names';
import { quoteIdentifier } from '../../std/sql-identifier';
import type { Name } from './ast';
import { nameOf, stringsOf } from './ast';
import type { ImportContext } from './context';
import { findType, isUnusualPath } from './context';
import { findRoutines, objectKey } from './kept-lookup';
import type { Node } from './parse';

/**
 * The context for a statement that becomes records: types and routines that its expressions name and only the
 * search path finds get their schema, as PostgreSQL stores what a name means and not the name. The model's
 * expressions are text, and what is exported is read under the usual path.
 */
export function sayingNamespaces(context: ImportContext, node: Node): ImportContext {
  if (!isUnusualPath(context.session.searchPath)) return context;
  const prefixes = unsaidNamespaces(context, node);
  return prefixes.size === 0 ? context : { ...context, source: context.source.withPrefixes(prefixes) };
}

/** The schemas that are to be said, by where in the statement, in its order. */
function unsaidNamespaces(context: ImportContext, root: Node): ReadonlyMap<number, string> {
  const { source } = context;
  const found: (readonly [number, string])[] = [];
  const left: unknown[] = [root];
  for (let node = left.pop(); node !== undefined; node = left.pop()) {
    if (node === null || typeof node !== 'object') continue;
    const named = namedBy(node);
    if (named !== undefined) {
      const token = source.tokens[source.tokenIndex(source.offset(named.location))];
      const namespace = token?.value === named.name.name ? namespaceOf(context, named) : undefined;
      if (token !== undefined && namespace !== undefined && namespace !== 'public') {
        found.push([token.start, `${quoteIdentifier(namespace)}.`]);
      }
    }
    left.push(...Object.values(node));
  }
  return new Map(found.sort(([a], [b]) => a - b));
}

type Named = { readonly kind: 'type' | 'routine'; readonly name: Name; readonly location: number };

/** The type or routine that a node of the syntax tree names without a schema. */
function namedBy(node: object): Named | undefined {
  const { names, funcname, location } = node as {
    readonly names?: readonly Node[];
    readonly funcname?: readonly Node[];
    readonly location?: number;
  };
  const parts = names ?? funcname;
  if (!Array.isArray(parts) || parts.length !== 1 || location === undefined) return undefined;
  return { kind: names ? 'type' : 'routine', name: nameOf(stringsOf(parts)), location };
}

function namespaceOf(context: ImportContext, { kind, name }: Named): string | undefined {
  if (kind === 'type') return namespaceOfType(context, name);
  if (findRoutines(context, name).length === 0) return undefined;
  return context.session.searchPath.find(
    (namespace) => context.verbatim.find(objectKey('routine', { namespace, name: name.name })).length > 0,
  );
}

function namespaceOfType(context: ImportContext, name: Name): string | undefined {
  const parsed = parseDataType(quoteIdentifier(name.name));
  // PostgreSQL's own come first, whatever the path says.
  if (!parsed.ok || isBuiltInType(parsed.value)) return undefined;
  const home = homeOf(findType(context, name), name.name);
  return home && context.catalog.namespaceName(home.namespaceId);
}
