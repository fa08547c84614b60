import { describe, expect, it } from 'vitest';
import type { Drawing } from './draw-diagram';
import { drawDiagram } from './draw-diagram';
import { editedProject } from './edited-project.fixture';
import { newId } from './new-id';

const drawing: Drawing = {
  areas: [
    {
      name: 'Shop',
      color: 'indigo',
      x: -40,
      y: -72,
      width: 400,
      height: 300,
      tables: { 'public.orders': [10, 20], 'public.gone': [0, 0] },
    },
  ],
  notes: [{ text: 'Hello', color: 'amber', x: 500, y: 0, width: 200, height: 100 }],
};

describe('drawing a diagram by names', () => {
  it('UI-133: places and colours the tables that are there, in their area', () => {
    const { state, table, run } = editedProject();
    run(drawDiagram(drawing, state, newId));
    const [area] = state.ofKind('area');
    const [note] = state.ofKind('note');
    expect(area?.body).toEqual({ name: 'Shop', color: 'indigo' });
    expect(note?.body).toEqual({ text: 'Hello', color: 'amber' });
    const layouts = state.ofKind('layout').map(({ body }) => body);
    expect(layouts).toHaveLength(3);
    expect(layouts).toContainEqual({ recordId: table, x: 10, y: 20, color: 'indigo' });
    expect(layouts).toContainEqual({ recordId: area?.id, x: -40, y: -72, width: 400, height: 300 });
    expect(layouts).toContainEqual({ recordId: note?.id, x: 500, y: 0, width: 200, height: 100 });
  });

  it('UI-133: a table that stands somewhere stays there', () => {
    const { state, table, run } = editedProject();
    run(drawDiagram(drawing, state, newId));
    run(drawDiagram(drawing, state, newId));
    expect(state.ofKind('layout').filter(({ body }) => body.recordId === table)).toHaveLength(1);
  });
});
