import { allRules } from '../../src/core/review/all-rules';
import { review } from '../../src/core/review/review';
import type { Rule } from '../../src/core/review/rule';
import type { MemoryState } from '../../src/core/schema/memory-state';

/** What one rule found in all designs together. */
export type RuleHits = {
  readonly code: string;
  readonly severity: string;
  readonly hits: number;
  /** How many designs it found something in. */
  readonly designs: number;
  /** How many of its findings came with a fix. */
  readonly fixes: number;
  readonly failures: number;
};

/** Counts the findings of every rule over designs, by code. */
export function countHits(
  designs: readonly MemoryState[],
  rules: readonly Rule[] = allRules,
): readonly RuleHits[] {
  const reviews = designs.map((design) => review(design.records(), rules));
  return rules.map(({ code, severity }) => {
    const found = reviews.map(({ findings, ignored }) =>
      [...findings, ...ignored].filter(({ rule }) => rule === code),
    );
    const all = found.flat();
    return {
      code,
      severity,
      hits: all.length,
      designs: found.filter((list) => list.length > 0).length,
      fixes: all.filter(({ fixLabel }) => fixLabel !== undefined).length,
      failures: reviews.flatMap(({ failures }) => failures).filter(({ rule }) => rule === code).length,
    };
  });
}

/** The same as lines of a table; rules that find something everywhere or nowhere are marked. */
export function hitLines(
  designs: readonly MemoryState[],
  rules: readonly Rule[] = allRules,
): readonly string[] {
  const counted = countHits(designs, rules);
  const width = Math.max(...counted.map(({ code }) => code.length));
  const line = (cells: readonly string[], mark = '') =>
    `${(cells[0] ?? '').padEnd(width)}  ${cells
      .slice(1)
      .map((cell) => cell.padStart(8))
      .join('')}${mark}`;
  return [
    line(['rule', 'severity', 'hits', 'designs', 'fixes']),
    ...counted.map((one) => {
      const mark =
        one.failures > 0
          ? `  FAILED in ${one.failures}`
          : one.designs === 0
            ? '  never'
            : one.designs === designs.length
              ? '  always'
              : '';
      return line([one.code, one.severity, String(one.hits), String(one.designs), String(one.fixes)], mark);
    }),
  ];
}
