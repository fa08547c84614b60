import { minorityOf } from '../naming-style';
import type { Rule } from '../rule';
import { docs } from '../rule';

/** Fewer tables show no custom. */
const enough = 8;

export const pluralSingularMix: Rule = {
  code: 'plural-singular-mix',
  title: 'Singular among plurals, or the other way round',
  severity: 'info',
  why: 'Where nearly all tables are named one way, the one that is not is guessed wrong. Renaming is cheap as long as no program uses it.',
  docs: docs('ddl-alter.html'),
  *check({ tables }) {
    const candidates = tables.filter(({ isPartition }) => !isPartition);
    const found = minorityOf(candidates, ({ table }) => numberOf(table.body.name));
    if (!found || candidates.length < enough) return;
    for (const { table, name } of found.others) {
      yield { record: table, message: `${name} is not in the ${found.usual}, as most table names here are.` };
    }
  },
};

/** Words that show no number, or look like the other one. */
const unclear =
  /(ss|us|is|ies|news|series|data|media|info|information|metadata|history|log|logs|content|stuff|staff|people|children|settings|details|statistics|stats|status|analytics|config|equipment|queue|map|cache|inventory|membership)$/;

function numberOf(name: string): 'plural' | 'singular' | null {
  const words = name
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z]+/);
  const last = words.filter((word) => word.length > 2).at(-1);
  if (last === undefined || unclear.test(last)) return null;
  return last.endsWith('s') ? 'plural' : 'singular';
}
