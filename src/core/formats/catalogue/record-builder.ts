import type { BodyOf } from '../../schema/bodies';
import { bodySchemas } from '../../schema/bodies';
import { bindColumns } from '../../schema/expression';
import type { RecordId } from '../../schema/ids';
import type { Diagnostic, LedgerEntry } from '../../schema/import-report';
import type { RecordKind } from '../../schema/kinds';
import type { SchemaRecord } from '../../schema/record';
import { parentOf } from '../../schema/record';
import type { Picture } from './picture';

/** A row of the catalogue: `pg_class:16385`. Of a record or of a statement. */
export type Address = string;

export function address(catalogue: string, oid: string): Address {
  return `${catalogue}:${oid}`;
}

/** Fields that are null or undefined are absent in the record. */
type Loose<Body> = { readonly [Field in keyof Body]: Body[Field] | null | undefined };

/**
 * The records on their way out of the catalogue: which record stands for which row, and what could not be
 * taken. Mutable, used by one inspection.
 */
export class RecordBuilder {
  readonly picture: Picture;
  readonly records: SchemaRecord[] = [];
  readonly ledger: LedgerEntry[] = [];
  readonly diagnostics: Diagnostic[] = [];
  /** Roles that owners, privileges and policies name. */
  readonly roles = new Set<string>();
  readonly #ids = new Map<Address, RecordId>();
  /** `<relation oid>:<name>` → column record. */
  readonly #columns = new Map<string, RecordId>();
  /** Rows whose comment is in their record. */
  readonly #commented = new Set<Address>();
  readonly #mintId: () => string;

  constructor(picture: Picture, mintId: () => string) {
    this.picture = picture;
    this.#mintId = mintId;
  }

  mint(): RecordId {
    return this.#mintId();
  }

  /** Says which record stands for rows of the catalogue, whether it is there already or not. */
  bind(id: RecordId, ...addresses: readonly Address[]): void {
    for (const one of addresses) this.#ids.set(one, id);
  }

  /** Says that the record of a row has its comment, so that no statement needs to. */
  takeComment(one: Address): void {
    this.#commented.add(one);
  }

  idOf(one: Address): RecordId | undefined {
    return this.#ids.get(one);
  }

  /** The record behind a row that has to be there because everything of its kind was bound before. */
  add<Kind extends RecordKind>(
    kind: Kind,
    loose: Loose<BodyOf<Kind>>,
    id = this.mint(),
  ): RecordId | undefined {
    const body = Object.fromEntries(
      Object.entries(loose).filter(([, value]) => value !== null && value !== undefined && value !== false),
    );
    // The one field that says something when it is false.
    if (kind === 'column') body.nullable = (loose as Loose<BodyOf<'column'>>).nullable;
    const valid = bodySchemas[kind].safeParse(body);
    if (!valid.success) {
      const { path, message } = valid.error.issues[0] ?? { path: [], message: '' };
      const name = 'name' in loose ? String(loose.name) : '';
      this.diagnose(
        'error',
        'not-imported',
        `The ${kind} “${name}” was left out: ${path.join('.')}: ${message}`,
      );
      return undefined;
    }
    this.records.push({ id, kind, version: 1, parentId: parentOf(kind, body), body } as SchemaRecord);
    return id;
  }

  diagnose(severity: Diagnostic['severity'], code: string, message: string): void {
    this.diagnostics.push({ severity, code, message });
  }

  note(kind: string, name: string, reason: string): void {
    this.ledger.push({ kind, name, reason });
  }

  /** The owner to write down: none where it is the database's own. */
  owner(name: string): string | undefined {
    if (name === this.picture.server.databaseOwner) return undefined;
    this.roles.add(name);
    return name;
  }

  /** Whether a record has a place for the comment on a row, or on a column of it. */
  holdsComment(catalogue: string, oid: string, part: number): boolean {
    if (part > 0) return catalogue === 'pg_class' && this.#hasColumn(oid, part);
    return this.#commented.has(address(catalogue, oid));
  }

  #hasColumn(relationOid: string, number: number): boolean {
    const relation = this.picture.relationByOid.get(relationOid);
    // Attributes of a composite type are part of its record.
    if (relation === undefined) return this.#ids.has(address('pg_class', relationOid));
    const column = this.picture.columnsByRelation.get(relationOid)?.find((one) => one.number === number);
    return column !== undefined && this.#columns.has(`${relationOid}:${column.name}`);
  }

  bindColumn(relationOid: string, name: string, id: RecordId): void {
    this.#columns.set(`${relationOid}:${name}`, id);
  }

  /** A column of a table: its own record, or that of the table it inherits it from. */
  columnId(relationOid: string, name: string): RecordId | undefined {
    const own = this.#columns.get(`${relationOid}:${name}`);
    if (own !== undefined) return own;
    for (const parent of this.picture.relationByOid.get(relationOid)?.parents ?? []) {
      const inherited = this.columnId(parent, name);
      if (inherited !== undefined) return inherited;
    }
    return undefined;
  }

  /** The records of columns by their numbers; undefined when one of them has none. */
  columnIds(relationOid: string, numbers: readonly number[]): RecordId[] | undefined {
    const columns = this.picture.columnsByRelation.get(relationOid) ?? [];
    const ids = numbers.map((number) => {
      const name = columns.find((column) => column.number === number)?.name;
      return name === undefined ? undefined : this.columnId(relationOid, name);
    });
    return ids.every((id) => id !== undefined) ? ids : undefined;
  }

  /** Which columns the names in these expressions mean; undefined without any expression. */
  columnRefs(relationOid: string, expressions: readonly string[]): Record<string, RecordId> | undefined {
    if (expressions.length === 0) return undefined;
    const find = (name: string) => this.columnId(relationOid, name);
    return Object.fromEntries(expressions.flatMap((text) => Object.entries(bindColumns(text, find))));
  }

  /** `app.users`, as a person would read it. */
  readableName(namespaceOid: string, name: string): string {
    const namespace = this.picture.namespaces.find(({ oid }) => oid === namespaceOid)?.name ?? '';
    return namespace === 'public' ? name : `${namespace}.${name}`;
  }

  namespaceName(namespaceOid: string): string {
    return this.picture.namespaces.find(({ oid }) => oid === namespaceOid)?.name ?? 'public';
  }
}
