/**
 * Where a statement that is kept as text names things of this import. PostgreSQL stores what such names mean,
 * not the names, so that they follow renames; the text has to follow as well.
 */
import type { RecordId } from '../../schema/ids';
import { isKind, isLive } from '../../schema/record';
import type { Name } from './ast';
import { itemsOf, nameOf, nodeEntry, objectNames, rangeName, stringsOf, typeNameOf } from './ast';
import type { ImportContext } from './context';
import { findRelation, findType } from './context';
import { findRoutines, objectKey } from './kept-lookup';
import type { ColumnRef, FuncCall, Node, ObjectWithArgs, RangeVar, TypeName } from './parse';
import { objectWords } from './verbatim-descriptions';

/** A name in a text: what it means, and how it may be written there. */
export type Spot = {
  readonly id: RecordId;
  readonly from: number;
  readonly to: number;
  /** `qualified`: a name with its namespace; `bare`: alone; `result`: nothing but the old name as an alias. */
  readonly form: 'qualified' | 'bare' | 'result';
};

/** Something in FROM; `id` is null for what is no relation of this import. */
type FromItem = { readonly id: RecordId | null; readonly isAliased: boolean };

/** What is in FROM by the name that it goes by there. */
type Scope = { readonly tables: ReadonlyMap<string, FromItem>; readonly outer: Scope | null };

/** All places of a statement whose syntax tree tells them. */
export function spotsOf(context: ImportContext, node: Node, ownId: RecordId): readonly Spot[] {
  const finder = new SpotFinder(context);
  const [, content] = nodeEntry(node);
  const owner = 'relation' in content ? content.relation : content.table;
  finder.visit(node, ownerScope(context, owner));
  finder.own(node, ownId);
  return finder.spots;
}

/** A trigger's or policy's own table: its columns go by themselves, and as NEW and OLD. */
function ownerScope(context: ImportContext, range: unknown): Scope | null {
  if (range === null || typeof range !== 'object' || !('relname' in range)) return null;
  const table = findRelation(context, rangeName(range as RangeVar));
  if (!isKind(table, 'table')) return null;
  const names = [table.body.name, 'new', 'old'];
  const item = (name: string) => ({ id: table.id, isAliased: name !== table.body.name });
  return { tables: new Map(names.map((name) => [name, item(name)])), outer: null };
}

class SpotFinder {
  readonly spots: Spot[] = [];
  readonly #context: ImportContext;
  readonly #ctes = new Set<string>();

  constructor(context: ImportContext) {
    this.#context = context;
  }

  visit(value: unknown, scope: Scope | null): void {
    if (value === null || typeof value !== 'object') return;
    if (Array.isArray(value)) {
      for (const item of value) this.visit(item, scope);
      return;
    }
    for (const [key, content] of Object.entries(value)) {
      if (content === null || typeof content !== 'object') continue;
      this.#visitKey(key, content, scope);
    }
  }

