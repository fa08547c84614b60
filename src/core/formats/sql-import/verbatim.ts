import type { BodyOf } from '../../schema/bodies';
import type { RecordId } from '../../schema/ids';
import type { LedgerEntry } from '../../schema/import-report';
import { orderKeyBetween } from '../../schema/order-key';
import { isKind } from '../../schema/record';
import { must } from '../../std/assert';
import type { Catalog } from './catalog';

export type Phase = BodyOf<'verbatim'>['phase'];

const phases: readonly Phase[] = ['before tables', 'after tables', 'after constraints'];

/** A statement that is kept as text. */
type VerbatimInput = {
  readonly tag: string;
  /** Qualified name as a person would read it. */
  readonly name: string;
  /** What the ledger says about it, as long as it is kept. */
  readonly reason: string;
  /** Rendered at the end when it is ours, so that it names things as they are called then. */
  readonly text: string | (() => string);
  /** The earliest phase it can stand in; what it mentions may push it back. */
  readonly phase: Phase;
  readonly definesType?: BodyOf<'verbatim'>['definesType'];
  readonly definesRelation?: BodyOf<'verbatim'>['definesRelation'];
  /** What DROP would find it by, e.g. `function app.f`. */
  readonly keys?: readonly string[];
  /** Of a routine: its argument types, to tell overloads apart. */
  readonly signature?: string | undefined;
  /** The one record that it is about (a trigger's table): it belongs to it in the model. */
  readonly about?: RecordId | undefined;
  /** Records that it belongs to: when they are dropped, it is gone too. */
  readonly attachedTo?: readonly RecordId[];
  /** Records that it names. */
  readonly mentions?: readonly RecordId[];
  /** Why the text alone does not tell what it makes, and where it stands; said only of what is kept in the end. */
  readonly unknown?: { readonly message: string; readonly offset: number } | undefined;
};

type Item = {
  readonly input: VerbatimInput;
  readonly attachedTo: ReadonlySet<RecordId>;
  readonly mentions: ReadonlySet<RecordId>;
  readonly keys: Set<string>;
  /** The statement as it has to be written in the end, where that is not `input.text`. */
  text?: () => string;
  /** Whether that text follows the name of what the statement made, too. */
  namesItself?: boolean;
  /** What it made, where no claim says it: a routine, a trigger. */
  called?: { readonly name: string; readonly namespaceId: RecordId | undefined };
};

/**
 * The statements that are kept as text, in the order of the script. Each is a record in the catalogue
 * from the start, so that what it defines is found by name; phase and order are settled at the end.
 */
