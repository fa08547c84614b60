/** What the gesture machine wants done, done. */
import { unreachable } from '../../../core/std/assert';
import { liesIn } from '../geometry/box-geometry';
import type { Rect } from '../geometry/rect';
import type { Effect } from '../gestures/types';
import type { CameraControl } from './camera-control';
import type { DragSession } from './drag-session';
import type { SceneModel } from './scene-model';
import type { SurfaceCallbacks } from './types';

/** What effects are carried out with. */
export type Means = {
  readonly view: CameraControl;
  readonly drag: DragSession;
  readonly model: SceneModel;
  readonly callbacks: SurfaceCallbacks;
  selection(): ReadonlySet<string>;
  select(ids: readonly string[]): void;
  fit(what: 'all' | 'selection'): void;
  zoomBy(factor: number): void;
};

const zoomStep = 1.25;

/** Carries one effect out. Whatever it was, the surface has to be painted afterwards. */
export function carryOut(effect: Effect, means: Means): void {
  const { view, drag, callbacks } = means;
  switch (effect.kind) {
    case 'pan':
      view.pan(effect.dx, effect.dy);
      break;
    case 'zoom':
      view.zoom(effect.factor, effect.at);
      break;
    case 'zoom-step':
      stepZoom(means, effect.direction);
      break;
    case 'fit':
      means.fit(effect.what);
      break;
    case 'select':
      means.select(effect.ids);
      break;
    case 'select-all':
      means.select(means.model.placedIds());
      break;
    case 'select-within': {
      const met = meetingIds(means.model, effect.area);
      means.select([...new Set([...means.selection(), ...met])]);
      break;
    }
    case 'drag':
      drag.drag(effect.ids, effect.delta, effect.snaps);
      break;
    case 'drop':
      drag.drop();
      break;
    case 'resize':
      drag.resize(effect.boxId, effect.edges, effect.delta);
      break;
    case 'draw-area':
      callbacks.onDrawArea(effect.area);
      break;
    case 'leave-tool':
      callbacks.onLeaveTool();
      break;
    case 'drag-cancel':
      drag.cancel();
      break;
    case 'connect':
      callbacks.onConnect(effect.fromColumnId, effect.toColumnId);
      break;
    case 'add-column':
      callbacks.onAddColumn(effect.tableId);
      break;
    case 'edit':
      callbacks.onEdit(effect.id);
      break;
    case 'create-table':
      callbacks.onCreateTableAt(effect.at);
      break;
    case 'context-menu':
      callbacks.onContextMenu({ hit: effect.hit, screen: effect.screen, world: effect.world });
      break;
    case 'delete':
      callbacks.onDelete(effect.ids);
      break;
    case 'repaint':
      break;
    default:
      unreachable(effect);
  }
}

/** Tables and notes that a rectangle meets; areas only when it holds all of them, or they would always be along. */
function meetingIds(model: SceneModel, within: Rect): readonly string[] {
  return model
    .placedIn(within)
    .filter(({ id, rect }) => model.boxes.placed(id)?.box.kind !== 'area' || liesIn(within, rect, true))
    .map(({ id }) => id);
}

function stepZoom({ view, zoomBy }: Means, direction: 'in' | 'out' | 'reset'): void {
  if (direction === 'in') zoomBy(zoomStep);
  else zoomBy(direction === 'out' ? 1 / zoomStep : 1 / view.camera.zoom);
}
