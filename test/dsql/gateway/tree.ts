/** A syntax tree of libpg-query as plain data: `{ SelectStmt: { … } }`. */
export type Fields = Readonly<Record<string, unknown>>;

/** A node of a syntax tree with its kind. */
export type TreeNode = { readonly tag: string; readonly fields: Fields };

/** The fields of a node, none when there is no node. */
export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

/** The kind of a statement. */
export function tagOf(statement: Fields): string {
  return Object.keys(statement)[0] ?? '';
}

/** Where the tree says by the field what stands there. */
const tagsOfFields: Readonly<Record<string, string>> = {
  typeName: 'TypeName',
  returnType: 'TypeName',
  intoClause: 'IntoClause',
  funccall: 'FuncCall',
};

/** Every node below a value, from the outside to the inside. */
export function* nodesOf(value: unknown): IterableIterator<TreeNode> {
  if (Array.isArray(value)) {
    for (const one of value) yield* nodesOf(one);
    return;
  }
  for (const [key, field] of Object.entries(fieldsOf(value))) {
    const tag = /^[A-Z]/.test(key) ? key : tagsOfFields[key];
    if (tag !== undefined) yield { tag, fields: fieldsOf(field) };
    yield* nodesOf(field);
  }
}

/** What the strings of a list say: the parts of a name. */
export function namesIn(list: unknown): readonly string[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((one) => {
    const { sval } = fieldsOf(fieldsOf(one).String);
    return typeof sval === 'string' ? [sval] : [];
  });
}
