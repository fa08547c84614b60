/** The page of the canvas bench: a surface over a made-up scene, and what the driver needs to steer it. */

import type { ScenePeople } from '../../src/client/canvas/scene';
import { nobody } from '../../src/client/canvas/scene';
import { createSurface } from '../../src/client/canvas/surface';
import type { Surface } from '../../src/client/canvas/surface/types';
import { darkTheme, lightTheme } from '../../src/client/canvas/theme';
import { layoutTables } from '../../src/client/layout/layout-tables';
import type { LayoutInput } from '../../src/client/layout/types';
import { MadeUpScene } from './scene';

export type CanvasBench = {
  open(tables: number, theme: 'light' | 'dark'): number;
  layOut(): Promise<number>;
  /** Begins a layout, cancels it, and gives back the name of the error. */
  cancelLayout(): Promise<string>;
  surface(): Surface;
  scene(): MadeUpScene;
  people(people: Partial<ScenePeople>): void;
  /** Names of the callbacks that were called, with their arguments. */
  readonly calls: (readonly unknown[])[];
};

declare global {
  interface Window {
    bench: CanvasBench;
  }
}

const canvas = document.querySelector('canvas');
if (!canvas) throw new Error('The page has no canvas.');

let scene = new MadeUpScene(0, 0);
let surface: Surface | null = null;
const calls: (readonly unknown[])[] = [];
const note =
  (name: string) =>
  (...values: readonly unknown[]): void => {
    calls.push([name, ...values]);
  };

function open(element: HTMLCanvasElement, tables: number, theme: 'light' | 'dark'): number {
  const start = performance.now();
  surface?.destroy();
  scene = new MadeUpScene(tables, 10);
  document.body.style.background = theme === 'dark' ? darkTheme.background : lightTheme.background;
  const opened = createSurface(
    element,
    scene,
    {
      onSelect: note('select'),
      onMove: (moves) => {
        note('move')(moves);
        scene.move(moves.map((move) => [move.id, move]));
      },
      onDragging: () => undefined,
      onConnect: note('connect'),
      onAddColumn: note('add-column'),
      onEdit: note('edit'),
      onCreateTableAt: note('create'),
      onDrawArea: note('draw-area'),
      onLeaveTool: note('leave-tool'),
      onContextMenu: note('menu'),
      onDelete: note('delete'),
      onCameraChange: () => undefined,
      onView: () => undefined,
      onCameraTaken: () => undefined,
      onPointer: () => undefined,
    },
    theme === 'dark' ? darkTheme : lightTheme,
  );
  surface = opened;
  return performance.now() - start;
}

function current(): Surface {
  if (!surface) throw new Error('Open a scene first.');
  return surface;
}

function layoutInput(): LayoutInput {
  const tables = [...scene.tables()].map(({ id }) => ({
    id,
    width: current().tableRect(id)?.width ?? 0,
    height: current().tableRect(id)?.height ?? 0,
  }));
  const edges = [...scene.relationships()].map(({ fromTableId, toTableId }) => ({
    from: fromTableId,
    to: toTableId,
  }));
  return { tables, edges };
}

async function layOut(): Promise<number> {
  const start = performance.now();
  scene.move(await layoutTables(layoutInput()));
  return performance.now() - start;
}

async function cancelLayout(): Promise<string> {
  const cancel = new AbortController();
  const layout = layoutTables(layoutInput(), cancel.signal);
  cancel.abort();
  return layout.then(
    () => 'laid out',
    (error: unknown) => (error instanceof Error ? error.name : String(error)),
  );
}

window.bench = {
  open: (tables, theme) => open(canvas, tables, theme),
  layOut,
  cancelLayout,
  surface: current,
  scene: () => scene,
  people: (people) => current().setPeople({ ...nobody, ...people }),
  calls,
};