export class VerbatimStore {
  readonly #catalog: Catalog;
  readonly #items = new Map<RecordId, Item>();
  /** Statements by key, by what they belong to, and by what they name. */
  readonly #byKey = new Map<string, Set<RecordId>>();
  readonly #byOwner = new Map<string, Set<RecordId>>();
  readonly #byMention = new Map<string, Set<RecordId>>();

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
  }

  /** Keeps a statement. A name that is taken is not claimed a second time. */
  add(input: VerbatimInput): RecordId {
    const { tag, name, phase, definesType, definesRelation } = input;
    const body = { tag: tag.slice(0, 100), name: name.slice(0, 300), text: '', phase, order: 'a0' };
    const record =
      this.#catalog.create('verbatim', {
        ...body,
        ...(definesType && { definesType }),
        ...(definesRelation && { definesRelation }),
      }) ?? this.#catalog.create('verbatim', body);
    const { id } = must(record, 'a record without names');
    const attachedTo = new Set(input.attachedTo);
    if (input.about !== undefined) attachedTo.add(input.about);
    const item: Item = {
      input,
      attachedTo,
      mentions: new Set(input.mentions),
      keys: new Set(input.keys),
    };
    this.#items.set(id, item);
    for (const key of item.keys) addTo(this.#byKey, key, id);
    for (const owner of item.attachedTo) addTo(this.#byOwner, owner, id);
    for (const mention of item.mentions) addTo(this.#byMention, mention, id);
    return id;
  }

  /** Statements that define the object of this key. */
  find(key: string): readonly RecordId[] {
    return [...(this.#byKey.get(key) ?? [])];
  }

  /** Statements that made something in a namespace, by the namespace's name. */
  inNamespace(name: string): readonly RecordId[] {
    return [...this.#items].flatMap(([id, { keys }]) =>
      [...keys].some((key) => key.split('\0')[1] === name) ? [id] : [],
    );
  }

  hasRoutines(): boolean {
    return [...this.#items.values()].some(
      ({ input }) => input.tag === 'function' || input.tag === 'procedure',
    );
  }

  tagOf(id: RecordId): string | undefined {
    return this.#items.get(id)?.input.tag;
  }

  nameOf(id: RecordId): string {
    return this.#items.get(id)?.input.name ?? '';
  }

  signatureOf(id: RecordId): string | undefined {
    return this.#items.get(id)?.input.signature;
  }

  textOf(id: RecordId): string {
    const item = this.#items.get(id);
    const text = item?.text ?? item?.input.text ?? '';
    return typeof text === 'string' ? text : text();
  }

  /**
   * CREATE OR REPLACE: the statement stays where it is and keeps what belongs to it, unless it now names what
   * was made after it.
   */
  replace(id: RecordId, mentions: readonly RecordId[]): void {
    const item = this.#items.get(id);
    if (!item) return;
    const places = [...this.#items.keys()];
    const isEarly = mentions.some((one) => places.indexOf(one) > places.indexOf(id));
    for (const mention of item.mentions) this.#byMention.get(mention)?.delete(id);
    for (const mention of mentions) addTo(this.#byMention, mention, id);
    if (isEarly) this.#items.delete(id);
    this.#items.set(id, { ...item, mentions: new Set(mentions) });
  }

  /** Whether one of these names the statement, or names what names it, and so on. */
  reaches(from: readonly RecordId[], id: RecordId): boolean {
    const seen = new Set<RecordId>(from);
    const left = [...from];
    for (let at = left.pop(); at !== undefined; at = left.pop()) {
      if (at === id) return true;
      for (const next of this.#items.get(at)?.mentions ?? []) {
        if (!seen.has(next)) left.push(next);
        seen.add(next);
      }
    }
    return false;
  }

  /** From now on the text follows what it names. */
  follow(id: RecordId, text: () => string, namesItself: boolean): void {
    const item = this.#items.get(id);
    if (!item) return;
    item.text = text;
    item.namesItself = namesItself;
  }

  namesItself(id: RecordId): boolean {
    return this.#items.get(id)?.namesItself === true;
  }

  /** How what a statement made is called now, where the statement follows that. */
  calledOf(id: RecordId): Item['called'] {
    return this.#items.get(id)?.called;
  }

  call(id: RecordId, called: NonNullable<Item['called']>): void {
    const item = this.#items.get(id);
    if (item) item.called = called;
  }

  /** Gives a key of one object to another name: ALTER … RENAME and SET SCHEMA. */
  changeKey(id: RecordId, from: string, to: string): void {
    const item = this.#items.get(id);
    if (!item) return;
    item.keys.delete(from);
    this.#byKey.get(from)?.delete(id);
    item.keys.add(to);
    addTo(this.#byKey, to, id);
  }

  /** Removes a statement and all that belong to what it defines. */
  remove(id: RecordId): void {
    const item = this.#items.get(id);
    if (!item) return;
    this.#items.delete(id);
    for (const key of item.keys) this.#byKey.get(key)?.delete(id);
    for (const owner of item.attachedTo) this.#byOwner.get(owner)?.delete(id);
    for (const mention of item.mentions) this.#byMention.get(mention)?.delete(id);
    this.#catalog.remove(id);
    this.removeAttached(id);
  }

  /** Removes the statements that belong to a record which is gone. */
  removeAttached(id: RecordId): void {
    for (const itemId of [...(this.#byOwner.get(id) ?? [])]) this.remove(itemId);
  }

  /** The statements that name a record. */
  mentioning(id: RecordId): readonly RecordId[] {
    return [...(this.#byMention.get(id) ?? [])];
  }

  /** One line of the ledger for every statement that is kept in the end. */
  ledger(): readonly LedgerEntry[] {
    return [...this.#items.values()].map(({ input }) => ({
      kind: input.tag,
      name: input.name,
      reason: input.reason,
    }));
  }

  /** Settles text, phase and order of every statement. */
  finish(): void {
    const settled = new Map<RecordId, Phase>();
    let order: string | null = null;
    for (const [id, item] of this.#items) {
      const record = must(this.#catalog.live(id, 'verbatim'), 'verbatim record');
      const phase = this.#phaseOf(item, settled);
      settled.set(id, phase);
      order = orderKeyBetween(order, null, id);
      const { about } = item.input;
      const isAbout = about !== undefined && this.#catalog.get(about) !== undefined;
      const text = this.textOf(id).slice(0, maxTextLength);
      this.#catalog.update(record, { text, phase, order, ...(isAbout && { recordId: about }) });
    }
  }

  /** What running the statements would tell, and the text does not. */
  unknowns(): readonly NonNullable<VerbatimInput['unknown']>[] {
    return [...this.#items.values()].flatMap(({ input }) => input.unknown ?? []);
  }

  /** Texts too long to be kept. */
  tooLong(): readonly string[] {
    return [...this.#items.keys()].filter((id) => this.textOf(id).length > maxTextLength);
  }

  #phaseOf(item: Item, settled: ReadonlyMap<RecordId, Phase>): Phase {
    let latest = phases.indexOf(item.input.phase);
    for (const id of item.attachedTo) {
      const phase = settled.get(id);
      if (phase) latest = Math.max(latest, phases.indexOf(phase));
    }
    for (const id of item.mentions) {
      const mentioned = this.#catalog.get(id);
      // A type of a table's rows exists once the table does; a statement comes after those it builds on.
      if (isKind(mentioned, 'table')) latest = Math.max(latest, 1);
      const phase = settled.get(id);
      if (phase) latest = Math.max(latest, phases.indexOf(phase));
    }
    return phases[latest] ?? 'after constraints';
  }
}

const maxTextLength = 900_000;

function addTo(map: Map<string, Set<RecordId>>, key: string, id: RecordId): void {
  const ids = map.get(key);
  if (ids) ids.add(id);
  else map.set(key, new Set([id]));
}
