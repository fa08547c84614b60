import type { Address } from '../record-builder';
import type { Statement } from './statement';

type Phase = Statement['phase'];
const phases: readonly Phase[] = ['before tables', 'after tables', 'after constraints'];

/** One row depends on another: what pg_depend says, views and row types told by their relation. */
export type Edge = { readonly from: Address; readonly to: Address };

/** Where a structured object stands: a statement that builds on it comes later than that. */
export type PhaseOfRow = (row: Address) => Phase | undefined;

/**
 * The statements in an order in which they can run, each with its phase. What depends on another comes after
 * it; else the order given stands. A circle (a type and its functions) is cut where it is entered.
 */
export function orderStatements(
  statements: readonly Statement[],
  edges: readonly Edge[],
  phaseOfRow: PhaseOfRow,
): readonly Statement[] {
  const makers = new Map<Address, Statement>();
  for (const statement of statements) if (statement.makes !== null) makers.set(statement.makes, statement);
  const places = new Map(statements.map((statement, at) => [statement, at]));
  const targets = new Map<Address, Address[]>();
  for (const { from, to } of edges) {
    const known = targets.get(from);
    if (known) known.push(to);
    else targets.set(from, [to]);
  }
  // A base type's own functions need no more of it than its shell.
  const makerFor = (statement: Statement, row: Address): Statement | undefined => {
    const isOwn = statement.makes !== null && targets.get(row)?.includes(statement.makes) === true;
    return (isOwn ? makers.get(row.replace(/^pg_type:/, 'shell:')) : undefined) ?? makers.get(row);
  };
  const placed = new Map<Statement, number>();
  const open = new Set<Statement>();
  const ordered: { readonly statement: Statement; readonly phase: number }[] = [];
  const place = (statement: Statement): number => {
    const known = placed.get(statement);
    if (known !== undefined) return known;
    if (open.has(statement)) return phases.indexOf(statement.phase);
    open.add(statement);
    let phase = phases.indexOf(statement.phase);
    const needed = new Set<Statement>();
    for (const row of needsOf(statement, targets)) {
      const maker = makerFor(statement, row);
      if (maker === undefined) phase = Math.max(phase, phases.indexOf(phaseOfRow(row) ?? 'before tables'));
      else if (maker !== statement) needed.add(maker);
    }
    // In the order given, which oids have no part in.
    const inOrder = [...needed].sort((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0));
    for (const one of inOrder) phase = Math.max(phase, place(one));
    open.delete(statement);
    placed.set(statement, phase);
    ordered.push({ statement, phase });
    return phase;
  };
  for (const statement of statements) place(statement);
  return ordered
    .sort((a, b) => a.phase - b.phase)
    .map(({ statement, phase }) => ({ ...statement, phase: phases[phase] ?? 'after constraints' }));
}

function needsOf(
  statement: Statement,
  targets: ReadonlyMap<Address, readonly Address[]>,
): readonly Address[] {
  const { makes, about, needs = [] } = statement;
  const own = makes === null ? [] : (targets.get(makes) ?? []);
  return [...(about === undefined ? [] : [about]), ...needs, ...own];
}
