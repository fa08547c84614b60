/**
 * What copied tables lean on, found again where they are pasted: by id where it is still there, else by name,
 * else made anew. Pure.
 */
import type { BodyOf } from '../../../core/schema/bodies';
import type { DataType } from '../../../core/schema/data-type';
import { isBuiltInType, parseDataType, printDataType } from '../../../core/schema/data-type';
import type { RecordId } from '../../../core/schema/ids';
import type { MemoryState } from '../../../core/schema/memory-state';
import { multirangeNameOf, scopes } from '../../../core/schema/names';
import type { Operation } from '../../../core/schema/operation';
import type { SchemaRecord } from '../../../core/schema/record';
import { isKind, isLive } from '../../../core/schema/record';
import { quoteIdentifier } from '../../../core/std/sql-identifier';
import type { Typed } from '../../view/column-type';
import { create } from '../edits/operations';
import { TakenNames } from './paste-names';

const definingKinds = ['enum', 'domain', 'composite', 'range', 'verbatim', 'table'] as const;
type TypeDefinition = SchemaRecord<(typeof definingKinds)[number]>;

/** A type of the project as columns name it. `record`: what defines it, where that is known. */
type NamedType = {
  readonly namespace: string | null;
  readonly name: string;
  readonly record: SchemaRecord | null;
};

export class PasteContext {
  /** Creates what is missing; goes before everything that leans on it. */
  readonly operations: Operation[] = [];
  /** Sentences about what is different from what was copied. */
  readonly notices: string[] = [];
  readonly taken: TakenNames;
  readonly #state: MemoryState;
  readonly #clip: MemoryState;
  readonly #newId: () => RecordId;
  readonly #namespaces = new Map<RecordId, RecordId>();
  readonly #sequences = new Map<RecordId, RecordId>();
  readonly #types = new Map<RecordId, NamedType | null>();

  constructor(state: MemoryState, clip: MemoryState, newId: () => RecordId) {
    this.#state = state;
    this.#clip = clip;
    this.#newId = newId;
    this.taken = new TakenNames(state);
  }

  /** The namespace of this id, of this name, or a new one. */
  namespace(id: RecordId): RecordId {
    const known = this.#namespaces.get(id);
    if (known !== undefined) return known;
    const name = this.namespaceName(id);
    const found = isKind(this.#state.get(id), 'namespace') ? id : this.#state.holder(scopes.namespaces, name);
    const namespace = found ?? this.#newId();
    this.#namespaces.set(id, namespace);
    if (found === undefined) {
      const { comment } = this.#clip.live(id, 'namespace')?.body ?? {};
      this.operations.push(
        create('namespace', namespace, { name, ...(comment !== undefined && { comment }) }),
      );
    }
    return namespace;
  }

  /** What a namespace is called where the tables are pasted. */
  namespaceName(id: RecordId): string {
    return (this.#state.live(id, 'namespace') ?? this.#clip.live(id, 'namespace'))?.body.name ?? 'public';
  }

  /** Where a table or type of the other project would be, if it is in this one. Makes nothing. */
  existingNamespace(id: RecordId): RecordId | undefined {
    if (isKind(this.#state.get(id), 'namespace')) return id;
    return this.#state.holder(scopes.namespaces, this.namespaceName(id));
  }

  /**
   * How the type of something copied is written so that it means what it meant; `text` when its definition cannot be
   * had here. `record`: the definition that it will have. `renamed`: the copied tables under their new names.
   */
  type(
    { type, typeId }: Typed,
    renamed: ReadonlyMap<RecordId, string>,
  ): { readonly type: string; readonly record: SchemaRecord | null } {
    const definition = typeId === undefined ? undefined : this.#clip.get(typeId);
    const parsed = parseDataType(type);
    if (!isTypeDefinition(definition) || !parsed.ok) return { type, record: null };
    const found = this.#definedType(definition, renamed);
    if (found === null) return { type: parsed.value.dimensions > 0 ? 'text[]' : 'text', record: null };
    // A range type brings a multirange type along.
    const isMultirange =
      isKind(definition, 'range') && parsed.value.name === multirangeNameOf(definition.body);
    const range = found.record?.kind === 'range' ? found.record : definition;
    const name = isMultirange && isKind(range, 'range') ? multirangeNameOf(range.body) : found.name;
    return { type: printNamed(parsed.value, { ...found, name }), record: found.record };
  }

  /** The sequence that a default takes its values from. */
  sequence(id: RecordId): RecordId {
    const known = this.#sequences.get(id);
    if (known !== undefined) return known;
    const sequence = this.#clip.live(id, 'sequence');
    const found = isKind(this.#state.get(id), 'sequence') ? id : sequence && this.#sequenceNamed(sequence);
    const used = found ?? this.#newId();
    this.#sequences.set(id, used);
    if (found === undefined && sequence) this.#createSequence(used, sequence.body);
    return used;
  }

  #sequenceNamed({ body }: SchemaRecord<'sequence'>): RecordId | undefined {
    const namespaceId = this.existingNamespace(body.namespaceId);
    const holder = namespaceId && this.#state.holder(scopes.relations(namespaceId), body.name);
    return holder && isKind(this.#state.get(holder), 'sequence') ? holder : undefined;
  }

  #createSequence(id: RecordId, body: BodyOf<'sequence'>): void {
    const namespaceId = this.namespace(body.namespaceId);
    const name = this.taken.claim(scopes.relations(namespaceId), body.name);
    this.operations.push(create('sequence', id, { ...body, namespaceId, name }));
  }

  #definedType(definition: TypeDefinition, renamed: ReadonlyMap<RecordId, string>): NamedType | null {
    const known = this.#types.get(definition.id);
    if (known !== undefined) return known;
    const found = this.#findType(definition, renamed);
    this.#types.set(definition.id, found);
    return found;
  }

  #findType(definition: TypeDefinition, renamed: ReadonlyMap<RecordId, string>): NamedType | null {
    const here = this.#state.get(definition.id);
    const place = placeOfType(isTypeDefinition(here) ? here : definition);
    if (place === undefined) return null;
    const namespace = this.namespaceName(place.namespaceId);
    const copiedAs = renamed.get(definition.id);
    if (copiedAs !== undefined) return { namespace, name: copiedAs, record: null };
    if (isTypeDefinition(here)) return { namespace, name: place.name, record: here };
    const namespaceId = this.existingNamespace(place.namespaceId);
    const holder = namespaceId && this.#state.holder(scopes.types(namespaceId), place.name);
    const other = holder === undefined ? undefined : this.#state.get(holder);
    if (isLive(other)) return this.#otherType(definition, other, { namespace, name: place.name });
    return this.#createType(definition, { namespace, name: place.name }, renamed);
  }

  /** The type that has this name here. */
  #otherType(
    definition: TypeDefinition,
    other: SchemaRecord,
    named: Pick<NamedType, 'namespace' | 'name'>,
  ): NamedType {
    const isSame =
      isKind(definition, 'enum') && isKind(other, 'enum')
        ? definition.body.labels.join('\0') === other.body.labels.join('\0')
        : definition.kind === other.kind;
    if (!isSame) this.notices.push(`The type ${named.name} of this project is used, which is not the same.`);
    return { ...named, record: other };
  }