  #visitKey(key: string, content: object, scope: Scope | null): void {
    if (key === 'SelectStmt' || key === 'DeleteStmt' || key === 'UpdateStmt') this.#query(content, scope);
    else if (key === 'ResTarget' && 'val' in content) {
      const { val } = content as { readonly val?: Node };
      const isNamed = 'name' in content;
      if (val && 'ColumnRef' in val) this.#column(val.ColumnRef, scope, !isNamed);
      else {
        this.visit(val, scope);
        if (val && 'FuncCall' in val && !isNamed) this.#calledResult(val.FuncCall);
      }
    } else if (key === 'ColumnRef') this.#column(content, scope, false);
    else if ('relname' in content && 'location' in content) this.#relation(content as RangeVar);
    else if ('names' in content && 'typemod' in content) this.#type(content as TypeName);
    else {
      if (key === 'FuncCall') this.#function(content);
      this.visit(content, scope);
    }
  }

  /** A query with its own FROM. */
  #query(content: object, outer: Scope | null): void {
    const { withClause, fromClause, usingClause, ...rest } = content as Readonly<Record<string, unknown>>;
    if (withClause) {
      for (const cte of (withClause as { readonly ctes?: readonly Node[] }).ctes ?? []) {
        if ('CommonTableExpr' in cte) this.#ctes.add(cte.CommonTableExpr.ctename ?? '');
      }
      this.visit(withClause, outer);
    }
    const from = [fromClause, usingClause, rest.relation && { RangeVar: rest.relation }].filter(Boolean);
    const tables = new Map<string, FromItem>();
    for (const item of from) this.#collect(item, tables);
    const scope = from.length > 0 ? { tables, outer } : outer;
    this.visit(fromClause, scope);
    this.visit(usingClause, scope);
    this.visit(rest, scope);
  }

  #collect(item: unknown, tables: Map<string, FromItem>): void {
    if (item === null || typeof item !== 'object') return;
    if (Array.isArray(item)) {
      for (const one of item) this.#collect(one, tables);
      return;
    }
    for (const [key, content] of Object.entries(item)) {
      if (key === 'JoinExpr') {
        this.#collect(content.larg, tables);
        this.#collect(content.rarg, tables);
      } else if (key === 'RangeVar') {
        const range: RangeVar = content;
        const found = this.#isCte(range) ? undefined : findRelation(this.#context, rangeName(range));
        const alias = range.alias?.aliasname ?? range.relname ?? '';
        const id = found && !range.alias?.colnames ? found.id : null;
        tables.set(alias, { id, isAliased: range.alias !== undefined });
      } else tables.set(content?.alias?.aliasname ?? `\0${tables.size}`, { id: null, isAliased: true });
    }
  }

  #isCte({ schemaname, relname = '' }: RangeVar): boolean {
    return schemaname === undefined && this.#ctes.has(relname);
  }

  #relation(range: RangeVar): void {
    if (this.#isCte(range)) return;
    const found = findRelation(this.#context, rangeName(range));
    if (found) this.#add(found.id, range.location, rangeName(range), 'qualified');
  }

  #type(type: TypeName): void {
    const name = typeNameOf(type);
    if (name.namespace === 'pg_catalog') return;
    const found = findType(this.#context, name);
    if (found) this.#add(found.id, type.location, name, 'qualified');
  }

  #function(call: { readonly funcname?: readonly Node[]; readonly location?: number }): void {
    const name = nameOf(stringsOf(call.funcname));
    const ids = findRoutines(this.#context, name);
    if (ids.length === 1 && ids[0] !== undefined) this.#add(ids[0], call.location, name, 'qualified');
  }

  /** A call without a name of its own in a list of results goes by the function's. */
  #calledResult(call: FuncCall): void {
    const { source } = this.#context;
    const ids = findRoutines(this.#context, nameOf(stringsOf(call.funcname)));
    const start = source.tokenIndex(source.offset(call.location));
    const open = source.tokens.findIndex((token, at) => at >= start && token.value === '(');
    const end = source.tokens[source.closing(open)]?.end;
    if (ids.length !== 1 || ids[0] === undefined || open < 0 || end === undefined) return;
    this.spots.push({ id: ids[0], from: end, to: end, form: 'result' });
  }

  #column(reference: ColumnRef, scope: Scope | null, isResult: boolean): void {
    const fields = stringsOf(reference.fields);
    const [first = '', second] = fields;
    if (fields.length > 2) return;
    const { source, catalog } = this.#context;
    const at = source.tokenIndex(source.offset(reference.location));
    const item = second === undefined ? undefined : itemNamed(scope, first);
    if (item) this.#qualifier(item, first, at);
    const name = second ?? first;
    const tableId = second === undefined ? this.#tableWith(scope, name) : item?.id;
    const column = tableId ? catalog.column(tableId, name) : undefined;
    const token = source.tokens[second === undefined ? at : at + 2];
    if (column && token?.value === name) {
      const { start, end } = token;
      this.spots.push({ id: column.id, from: start, to: end, form: 'bare' });
      if (isResult) this.spots.push({ id: column.id, from: end, to: end, form: 'result' });
    } else if (second === undefined) {
      // The name of a table alone is its whole row.
      const row = itemNamed(scope, first);
      if (row) this.#qualifier(row, first, at);
    }
  }

  /** A table's own name before a column, or alone; an alias stays what it is. */
  #qualifier({ id, isAliased }: FromItem, name: string, at: number): void {
    const token = this.#context.source.tokens[at];
    if (id === null || isAliased || token?.value !== name) return;
    this.spots.push({ id, from: token.start, to: token.end, form: 'bare' });
  }

  /** The one table in FROM that has the column; undefined when that is not certain. */
  #tableWith(scope: Scope | null, column: string): RecordId | undefined {
    const { catalog } = this.#context;
    for (let at = scope; at !== null; at = at.outer) {
      const ids = new Set([...at.tables.values()].map(({ id }) => id));
      const tables = [...ids].filter((id) => id !== null && isKind(catalog.get(id), 'table'));
      if (tables.length < ids.size) return undefined;
      const having = tables.filter((id) => id !== null && catalog.column(id, column));
      if (having.length > 1) return undefined;
      const [id] = having;
      if (id) return id;
    }
    return undefined;
  }

  /** The name of what the statement makes, and names that stand as lists of words: no locations for these. */
  own(node: Node, ownId: RecordId): void {
    const [kind, content] = nodeEntry(node);
    const word = ownWords.get(kind);
    if (word !== undefined) {
      const name = content.funcname ?? content.defnames;
      const parts =
        Array.isArray(name) && kind !== 'CreateTrigStmt'
          ? stringsOf(name)
          : [String(content.trigname ?? content.policy_name ?? content.rulename ?? '')];
      this.#addAfter(
        word,
        ownId,
        nameOf(parts),
        parts.length > 1 || Array.isArray(name) ? 'qualified' : 'bare',
      );
    }
    if ('CreateTrigStmt' in node) {
      const name = nameOf(stringsOf(node.CreateTrigStmt.funcname));
      const [id] = findRoutines(this.#context, name);
      if (id !== undefined) this.#addAfter(['function', 'procedure'], id, name, 'qualified', 'execute');
      this.#updatedColumns(stringsOf(node.CreateTrigStmt.columns), node.CreateTrigStmt.relation);
    }
    for (const object of objectsOf(content)) this.#object(object);
    if ('CommentStmt' in node) this.#commented(String(node.CommentStmt.objtype), node.CommentStmt.object);
  }

  /** COMMENT ON TRIGGER part ON table, ON COLUMN table.part, ON VIEW table … */
  #commented(objtype: string, object: Node | undefined): void {
    const names = objectNames(object);
    const kind = objectWords(objtype);
    const isOfTable = /^(?:trigger|rule|policy)$/.test(kind);
    const isRelation = /^(?:table|view|materialized view|sequence|index|foreign table|column)$/.test(kind);
    if (!isOfTable && !isRelation) return;
    const relationName = nameOf(isRelation && kind !== 'column' ? names : names.slice(0, -1));
    const relation = findRelation(this.#context, relationName);
    if (!relation) return;
    const lastWord = [kind.split(' ').at(-1) ?? kind];
    if (!isOfTable) {
      this.#addAfter(lastWord, relation.id, relationName, 'qualified');
      return;
    }
    const part = { namespace: null, name: names.at(-1) ?? '' };
    const [id] = this.#context.verbatim.find(objectKey(`${kind} of ${relation.id}`, part));
    if (id !== undefined) this.#addAfter(lastWord, id, part, 'bare');
    const { source } = this.#context;
    const second = source.wordAt('on', (source.wordAt('on', 0) ?? 0) + 1);
    if (second !== undefined)
      this.#addAt(relation.id, source.tokenIndex(second) + 1, relationName, 'qualified');
  }

  /** `UPDATE OF a, b` of a trigger. */
  #updatedColumns(names: readonly string[], range: RangeVar | undefined): void {
    const { source, catalog } = this.#context;
    const table = findRelation(this.#context, rangeName(range));
    if (!isKind(table, 'table') || names.length === 0) return;
    let index = source.tokenIndex(source.wordAt('of', 0) ?? source.text.length);
    for (const name of names) {
      while (index < source.tokens.length && source.tokens[index]?.value !== name) index++;
      const token = source.tokens[index];
      const column = catalog.column(table.id, name);
      if (token && column) this.spots.push({ id: column.id, from: token.start, to: token.end, form: 'bare' });
    }
  }

  /** A routine that COMMENT, GRANT or ALTER is about. */
  #object(object: Node): void {
    if (!('ObjectWithArgs' in object)) return;
    const name = nameOf(stringsOf(object.ObjectWithArgs.objname));
    const ids = findRoutines(this.#context, name);
    if (ids.length === 1 && ids[0] !== undefined) {
      this.#addAfter(['function', 'procedure', 'routine', 'aggregate'], ids[0], name, 'qualified');
    }
  }

  #addAfter(
    words: readonly string[],
    id: RecordId,
    name: Name,
    form: Spot['form'],
    afterWord?: string,
  ): void {
    const { source } = this.#context;
    const start = afterWord === undefined ? 0 : (source.wordAt(afterWord, 0) ?? 0);
    const starts = words.flatMap((word) => source.wordAt(word, start) ?? []).sort((a, b) => a - b);
    const at = starts[0];
    if (at === undefined) return;
    this.#addAt(id, source.tokenIndex(at) + 1, name, form);
  }

  #add(id: RecordId, location: number | undefined, name: Name, form: Spot['form']): void {
    const { source } = this.#context;
    if (location !== undefined) this.#addAt(id, source.tokenIndex(source.offset(location)), name, form);
  }

  /** Only where the text says just this name. */
  #addAt(id: RecordId, first: number, name: Name, form: Spot['form']): void {
    const { tokens } = this.#context.source;
    const last = first + (name.namespace === null ? 0 : 2);
    const isThere =
      tokens[last]?.value === name.name &&
      (name.namespace === null || tokens[first]?.value === name.namespace);
    const from = tokens[first]?.start;
    const to = tokens[last]?.end;
    if (!isThere || from === undefined || to === undefined) return;
    if (isLive(this.#context.catalog.get(id))) this.spots.push({ id, from, to, form });
  }
}

function itemNamed(scope: Scope | null, alias: string): FromItem | undefined {
  for (let at = scope; at !== null; at = at.outer) {
    const found = at.tables.get(alias);
    if (found !== undefined) return found;
  }
  return undefined;
}

function objectsOf(content: Readonly<Record<string, unknown>>): readonly Node[] {
  const one = content.object ?? content.func;
  const all = content.objects;
  const nodes: readonly Node[] = Array.isArray(all) ? all : [];
  if (one && typeof one === 'object') {
    return [
      ...nodes,
      ...('objname' in one ? [{ ObjectWithArgs: one as ObjectWithArgs }] : itemsOf(one as Node)),
    ];
  }
  return nodes;
}

/** The word behind which a statement says the name of what it makes. */
const ownWords: ReadonlyMap<string, readonly string[]> = new Map([
  ['CreateFunctionStmt', ['function', 'procedure']],
  ['DefineStmt', ['aggregate']],
  ['CreateTrigStmt', ['trigger']],
  ['CreatePolicyStmt', ['policy']],
  ['RuleStmt', ['rule']],
]);
