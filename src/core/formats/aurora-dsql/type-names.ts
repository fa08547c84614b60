import type { DataType } from '../../schema/data-type';
import {
  domainBaseType,
  isBuiltInType,
  parseDataType,
  printDataType,
  wellKnownExtensionTypes,
} from '../../schema/data-type';
import type { SchemaRecord } from '../../schema/record';
import { typeNameOf } from '../../schema/type-names';
import { namespaceName } from '../postgresql/export-context';
import { bareName } from '../postgresql/verbatim-names';
import type { Replacement } from './column-types';
import { isQueryType, replaced, replaceType } from './column-types';
import type { Draft } from './draft';
import type { Vocabulary } from './expressions';

/** A record of the design that is a type. */
type TypeRecord = SchemaRecord<'enum' | 'domain' | 'composite' | 'range' | 'table' | 'verbatim'>;

/** What the types of the design become, as they were before anything of them was taken away. */
export class TypeNames {
  readonly #draft: Draft;
  readonly #byName = new Map<string, TypeRecord[]>();
  readonly #byId = new Map<string, TypeRecord>();
  /** The schemas in which the design makes functions, by their name; empty for one written without. */
  readonly #routines = new Map<string, string[]>();

  constructor(draft: Draft) {
    this.#draft = draft;
    for (const record of draft.state.records()) {
      if (!isTypeRecord(record)) continue;
      if (record.kind === 'verbatim' && record.body.tag === 'function') this.#addRoutine(record);
      const name = typeNameOf(record, '')?.name;
      if (name === undefined) continue;
      this.#byId.set(record.id, record);
      this.#byName.set(name, [...(this.#byName.get(name) ?? []), record]);
    }
  }

  #addRoutine(record: SchemaRecord<'verbatim'>): void {
    const name = bareName(record);
    const schema = record.body.name.slice(0, -name.length - 1);
    this.#routines.set(name, [...(this.#routines.get(name) ?? []), schema]);
  }

  /** The record that a type's text names. */
  recordOf(type: DataType, typeId: string | undefined): TypeRecord | undefined {
    if (typeId !== undefined) return this.#byId.get(typeId);
    if (isBuiltInType(type)) return undefined;
    const named = this.#byName.get(type.name) ?? [];
    return named.find((record) => {
      const namespaceId = typeNameOf(record, type.name)?.namespaceId ?? '';
      return type.namespace === null || namespaceName(this.#draft.context, namespaceId) === type.namespace;
    });
  }

  /** What a column of this type becomes. */
  replacementOf(type: DataType, typeId: string | undefined): Replacement {
    const record = this.recordOf(type, typeId);
    if (!record || type.dimensions > 0) return replaceType(type);
    switch (record.kind) {
      case 'enum':
        return replaced('text', 'alike');
      case 'domain':
        return { kind: 'kept' };
      case 'composite':
      case 'table':
        return replaced('jsonb', 'other', 'rows of a composite type are JSON objects');
      case 'range':
        return replaced('text', 'other', 'there are no range types');
      case 'verbatim':
        return this.#replaceKept(record);
    }
  }

  /** The labels of an enum type; undefined for all others. */
  labelsOf(type: DataType, typeId: string | undefined): readonly string[] | undefined {
    const record = this.recordOf(type, typeId);
    return record?.kind === 'enum' && type.dimensions === 0 ? record.body.labels : undefined;
  }

  /** The type that a domain's values have in the end, built in; the type itself when it is no domain. */
  baseOf(type: string, typeId: string | undefined): string {
    const parsed = parseDataType(type);
    const record = parsed.ok ? this.recordOf(parsed.value, typeId) : undefined;
    const domain = record && this.#draft.state.live(record.id, 'domain');
    if (domain) return this.baseOf(domain.body.type, domain.body.typeId);
    const base = record?.kind === 'verbatim' ? domainBaseType(record.body.text) : undefined;
    return base ? printDataType(base) : type;
  }

  /** What casts and routines mean in expressions of this design. */
  vocabulary(): Vocabulary {
    return {
      typeFor: (type) => this.#nameInExpression(type),
      isTypeMissing: (type) => this.#isMissing(type),
      isRoutineMissing: (namespace, name) => this.#isRoutineMissing(namespace, name),
    };
  }

  /**
   * With a schema: nothing of the design makes it there. Without: the design makes it in other schemas alone, which a
   * session of Aurora DSQL does not look into.
   */
  #isRoutineMissing(namespace: string | null, name: string): boolean {
    if (this.#draft.missing.routines.has(name)) return true;
    if (namespace === 'pg_catalog') return false;
    const made = this.#routines.get(name) ?? [];
    if (namespace !== null) return made.length === 0;
    return made.length > 0 && made.every((schema) => schema !== '' && schema !== 'public');
  }

  /** A table's rows are a type as long as there is the table. */
  #isMissing(type: DataType): boolean {
    const element = { ...type, dimensions: 0 };
    const record = this.recordOf(element, undefined);
    if (record?.kind === 'table') return !this.#draft.state.live(record.id, 'table');
    if (record) return this.replacementOf(element, undefined).kind !== 'kept';
    return isBuiltInType(element)
      ? !isQueryType(element)
      : wellKnownExtensionTypes[element.name] !== undefined;
  }

  #nameInExpression(type: DataType): string | 'same' | null {
    const element = { ...type, dimensions: 0 };
    const brackets = type.dimensions > 0 ? '[]' : '';
    if (isQueryType(element)) return 'same';
    const replacement = this.replacementOf(element, undefined);
    if (replacement.kind === 'kept') return 'same';
    if (replacement.kind === 'none' || replacement.fidelity === 'other') return null;
    return `${replacement.type}${brackets}`;
  }

  /** A domain that is kept as text stays where nothing in it needs another form; what else makes a type is left out. */
  #replaceKept({ body }: SchemaRecord<'verbatim'>): Replacement {
    const base = domainBaseType(body.text);
    if (!base) return replaced('text', 'other', 'its type cannot be made there');
    return this.replacementOf(base, undefined);
  }
}

function isTypeRecord(record: SchemaRecord): record is TypeRecord {
  return ['enum', 'domain', 'composite', 'range', 'table', 'verbatim'].includes(record.kind);
}
