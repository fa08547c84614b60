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
  const targets = new Map<Address, Address[]>();
  for (const { from, to } of edges) {
    const known = targets.get(from);
    if (known) known.push(to);
    else targets.set(from, [to]);
  }
  const placed = new Map<Statement, number>();
  const open = new Set<Statement>();
  const ordered: { readonly statement: Statement; readonly phase: number }[] = [];
  const place = (statement: Statement): number => {
    const known = placed.get(statement);
    if (known !== undefined) return known;
    if (open.has(statement)) return 0;
    open.add(statement);
    let phase = phases.indexOf(statement.phase);
    for (const row of needsOf(statement, targets)) {
      const needed = makers.get(row) ?? makers.get(row.replace(/^pg_type:/, 'shell:'));
      const other =
        needed && needed !== statement ? place(needed) : phases.indexOf(phaseOfRow(row) ?? 'before tables');
      phase = Math.max(phase, other);
    }
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
