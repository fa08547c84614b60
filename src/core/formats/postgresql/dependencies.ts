import type { BodyOf } from '../../schema/bodies';
import type { RecordId } from '../../schema/ids';
import { partitionRoot } from '../../schema/inheritance';
import { multirangeNameOf } from '../../schema/names';
import type { SchemaRecord } from '../../schema/record';
import type { ExportContext } from './export-context';
import { compareText } from './export-context';
import { calledFunctions } from './expression-text';
import { grouped } from './grouped';
import { owningTable } from './owners';
import type { TableTree } from './table-tree';
import { bareName, mentionedWords, wordReader } from './verbatim-names';

/** What a statement of its own makes before foreign keys and all that builds on tables. */
export type Creation = SchemaRecord<
  'sequence' | 'enum' | 'domain' | 'composite' | 'range' | 'verbatim' | 'table'
>;

/** Where a statement stands that has to wait for a function; null: it need not wait. */
export type LatePhase = Exclude<BodyOf<'verbatim'>['phase'], 'before tables'> | null;

/** Who has to be there before whom. */
export type Dependencies = {
  /** What has to be made before this one, in no particular order. */
  readonly needsOf: (record: Creation) => readonly Creation[];
  /** False: `phaseOf` is null for everything. */
  readonly hasLate: boolean;
  /** When the expressions of a domain or table can be written: null, where it is made. */
  readonly phaseOf: (texts: readonly string[], owner: SchemaRecord<'domain' | 'table'>) => LatePhase;
};

/** The statements that are kept as text, of one phase, in their order. */
export function verbatimOf(
  context: ExportContext,
  phase: BodyOf<'verbatim'>['phase'],
): readonly SchemaRecord<'verbatim'>[] {
  return context.state
    .ofKind('verbatim')
    .filter(({ body }) => body.phase === phase)
    .sort((a, b) => compareText(a.body.order, b.body.order) || compareText(a.body.text, b.body.text));
}

/** CREATE EXTENSION and its comment come before everything that builds on them. */
export function isAboutExtension({ body }: SchemaRecord<'verbatim'>): boolean {
  return body.tag === 'extension' || body.tag === 'comment on extension';
}

/** Others only say something about what they name; nothing builds on them. */
function isMaking({ body }: SchemaRecord<'verbatim'>): boolean {
  return !/^(?:comment on|security label on|owner$|grant|revoke)/.test(body.tag);
}

/**
 * Types, tables and kept statements build on each other in any order: a domain on a function, that on an
 * enum, a composite type on a table's rows. What the model holds is told by ids. What stands in texts is
 * told by names alone; the worst that a namesake can do is move a statement.
 *
 * A kept statement of the phase before the tables builds only on those before it, and on types.
 */