  #createType(
    definition: TypeDefinition,
    named: Pick<NamedType, 'namespace' | 'name'>,
    renamed: ReadonlyMap<RecordId, string>,
  ): NamedType | null {
    const id = this.#newId();
    if (definition.kind !== 'verbatim' && definition.kind !== 'table') {
      // Types that it is made of are made first.
      const made = this.#copyOfType(id, definition, renamed);
      const namespaceId = this.namespace(definition.body.namespaceId);
      this.taken.give(scopes.types(namespaceId), definition.body.name);
      this.operations.push(made);
      return { ...named, record: definition };
    }
    if (isKind(definition, 'verbatim') && this.#createVerbatim(id, definition.body)) {
      return { ...named, record: definition };
    }
    this.notices.push(`There is no type ${named.name} in this project: its columns are text now.`);
    return null;
  }

  #copyOfType(
    id: RecordId,
    definition: SchemaRecord<'enum' | 'domain' | 'composite' | 'range'>,
    renamed: ReadonlyMap<RecordId, string>,
  ): Operation {
    const namespaceId = this.namespace(definition.body.namespaceId);
    const retyped = <Body extends Typed>({ typeId: _type, ...body }: Body, typed: Typed) => ({
      ...body,
      type: this.type(typed, renamed).type,
    });
    switch (definition.kind) {
      case 'enum':
        return create('enum', id, { ...definition.body, namespaceId });
      case 'domain':
        return create('domain', id, { ...retyped(definition.body, definition.body), namespaceId });
      case 'range':
        return create('range', id, { ...retyped(definition.body, definition.body), namespaceId });
      case 'composite': {
        const attributes = definition.body.attributes.map((one) => retyped(one, one));
        return create('composite', id, { ...definition.body, attributes, namespaceId });
      }
    }
  }

  /** A type kept as text, as its statement. Not where a relation has its name. */
  #createVerbatim(id: RecordId, { order: _order, ...body }: BodyOf<'verbatim'>): boolean {
    const { definesType, definesRelation } = body;
    const moved = (place: { readonly namespaceId: RecordId; readonly name: string }) => ({
      ...place,
      namespaceId: this.namespace(place.namespaceId),
    });
    const relation = definesRelation && moved(definesRelation);
    if (relation && this.taken.has(scopes.relations(relation.namespaceId), relation.name)) return false;
    const type = definesType && moved(definesType);
    if (type) this.taken.give(scopes.types(type.namespaceId), type.name);
    if (relation) this.taken.give(scopes.relations(relation.namespaceId), relation.name);
    this.operations.push(
      create('verbatim', id, {
        ...body,
        ...(type && { definesType: type }),
        ...(relation && { definesRelation: relation }),
      }),
    );
    return true;
  }
}

function isTypeDefinition(state: ReturnType<MemoryState['get']>): state is TypeDefinition {
  return definingKinds.some((kind) => isKind(state, kind));
}

function placeOfType(
  definition: TypeDefinition,
): { readonly namespaceId: RecordId; readonly name: string } | undefined {
  return definition.kind === 'verbatim' ? definition.body.definesType : definition.body;
}

/** With its schema, but for types of public that none of PostgreSQL's own hides: so the rules look it up. */
function printNamed(type: DataType, { namespace, name }: NamedType): string {
  const alone = parseDataType(quoteIdentifier(name));
  const isHidden = !alone.ok || isBuiltInType(alone.value);
  return printDataType({ ...type, name, namespace: namespace === 'public' && !isHidden ? null : namespace });
}
