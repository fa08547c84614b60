import type { Node, RangeVar, TypeName } from './parse';

/** The kind of a syntax tree node and what is in it: nodes are objects with one key. */
export function nodeEntry(node: Node): readonly [kind: string, content: Readonly<Record<string, unknown>>] {
  for (const [kind, content] of Object.entries<object>(node)) return [kind, { ...content }];
  return ['', {}];
}

/** The text of a String node; empty for anything else. */
export function stringOf(node: Node | undefined): string {
  return node && 'String' in node ? (node.String.sval ?? '') : '';
}

/** A list of String nodes, as names with namespaces come. */
export function stringsOf(nodes: readonly Node[] | undefined): readonly string[] {
  return (nodes ?? []).map(stringOf);
}

/** The items of a List node, or the node itself. */
export function itemsOf(node: Node | undefined): readonly Node[] {
  if (node === undefined) return [];
  return 'List' in node ? (node.List.items ?? []) : [node];
}

/** A possibly qualified name. */
export type Name = { readonly namespace: string | null; readonly name: string };

/** `[namespace, name]` or `[name]`; a database name before them is left out. */
export function nameOf(parts: readonly string[]): Name {
  return { namespace: parts.at(-2) ?? null, name: parts.at(-1) ?? '' };
}

export function rangeName(range: RangeVar | undefined): Name {
  return { namespace: range?.schemaname ?? null, name: range?.relname ?? '' };
}

export function typeNameOf(type: TypeName | undefined): Name {
  return nameOf(stringsOf(type?.names));
}

/** The name that COMMENT ON, DROP and their like give: a list, a type name, or a single string. */
export function objectNames(node: Node | undefined): readonly string[] {
  if (node === undefined) return [];
  if ('TypeName' in node) return stringsOf(node.TypeName.names);
  if ('ObjectWithArgs' in node) return stringsOf(node.ObjectWithArgs.objname);
  return stringsOf(itemsOf(node));
}

/** What a statement mentions by name, anywhere in it. */
type Mentions = {
  readonly relations: readonly Name[];
  readonly types: readonly Name[];
  readonly functions: readonly Name[];
  /** Columns that are named without a table before them. */
  readonly columns: readonly string[];
};

/** Walks a syntax tree, however deep, without recursion. */
export function mentionsOf(root: unknown): Mentions {
  const relations: Name[] = [];
  const types: Name[] = [];
  const functions: Name[] = [];
  const columns: string[] = [];
  const left: unknown[] = [root];
  for (let node = left.pop(); node !== undefined; node = left.pop()) {
    if (node === null || typeof node !== 'object') continue;
    for (const key in node) {
      const value: unknown = (node as Readonly<Record<string, unknown>>)[key];
      if (value === null || typeof value !== 'object') continue;
      if (key === 'relation' || key === 'RangeVar' || key === 'view' || key === 'pktable')
        relations.push(rangeName(value));
      else if (key === 'typeName' || key === 'TypeName' || key === 'returnType' || key === 'argType') {
        if (!Array.isArray(value)) types.push(typeNameOf(value));
      } else if (key === 'funcname' && Array.isArray(value)) functions.push(nameOf(stringsOf(value)));
      else if (key === 'ColumnRef') columns.push(...columnName(value));
      left.push(value);
    }
  }
  return { relations, types, functions, columns };
}

function columnName(reference: { readonly fields?: readonly Node[] }): readonly string[] {
  const name = stringsOf(reference.fields).at(-1);
  return name ? [name] : [];
}