export function dependencies(context: ExportContext, tree: TableTree): Dependencies {
  const early = verbatimOf(context, 'before tables').filter((one) => !isAboutExtension(one));
  const place = new Map(early.map((record, at) => [record.id, at]));
  const earlyByName = grouped(
    early.filter(isMaking).map((record): [string, (typeof early)[number]] => [bareName(record), record]),
  );
  const typesByName = early.length === 0 ? new Map<string, Creation[]>() : namedTypes(context);
  const wordsOf = wordReader();

  const recordOf = (id: RecordId | undefined): readonly Creation[] => {
    const found = id === undefined ? undefined : context.state.get(partitionRoot(id, context.state));
    if (found === undefined || 'deleted' in found || !isCreation(found)) return [];
    return found.kind === 'verbatim' && !place.has(found.id) ? [] : [found];
  };
  const earlyIn = (texts: readonly string[]): readonly SchemaRecord<'verbatim'>[] => {
    if (early.length === 0) return [];
    return texts.flatMap((text) => [...mentionedWords(text)].flatMap((word) => earlyByName.get(word) ?? []));
  };
  const tableNeeds = ({ id, body }: SchemaRecord<'table'>, root: SchemaRecord<'table'>) => {
    const needs = (body.inherits ?? []).flatMap(recordOf);
    // There may be thousands of columns, and hardly one needs anything.
    for (const column of context.state.childrenOf(id, 'column')) {
      if (column.body.typeId !== undefined) needs.push(...recordOf(column.body.typeId));
      if (column.body.default?.kind === 'sequence') needs.push(...sequenceOfAnother(context, column, root));
    }
    return needs;
  };
  const hardNeeds = (record: Creation): readonly Creation[] => {
    switch (record.kind) {
      case 'sequence':
      case 'enum':
        return [];
      case 'domain':
        return [...recordOf(record.body.typeId), ...earlyIn([record.body.collation ?? ''])];
      case 'range': {
        const { opclass, collation, subtypeDiff } = record.body;
        return [
          ...recordOf(record.body.typeId),
          ...earlyIn([opclass ?? '', collation ?? '', subtypeDiff ?? '']),
        ];
      }
      case 'composite':
        return record.body.attributes.flatMap(({ typeId, collation }) => [
          ...recordOf(typeId),
          ...earlyIn([collation ?? '']),
        ]);
      case 'verbatim': {
        const own = place.get(record.id) ?? 0;
        return [...wordsOf(record)].flatMap((word) => [
          ...(typesByName.get(word) ?? []),
          ...(earlyByName.get(word) ?? []).filter(({ id }) => (place.get(id) ?? 0) < own),
        ]);
      }
      case 'table':
        return tree.family(record).flatMap((one) => tableNeeds(one, record));
    }
  };
  const reaches = reachability(hardNeeds);
  const latePhases = lateRoutines(context);
  const hasLate = latePhases.size > 0 || early.length > 0;
  const phaseOf: Dependencies['phaseOf'] = (texts, owner) => {
    if (!hasLate) return null;
    const called = texts.flatMap((text) => [...calledFunctions(text)]);
    const found = new Set(called.map((name) => latePhases.get(name) ?? null));
    if (found.has('after constraints')) return 'after constraints';
    if (found.has('after tables')) return 'after tables';
    const builtOnOwner = called
      .flatMap((name) => earlyByName.get(name) ?? [])
      .some((routine) => reaches(routine, partitionRoot(owner.id, context.state)));
    return builtOnOwner ? 'after tables' : null;
  };
  const needsOf = (record: Creation): readonly Creation[] => {
    if (early.length === 0) return hardNeeds(record);
    // What calls a function that builds on the record itself is written later.
    const texts = textsOf(context, tree, record, phaseOf);
    return [...hardNeeds(record), ...earlyIn(texts)];
  };
  return { needsOf, hasLate, phaseOf };
}

/** The texts in CREATE DOMAIN and CREATE TABLE that can call a function or name an operator class. */
function textsOf(
  context: ExportContext,
  tree: TableTree,
  record: Creation,
  phaseOf: Dependencies['phaseOf'],
): readonly string[] {
  if (record.kind === 'domain') {
    const phases = domainPhases(record, phaseOf);
    const { default: value } = record.body;
    return [
      ...(value?.kind === 'expression' && phases.ofDefault === null ? [value.text] : []),
      ...phases.checksIn(null).map(({ expression }) => expression),
    ];
  }
  if (record.kind !== 'table') return [];
  return tree
    .family(record)
    .flatMap(({ id, body }) => [
      elementTexts(body.partitionBy?.elements ?? []),
      ...context.state.children(id).map(expressionTexts),
    ])
    .filter((texts) => texts.length > 0 && phaseOf(texts, record) === null)
    .flat();
}

/** When the default and the checks of a domain can be written. */
export function domainPhases(
  domain: SchemaRecord<'domain'>,
  phaseOf: Dependencies['phaseOf'],
): {
  readonly ofDefault: LatePhase;
  readonly checksIn: (phase: LatePhase) => NonNullable<BodyOf<'domain'>['checks']>;
} {
  const { default: value, checks = [] } = domain.body;
  return {
    ofDefault: value?.kind === 'expression' ? phaseOf([value.text], domain) : null,
    checksIn: (phase) => checks.filter(({ expression }) => phaseOf([expression], domain) === phase),
  };
}

