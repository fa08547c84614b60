/** Domains, composite types and range types, as operations. Pure. */
import type { BodyOf } from '../../../core/schema/bodies';
import type { RecordKind } from '../../../core/schema/kinds';
import type { MemoryState } from '../../../core/schema/memory-state';
import { multirangeNameOf, scopes } from '../../../core/schema/names';
import type { SchemaRecord } from '../../../core/schema/record';
import { shownType } from '../../view/column-type';
import { defaultNamespace } from '../../view/scene-records';
import type { Edit } from './edit';
import { create, createNumbered, update } from './operations';
import { freeName, moved, replaced, without } from './sequence';

/** The first name from `base` on that neither a type nor a relation of the namespace has; nobody's when it is unknown. */
function freeTypeName(state: MemoryState, base: string, namespaceId: string | undefined): string {
  const namespace = namespaceId ?? state.holder(scopes.namespaces, defaultNamespace);
  if (namespace === undefined) return base;
  const holds = (name: string) =>
    state.holder(scopes.types(namespace), name) !== undefined ||
    state.holder(scopes.relations(namespace), name) !== undefined;
  return freeName(base, (name) => holds(name) || holds(multirangeNameOf({ name })));
}

function inNamespace(namespaceId: string | undefined) {
  return namespaceId === undefined ? {} : { namespaceId };
}

/** A domain over text with a free name, in `public` unless another namespace is given. */
export function createDomain(state: MemoryState, id: string, namespaceId?: string): Edit {
  const name = freeTypeName(state, 'new_domain', namespaceId);
  const body = { name, type: 'text', ...inNamespace(namespaceId) };
  return { label: `Create domain ${name}`, operations: [createNumbered('domain', id, body)] };
}

/** A composite type without attributes and with a free name. */
export function createComposite(state: MemoryState, id: string, namespaceId?: string): Edit {
  const name = freeTypeName(state, 'new_type', namespaceId);
  const body = { name, attributes: [], ...inNamespace(namespaceId) };
  return { label: `Create composite type ${name}`, operations: [createNumbered('composite', id, body)] };
}

/** A range type over numeric with a free name. */
export function createRange(state: MemoryState, id: string, namespaceId?: string): Edit {
  const name = freeTypeName(state, 'new_range', namespaceId);
  const body = { name, type: 'numeric', ...inNamespace(namespaceId) };
  return { label: `Create range type ${name}`, operations: [create('range', id, body)] };
}

/** What relies on a type by naming it: columns, domains, composite types, ranges. */
export function usersOfType(state: MemoryState, typeId: string): readonly SchemaRecord[] {
  return state.referrers(typeId).filter((one) => typeIdsOf(one).includes(typeId));
}

function typeIdsOf(record: SchemaRecord): readonly (string | undefined)[] {
  switch (record.kind) {
    case 'column':
    case 'domain':
    case 'range':
      return [record.body.typeId];
    case 'composite':
      return record.body.attributes.map(({ typeId }) => typeId);
    default:
      return [];
  }
}

/** Kinds of record that are types: deleting one never takes along what is of it. */
export const typeKinds: ReadonlySet<RecordKind> = new Set(['enum', 'domain', 'composite', 'range']);

type Domain = SchemaRecord<'domain'>;
export type DomainCheck = NonNullable<BodyOf<'domain'>['checks']>[number];

/** Adds a condition on VALUE, named as PostgreSQL would: `amount_check`, `amount_check1`, … */
export function addDomainCheck(domain: Domain, expression: string): Edit {
  const { name, checks = [] } = domain.body;
  const isTaken = (candidate: string) => checks.some((one) => one.name === candidate);
  let free = `${name}_check`.slice(0, 63);
  for (let count = 1; isTaken(free); count += 1) free = `${name.slice(0, 54)}_check${count}`;
  return withChecks(domain, `Add a check to ${name}`, [
    ...checks,
    { name: free, expression: expression.trim() },
  ]);
}

/** Changes the condition at a place: its name or its expression. */
export function changeDomainCheck(domain: Domain, at: number, change: Partial<DomainCheck>): Edit {
  const { name, checks = [] } = domain.body;
  const old = checks[at];
  const next = old ? replaced(checks, at, { ...old, ...change }) : checks;
  return withChecks(domain, `Change a check of ${name}`, next);
}

/** Takes the condition at a place away. */
export function deleteDomainCheck(domain: Domain, at: number): Edit {
  const { name, checks = [] } = domain.body;
  return withChecks(domain, `Delete a check of ${name}`, without(checks, at));
}

function withChecks(domain: Domain, label: string, checks: readonly DomainCheck[]): Edit {
  return { label, operations: [update(domain, { checks: checks.length === 0 ? null : [...checks] })] };
}

type Composite = SchemaRecord<'composite'>;
export type Attribute = BodyOf<'composite'>['attributes'][number];

/** What is wrong with a text as the name of an attribute besides what holds for all names, in a sentence, or null. */
export function attributeNameProblem(record: Composite, name: string, old?: string): string | null {
  const isThere = name !== old && record.body.attributes.some((one) => one.name === name);
  return isThere ? `There is an attribute "${name}" already.` : null;
}

/** Adds an attribute of type text at the end. */
export function addAttribute(record: Composite, name: string): Edit {
  const attributes = [...record.body.attributes, { name, type: 'text' }];
  return withAttributes(record, `Add attribute ${name}`, attributes);
}

/** Changes an attribute; undefined takes an optional field away. A type is bound by its name again when anything of it changes. */
export function changeAttribute(
  state: MemoryState,
  record: Composite,
  at: number,
  change: { readonly [Field in keyof Attribute]?: Attribute[Field] | undefined },
): Edit {
  const old = record.body.attributes[at];
  if (!old) return { label: `Change ${record.body.name}`, operations: [] };
  // Attributes are known by their names: a renamed one says its type by the name that it has now.
  const { typeId: _bound, ...rest } = old;
  const isRebound = 'name' in change || 'type' in change;
  const base = isRebound
    ? { ...rest, type: old.typeId === undefined ? old.type : shownType(old, state) }
    : old;
  const entries = Object.entries({ ...base, ...change }).filter(([, value]) => value !== undefined);
  const next = Object.fromEntries(entries) as Attribute;
  const label = 'name' in change ? `Rename attribute ${old.name}` : `Change attribute ${old.name}`;
  return withAttributes(record, label, replaced(record.body.attributes, at, next));
}

/** Moves an attribute to another place; their order is that of the values. */
export function moveAttribute(record: Composite, from: number, to: number): Edit {
  const label = `Move attribute ${record.body.attributes[from]?.name ?? ''}`;
  return withAttributes(record, label, moved(record.body.attributes, from, to));
}

/** Takes an attribute away. */
export function deleteAttribute(record: Composite, at: number): Edit {
  const label = `Delete attribute ${record.body.attributes[at]?.name ?? ''}`;
  return withAttributes(record, label, without(record.body.attributes, at));
}

function withAttributes(record: Composite, label: string, attributes: readonly Attribute[]): Edit {
  return { label, operations: [update(record, { attributes: [...attributes] })] };
}
