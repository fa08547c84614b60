import type { RecordId } from '../../schema/ids';
import type { SchemaRecord } from '../../schema/record';
import { isLive } from '../../schema/record';
import type { Catalog } from './catalog';

/**
 * What PostgreSQL's catalogue knows of inheritance and the records alone do not. While a script is read, a
 * partition and a table that inherits have all their columns, constraints and indexes as records of their own,
 * as in the catalogue, so that every statement finds what it names; `foldHeirs` leaves in the end only what is
 * the table's own.
 */
export class Lineage {
  readonly #catalog: Catalog;
  /** An index or key of a partition → the one of the partitioned table that it is a part of (pg_inherits). */
  readonly #whole = new Map<RecordId, RecordId>();
  readonly #parts = new Map<RecordId, Set<RecordId>>();
  /** Columns, checks and foreign keys that a table has only from above. */
  readonly #inherited = new Set<RecordId>();
  /** How to make an index or key anew that was made for the partitioned table ONLY: it may stay without parts. */
  readonly #only = new Map<RecordId, () => string>();
  /** The names that PostgreSQL gave an index's columns: it names the parts after them. */
  readonly #columnNames = new Map<RecordId, readonly string[]>();

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
  }

  isInherited(id: RecordId): boolean {
    return this.#inherited.has(id);
  }

  /** From now on the table has it from above, or (false) of its own. */
  setInherited(id: RecordId, isInherited: boolean): void {
    if (isInherited) this.#inherited.add(id);
    else this.#inherited.delete(id);
  }

  /** Makes an index or key the part of another. */
  attach(partId: RecordId, wholeId: RecordId): void {
    this.detach(partId);
    this.#whole.set(partId, wholeId);
    const parts = this.#parts.get(wholeId);
    if (parts) parts.add(partId);
    else this.#parts.set(wholeId, new Set([partId]));
  }

  detach(partId: RecordId): void {
    const whole = this.#whole.get(partId);
    if (whole !== undefined) this.#parts.get(whole)?.delete(partId);
    this.#whole.delete(partId);
  }

  wholeOf(id: RecordId): RecordId | undefined {
    return this.#whole.get(id);
  }

  /** The indexes or keys of partitions that are parts of this one. */
  partsOf(id: RecordId): readonly SchemaRecord[] {
    return [...(this.#parts.get(id) ?? [])].map((part) => this.#catalog.get(part)).filter(isLive);
  }

  noteOnly(id: RecordId, text: () => string): void {
    this.#only.set(id, text);
  }

  onlyText(id: RecordId): (() => string) | undefined {
    return this.#only.get(id);
  }

  noteColumnNames(id: RecordId, names: readonly string[]): void {
    this.#columnNames.set(id, names);
  }

  columnNames(id: RecordId): readonly string[] | undefined {
    return this.#columnNames.get(id);
  }
}