/** The expressions of something that belongs to a table. */
export function expressionTexts(record: SchemaRecord): readonly string[] {
  switch (record.kind) {
    case 'column': {
      const { default: value, generated, collation } = record.body;
      return [
        ...(value?.kind === 'expression' ? [value.text] : []),
        ...(generated ? [generated.expression] : []),
        ...(collation === undefined ? [] : [collation]),
      ];
    }
    case 'check':
      return [record.body.expression];
    case 'index':
      return [...elementTexts(record.body.elements), record.body.predicate ?? ''];
    case 'exclusion':
      return [
        ...elementTexts(record.body.elements),
        ...record.body.elements.map(({ operator }) => operator),
        record.body.predicate ?? '',
      ];
    default:
      return [];
  }
}

type Element = {
  readonly columnId?: RecordId;
  readonly expression?: string;
  readonly opclass?: string | undefined;
  readonly collation?: string | undefined;
};

function elementTexts(elements: readonly Element[]): readonly string[] {
  return elements.flatMap(({ expression, opclass, collation }) =>
    [expression, opclass, collation].filter((text) => text !== undefined),
  );
}

/** The sequence that a default draws from, when another table owns it. */
function sequenceOfAnother(
  context: ExportContext,
  { body }: SchemaRecord<'column'>,
  root: SchemaRecord<'table'>,
): readonly Creation[] {
  if (body.default?.kind !== 'sequence') return [];
  const sequence = context.state.live(body.default.sequenceId, 'sequence');
  const owner = sequence && owningTable(context, sequence);
  const isOwn = owner && partitionRoot(owner.id, context.state) === root.id;
  return sequence && !isOwn ? [sequence] : [];
}

function isCreation(record: SchemaRecord): record is Creation {
  return creationKinds.has(record.kind);
}

const creationKinds: ReadonlySet<string> = new Set([
  'sequence',
  'enum',
  'domain',
  'composite',
  'range',
  'verbatim',
  'table',
] satisfies Creation['kind'][]);

function namedTypes(context: ExportContext): Map<string, Creation[]> {
  const { state } = context;
  const ranges = state.ofKind('range');
  return grouped<string, Creation>([
    ...[...state.ofKind('enum'), ...state.ofKind('domain'), ...state.ofKind('composite'), ...ranges].map(
      (record): [string, Creation] => [record.body.name, record],
    ),
    ...ranges.map((record): [string, Creation] => [multirangeNameOf(record.body), record]),
  ]);
}

/** Functions that are made after the tables because they build on them, by name: the earlier phase of two. */
function lateRoutines(context: ExportContext): ReadonlyMap<string, LatePhase> {
  const phases = new Map<string, LatePhase>();
  for (const record of context.state.ofKind('verbatim')) {
    const { tag, phase } = record.body;
    const isRoutine = tag === 'function' || tag === 'procedure' || tag === 'aggregate';
    if (!isRoutine || phase === 'before tables') continue;
    const name = bareName(record);
    if (phases.get(name) !== 'after tables') phases.set(name, phase);
  }
  return phases;
}

/** Whether something can only be made after a record, because what it builds on builds on that. */
function reachability(
  needsOf: (record: Creation) => readonly Creation[],
): (from: Creation, target: RecordId) => boolean {
  const known = new Map<RecordId, ReadonlySet<RecordId>>();
  const from = (start: Creation): ReadonlySet<RecordId> => {
    const found = new Set<RecordId>();
    const open = [start];
    for (let next = open.pop(); next; next = open.pop()) {
      if (found.has(next.id)) continue;
      found.add(next.id);
      open.push(...needsOf(next));
    }
    return found;
  };
  return (start, target) => {
    const reached = known.get(start.id) ?? from(start);
    known.set(start.id, reached);
    return reached.has(target);
  };
}
