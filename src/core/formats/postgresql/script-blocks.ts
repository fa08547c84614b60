import type { RecordId } from '../../schema/ids';
import type { SchemaRecord } from '../../schema/record';
import { concurrentBlocks, concurrentIndexes } from './concurrent-indexes';
import { creationOrder } from './creation-order';
import type { Creation, Dependencies, LatePhase } from './dependencies';
import { dependencies, domainPhases } from './dependencies';
import type { ExportContext } from './export-context';
import { byName, namespaceName, present, tableName } from './export-context';
import { missingExtensions } from './extensions';
import { grouped } from './grouped';
import { headingOf } from './heading';
import { identitySequenceNames } from './identity-sequences';
import type { KeptStatements } from './kept-statements';
import { keptStatements, titleOfKept } from './kept-statements';
import { ledSequences } from './led-sequences';
import { ownerStatements } from './owners';
import { printComment } from './print-comment';
import { attributeComments, printComposite } from './print-composite';
import { printForeignKey } from './print-constraint';
import { printDomain, printDomainCheck, printDomainDefault } from './print-domain';
import { printEnum } from './print-enum';
import { printNamespace } from './print-namespace';
import { printRange } from './print-range';
import { printSequence } from './print-sequence';
import { printVerbatim } from './print-verbatim';
import type { Block } from './script';
import type { TablePlan } from './table-statements';
import { lateTableStatements, tableStatements } from './table-statements';
import type { TableTree } from './table-tree';
import { tableTree } from './table-tree';

type Verbatim = SchemaRecord<'verbatim'>;
type Table = SchemaRecord<'table'>;

/** The whole script in blocks, in the order of docs/spec/postgresql.md, and its heading. */
export function scriptBlocks(context: ExportContext): {
  readonly heading: string;
  readonly blocks: readonly Block[];
  /** Indexes in a file of their own. */
  readonly concurrent: readonly Block[];
} {
  const tree = tableTree(context);
  const depends = dependencies(context, tree);
  const { order, ledBy } = creationOrder(context, tree, depends, ledSequences(context));
  const tables = order.filter((one) => one.kind === 'table').flatMap(tree.family);
  const plan: TablePlan = {
    tree,
    phaseOf: depends.phaseOf,
    identitySequences: identitySequenceNames(context, tables),
    ledBy: ({ id }) => ledBy.get(id) ?? [],
    sequencesOf: ownedSequences(context),
    concurrent: concurrentIndexes(context),
  };
  const kept = keptStatements(context);
  const late = (phase: NonNullable<LatePhase>) =>
    depends.hasLate ? lateBlocks(context, order, plan, phase) : [];
  const blocks: readonly Block[] = [
    ...byName(context.state.ofKind('namespace')).map((namespace) => ({
      title: 'Schemas',
      statements: present([printNamespace(context, namespace), printComment(context, namespace)]),
    })),
    ...kept.extensions.map((one) => ({ title: 'Extensions', statements: [printVerbatim(one)] })),
    ...missingExtensions(context).map((one) => ({ title: 'Extensions', statements: [one] })),
    ...createdBlocks(context, order, plan, kept),
    ...keptBlocks(kept.afterTables),
    ...late('after tables'),
    ...foreignKeyBlocks(context, tables, tree),
    ...keptBlocks(kept.afterConstraints),
    ...late('after constraints'),
    { title: 'Owners', statements: ownerStatements(context, tables) },
    { title: 'Owners', statements: kept.owners.map(printVerbatim) },
    { title: 'Privileges', statements: kept.grants.map(printVerbatim) },
  ];
  return {
    heading: headingOf(context, kept, plan.concurrent.size > 0),
    blocks,
    concurrent: concurrentBlocks(context, tables, plan.concurrent),
  };
}

/** Sequences by the table of the column that owns them, by name. */
function ownedSequences(context: ExportContext): TablePlan['sequencesOf'] {
  const byTable = grouped(
    byName(context.state.ofKind('sequence')).flatMap(
      (sequence): readonly (readonly [RecordId, SchemaRecord<'sequence'>])[] => {
        const column = context.state.live(sequence.body.ownedByColumnId ?? '', 'column');
        return column ? [[column.body.tableId, sequence]] : [];
      },
    ),
  );
  return ({ id }) => byTable.get(id) ?? [];
}

/** Sequences, types, tables, and the kept statements between them. */
function createdBlocks(
  context: ExportContext,
  order: readonly Creation[],
  plan: TablePlan,
  kept: KeptStatements,
): readonly Block[] {
  const wanted = new Set(kept.beforeTables.map(({ id }) => id));
  const created = order.filter((one) => one.kind !== 'verbatim' || wanted.has(one.id));
  const unchecked = uncheckedBodies(created);
  let title = 'Other objects';
  return created.map((one, at) => {
    title = one.kind === 'verbatim' ? (titleOfKept(one) ?? title) : titles[one.kind];
    const statements = createStatements(context, one, plan);
    return {
      title,
      ...(one.kind === 'table' && {
        file: `${namespaceName(context, one.body.namespaceId)}.${one.body.name}`,
      }),
      statements: unchecked(at, statements),
    };
  });
}

