import type { CanvasTool } from '../../canvas/gestures/types';
import { createValueStore } from '../session/value-store';

/** What dragging on the canvas does. One diagram is shown at a time. */
export const canvasTool = createValueStore<CanvasTool>('select');

/** Takes the tool that draws areas, or puts it away. */
export function toggleAreaTool(): void {
  canvasTool.set(canvasTool.get() === 'area' ? 'select' : 'area');
}
