import type { RecordId } from '../../schema/ids';
import { partitionRoot } from '../../schema/inheritance';
import { claimsOf, scopes } from '../../schema/names';
import type { SchemaRecord } from '../../schema/record';
import type { ExportContext } from './export-context';
import { byName } from './export-context';
import { grouped } from './grouped';
import { owningTable } from './owners';

/**
 * The sequences that stand right before the table that owns them, by that table: those that no other text
 * may name, and whose name no type has (a sequence may have the name of a type only if it is there first).
 */
export function ledSequences(
  context: ExportContext,
): ReadonlyMap<RecordId, readonly SchemaRecord<'sequence'>[]> {
  const { state } = context;
  const sequences = byName(state.ofKind('sequence'));
  if (sequences.length === 0) return new Map();
  const texts = [
    ...state
      .ofKind('column')
      .flatMap(({ body }) => (body.default?.kind === 'expression' ? [body.default.text] : [])),
    ...state.ofKind('verbatim').flatMap(({ body }) => (body.phase === 'before tables' ? [body.text] : [])),
  ];
  const naming = texts.filter((text) => /regclass|(?:next|curr|set)val/i.test(text)).join('\n');
  const typeNames = new Set(
    [...state.records()].flatMap((record) =>
      claimsOf(record, state).flatMap(({ scope, name }) =>
        scope.startsWith('types:') ? [`${scope}\0${name}`] : [],
      ),
    ),
  );
  return grouped(
    sequences.flatMap((sequence): [RecordId, SchemaRecord<'sequence'>][] => {
      const table = owningTable(context, sequence);
      const { namespaceId, name } = sequence.body;
      const isType = typeNames.has(`${scopes.types(namespaceId)}\0${name}`);
      if (table === null || isType || naming.includes(name)) return [];
      return [[partitionRoot(table.id, state), sequence]];
    }),
  );
}
