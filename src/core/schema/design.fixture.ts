import type { BodyOf } from './bodies';
import { bindColumns } from './expression';
import type { RecordId } from './ids';
import type { RecordKind } from './kinds';
import { MemoryState } from './memory-state';
import type { SchemaRecord } from './record';
import { isLive, parentOf } from './record';

/** Order keys that sort like the numbers. */
function orderKey(index: number): string {
  return `a${String(index).padStart(5, '0')}V`;
}

type ColumnOptions = Partial<Omit<BodyOf<'column'>, 'tableId' | 'name' | 'type' | 'order'>>;

/** Builds states for tests by hand, without the rules; ids count up from `firstId`. */
export class Design {
  readonly state = new MemoryState();
  #next: number;
  readonly public: RecordId;

  constructor(firstId = 1) {
    this.#next = firstId;
    this.public = this.namespace('public');
  }

  add<Kind extends RecordKind>(kind: Kind, body: BodyOf<Kind>): RecordId {
    const id = `00000000-0000-4000-8000-${String(this.#next++).padStart(12, '0')}`;
    const record = { id, kind, version: 1, parentId: parentOf(kind, body), body };
    this.state.put(record as SchemaRecord);
    return id;
  }

  /** Changes some fields of a record that is there. */
  change(id: RecordId, patch: Readonly<Record<string, unknown>>): void {
    const record = this.state.get(id);
    if (!isLive(record)) throw new Error(`No record ${id}`);
    const body = { ...record.body, ...patch };
    this.state.put({ ...record, version: record.version + 1, body } as SchemaRecord);
  }

  namespace(name: string): RecordId {
    return this.add('namespace', { name });
  }

  /** A table with columns written as name → type, all nullable. */
  table(name: string, columns: Readonly<Record<string, string>> = {}, namespaceId = this.public): RecordId {
    const id = this.add('table', { namespaceId, name });
    for (const [column, type] of Object.entries(columns)) this.column(id, column, type);
    return id;
  }

  column(tableId: RecordId, name: string, type: string, options: ColumnOptions = {}): RecordId {
    const order = orderKey(this.state.childrenOf(tableId, 'column').length);
    return this.add('column', { tableId, name, type, nullable: true, order, ...options });
  }

  /** The ids of a table's columns by name. */
  columns(tableId: RecordId, ...names: readonly string[]): RecordId[] {
    const columns = this.state.childrenOf(tableId, 'column');
    return names.map((name) => {
      const found = columns.find(({ body }) => body.name === name);
      if (!found) throw new Error(`No column ${name}`);
      return found.id;
    });
  }

  primaryKey(tableId: RecordId, name: string, ...columns: readonly string[]): RecordId {
    return this.add('primary-key', { tableId, name, columnIds: this.columns(tableId, ...columns) });
  }

  /** From columns of one table to columns of another: `foreignKey('x', [a, 'b_id'], [b, 'id'])`. */
  foreignKey(
    name: string,
    [tableId, ...columns]: readonly [RecordId, ...string[]],
    [referencedTableId, ...referenced]: readonly [RecordId, ...string[]],
    options: Partial<BodyOf<'foreign-key'>> = {},
  ): RecordId {
    return this.add('foreign-key', {
      tableId,
      name,
      columnIds: this.columns(tableId, ...columns),
      referencedTableId,
      referencedColumnIds: this.columns(referencedTableId, ...referenced),
      ...options,
    });
  }

  check(
    tableId: RecordId,
    name: string,
    expression: string,
    options: Partial<BodyOf<'check'>> = {},
  ): RecordId {
    return this.add('check', {
      tableId,
      name,
      expression,
      columnRefs: this.refs(tableId, expression),
      ...options,
    });
  }

  refs(tableId: RecordId, expression: string): Record<string, RecordId> {
    const columns = this.state.childrenOf(tableId, 'column');
    return bindColumns(expression, (name) => columns.find(({ body }) => body.name === name)?.id);
  }

  verbatim(tag: string, name: string, text: string, options: Partial<BodyOf<'verbatim'>> = {}): RecordId {
    const order = orderKey(this.state.ofKind('verbatim').length);
    return this.add('verbatim', { tag, name, text, phase: 'before tables', order, ...options });
  }
}
