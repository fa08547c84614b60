/** Keeps a canvas' pixels equal to the screen's: follows its size and the device's pixel ratio. */
import type { Size } from '../geometry/rect';

export type Viewport = Size & {
  /** Device pixels per CSS pixel. */
  readonly pixelRatio: number;
};

/** Whether this person asked the system for less motion; asked anew each time, as they may change it. */
export function reducesMotion(): boolean {
  return window.matchMedia('(prefers-reduced-motion: reduce)').matches;
}

/** Calls back at once and on every change; gives back how to stop. */
export function watchViewport(canvas: HTMLCanvasElement, onChange: (viewport: Viewport) => void): () => void {
  const view = canvas.ownerDocument.defaultView ?? window;
  const apply = (): void => {
    const pixelRatio = view.devicePixelRatio || 1;
    const { clientWidth: width, clientHeight: height } = canvas;
    const across = Math.max(1, Math.round(width * pixelRatio));
    const down = Math.max(1, Math.round(height * pixelRatio));
    // Setting the size clears the canvas, even to the same value.
    if (canvas.width !== across) canvas.width = across;
    if (canvas.height !== down) canvas.height = down;
    onChange({ width, height, pixelRatio });
  };
  const sizes = new ResizeObserver(apply);
  sizes.observe(canvas);
  const stopRatio = watchPixelRatio(view, apply);
  apply();
  return () => {
    sizes.disconnect();
    stopRatio();
  };
}

/** A query matches one ratio only, so every change needs a new one. */
function watchPixelRatio(view: Window, onChange: () => void): () => void {
  let query = view.matchMedia(`(resolution: ${view.devicePixelRatio}dppx)`);
  const changed = (): void => {
    query.removeEventListener('change', changed);
    query = view.matchMedia(`(resolution: ${view.devicePixelRatio}dppx)`);
    query.addEventListener('change', changed);
    onChange();
  };
  query.addEventListener('change', changed);
  return () => query.removeEventListener('change', changed);
}
