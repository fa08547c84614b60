/** Areas and notes in the outline, under a row of their own. Pure. */
import type { MemoryState } from '../../../core/schema/memory-state';
import type { Block, OutlineQuery } from './rows';
import { leaf, matches, numbered, plainRow } from './rows';

/** The row that notes and areas are under. It stands for no record. */
export const canvasRowId = 'canvas';

/** Areas, then notes, each by what they are called; nothing where there are none. */
export function boxBlocks(state: MemoryState, query: OutlineQuery): readonly Block[] {
  const areas = state.ofKind('area').map(({ id, body }) => ({ id, kind: 'area' as const, name: body.name }));
  const notes = state.ofKind('note').map(({ id, body }) => {
    const [line = ''] = body.text.trim().split('\n');
    return { id, kind: 'note' as const, name: line === '' ? 'Empty note' : line.slice(0, 80) };
  });
  const byText = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name);
  const found = [...areas.sort(byText), ...notes.sort(byText)].filter(({ name }) => matches(name, query));
  if (found.length === 0) return [];
  const isExpanded = query.search !== '' || !query.collapsedNamespaces.has(canvasRowId);
  const head = plainRow({
    id: canvasRowId,
    kind: 'canvas',
    name: 'Notes and areas',
    detail: String(found.length),
    level: 1,
    parentId: null,
    isExpanded,
  });
  const blocks = found.map((box) => leaf({ ...box, level: 2, parentId: canvasRowId }));
  return [{ head, rows: isExpanded ? numbered(blocks) : [] }];
}