/**
 * Bodies of functions may name what comes later, tables or other functions; pg_dump switches their check off,
 * too: from the first of them to the last.
 */
function uncheckedBodies(
  records: readonly Creation[],
): (at: number, statements: readonly string[]) => readonly string[] {
  const isRoutine = (one: Creation) =>
    one.kind === 'verbatim' && (one.body.tag === 'function' || one.body.tag === 'procedure');
  const first = records.findIndex(isRoutine);
  const last = records.findLastIndex(isRoutine);
  return (at, statements) => [
    ...(at === first ? ['SET check_function_bodies = false;', ''] : []),
    ...statements,
    ...(at === last ? ['', 'RESET check_function_bodies;'] : []),
  ];
}

const titles = {
  sequence: 'Sequences',
  enum: 'Types',
  domain: 'Types',
  composite: 'Types',
  range: 'Types',
  table: 'Tables',
} as const satisfies { readonly [Kind in Exclude<Creation['kind'], 'verbatim'>]: string };

/** What makes one thing, and its comment. */
function createStatements(context: ExportContext, record: Creation, plan: TablePlan): readonly string[] {
  switch (record.kind) {
    case 'sequence':
      return present([printSequence(context, record), printComment(context, record)]);
    case 'enum':
      return present([printEnum(context, record), printComment(context, record)]);
    case 'domain': {
      const phases = domainPhases(record, plan.phaseOf);
      const parts = { checks: phases.checksIn(null), isDefaultLate: phases.ofDefault !== null };
      return present([...printDomain(context, record, parts), printComment(context, record)]);
    }
    case 'composite':
      return present([
        printComposite(context, record),
        printComment(context, record),
        ...attributeComments(context, record),
      ]);
    case 'range':
      return present([printRange(context, record), printComment(context, record)]);
    case 'verbatim':
      return [printVerbatim(record)];
    case 'table':
      return tableStatements(context, record, plan);
  }
}

/** Kept statements under headings of their own; comments and changes stay with what they follow. */
function keptBlocks(records: readonly Verbatim[]): readonly Block[] {
  const unchecked = uncheckedBodies(records);
  let title = 'Other objects';
  return records.map((record, at) => {
    title = titleOfKept(record) ?? title;
    return { title, statements: unchecked(at, [printVerbatim(record)]) };
  });
}

/** One ALTER TABLE per table: all tables and keys are there by now, so cycles do no harm. */
function foreignKeyBlocks(
  context: ExportContext,
  tables: readonly Table[],
  tree: TableTree,
): readonly Block[] {
  return partitionsFirst(tables, tree).map((table) => {
    const keys = byName(context.state.childrenOf(table.id, 'foreign-key'));
    const clauses = present(keys.map((key) => printForeignKey(context, key)));
    const actions = clauses.map((clause) => `    ADD ${clause}`).join(',\n');
    return {
      title: 'Foreign keys',
      statements: present([
        clauses.length === 0 ? null : `ALTER TABLE ${tableName(context, table)}\n${actions};`,
        ...keys.map((key) => printComment(context, key)),
      ]),
    };
  });
}

/** A partition's foreign key has to be there before its table's, which takes it for its part. */
function partitionsFirst(tables: readonly Table[], tree: TableTree): readonly Table[] {
  return tables
    .filter(({ body }) => body.partitionOf === undefined)
    .flatMap((table) => [...tree.family(table)].reverse());
}

/** What has to wait for the functions of a phase. */
function lateBlocks(
  context: ExportContext,
  order: readonly Creation[],
  plan: TablePlan,
  phase: NonNullable<LatePhase>,
): readonly Block[] {
  const title = 'What calls these functions';
  return order.flatMap((record): readonly Block[] => {
    if (record.kind === 'domain') {
      return [{ title, statements: lateDomainStatements(context, record, plan.phaseOf, phase) }];
    }
    if (record.kind !== 'table') return [];
    return plan.tree.family(record).map((table) => ({
      title,
      statements: lateTableStatements(context, table, plan, phase),
    }));
  });
}

function lateDomainStatements(
  context: ExportContext,
  domain: SchemaRecord<'domain'>,
  phaseOf: Dependencies['phaseOf'],
  phase: NonNullable<LatePhase>,
): readonly string[] {
  const phases = domainPhases(domain, phaseOf);
  return present([
    phases.ofDefault === phase ? printDomainDefault(context, domain) : null,
    ...phases.checksIn(phase).map((check) => printDomainCheck(context, domain, check)),
  ]);
}
