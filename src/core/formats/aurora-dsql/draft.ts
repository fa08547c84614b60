import type { BodyOf } from '../../schema/bodies';
import type { RecordId } from '../../schema/ids';
import type { RecordKind } from '../../schema/kinds';
import { MemoryState } from '../../schema/memory-state';
import type { SchemaRecord } from '../../schema/record';
import { parentOf } from '../../schema/record';
import { withoutUndefined } from '../../std/without-undefined';
import type { ExportContext, ExportNote } from '../postgresql/export-context';
import { exportContext, plainName } from '../postgresql/export-context';

/**
 * How a column's values are held in comparison with the design: `alike` under another type that compares,
 * sorts and casts as the old one did; `other` in a form of their own (an array as JSON), so that an
 * expression about the old one has no meaning any more.
 */
export type Fidelity = 'alike' | 'other';

/** Aurora DSQL answers as PostgreSQL 16 does. */
const engineVersion = 16;

/**
 * The design on its way to what Aurora DSQL can hold: a copy whose records are changed and taken away, and
 * the report that says so. Every step that takes something away leaves a note.
 */
export class Draft {
  readonly state: MemoryState;
  /** For the printers and for names in messages; shares the report. */
  readonly context: ExportContext;
  readonly report: ExportNote[];
  /** Columns that have another type than in the design. */
  readonly fidelity = new Map<RecordId, Fidelity>();
  /** What the script does not make: relations and routines by name, without schema, and columns of tables that it makes. */
  readonly missing = {
    relations: new Set<string>(),
    routines: new Set<string>(),
    columns: [] as { readonly tableId: RecordId; readonly name: string }[],
  };

  constructor(design: MemoryState) {
    this.state = MemoryState.from(design.records());
    this.context = { ...exportContext(this.state, { version: engineVersion }), saysUsualSequences: true };
    this.report = this.context.report;
  }

  /** A harmless change: what was meant is still there. */
  tell(record: SchemaRecord, message: string): void {
    this.#note('info', record, message);
  }

  /** Something is lost, or does not mean quite the same. */
  warn(record: SchemaRecord, message: string): void {
    this.#note('warning', record, message);
  }

  /** Takes a record away, with all that belongs to it, and says why. */
  leaveOut(record: SchemaRecord, reason: string): void {
    this.warn(record, `Left out: ${reason}`);
    this.forget(record);
  }

  /** Takes a record and all that belongs to it away; for what another note already covers. */
  forget(record: SchemaRecord): void {
    for (const child of this.state.children(record.id)) this.forget(child);
    if (record.kind === 'column') this.missing.columns.push(record.body);
    this.state.forget(record.id);
  }

  /** Gives some fields other values; undefined takes a field away. */
  change<Kind extends RecordKind>(record: SchemaRecord<Kind>, patch: Partial<BodyOf<Kind>>): void {
    const body = withoutUndefined({ ...record.body, ...patch });
    this.state.replace({ ...record, version: record.version + 1, body } as SchemaRecord);
  }

  /** Adds a record that the design does not have; the id must be new. */
  add<Kind extends RecordKind>(kind: Kind, id: string, body: BodyOf<Kind>): void {
    this.state.put({ id, kind, version: 1, parentId: parentOf(kind, body), body } as SchemaRecord);
  }

  #note(severity: ExportNote['severity'], record: SchemaRecord, message: string): void {
    const name = plainName(this.context, record) || record.kind;
    this.report.push({ severity, recordId: record.id, name, message });
  }
}

/** `“a”, “b”` for messages. */
export function listed(names: readonly string[]): string {
  return names.map((name) => `“${name}”`).join(', ');
}
