/** Turns the browser's events into the gesture machine's. */
import type { Point } from '../geometry/rect';
import type { GestureEvent, Modifiers, PointerInfo } from '../gestures/types';
import type { Hit } from '../hit-test';

export type InputTarget = {
  /** Whether the event meant something: then the browser's own action is prevented. */
  dispatch(event: GestureEvent): boolean;
  worldAt(screen: Point): Point;
  hitAt(world: Point): Hit;
  /** The pointer is no longer over the canvas. */
  pointerLeft(): void;
};

/** CSS pixels per line and per page, where a wheel counts in those. */
const wheelLine = 16;
const wheelPage = 800;

/** Listens to everything; gives back how to stop. */
export function bindInput(canvas: HTMLCanvasElement, target: InputTarget): () => void {
  const stop = new AbortController();
  const options = { signal: stop.signal };
  bindPointers(canvas, target, options);
  bindClicks(canvas, target, options);
  canvas.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      const unit = event.deltaMode === 1 ? wheelLine : event.deltaMode === 2 ? wheelPage : 1;
      target.dispatch({
        kind: 'wheel',
        dx: event.deltaX * unit,
        dy: event.deltaY * unit,
        screen: screenOf(event),
        modifiers: modifiersOf(event),
      });
    },
    { ...options, passive: false },
  );
  bindKeys(canvas, target, options);
  return () => stop.abort();
}

function screenOf(event: MouseEvent): Point {
  return { x: event.offsetX, y: event.offsetY };
}

function modifiersOf(event: MouseEvent | KeyboardEvent): Modifiers {
  return { shift: event.shiftKey, command: event.ctrlKey || event.metaKey, alt: event.altKey };
}

function pointerOf(event: PointerEvent, target: InputTarget): PointerInfo {
  const screen = screenOf(event);
  const world = target.worldAt(screen);
  return {
    pointerId: event.pointerId,
    isTouch: event.pointerType === 'touch',
    button: event.button,
    screen,
    world,
    hit: target.hitAt(world),
    modifiers: modifiersOf(event),
  };
}

type ListenOptions = { readonly signal: AbortSignal };

function bindPointers(canvas: HTMLCanvasElement, target: InputTarget, options: ListenOptions): void {
  canvas.addEventListener(
    'pointerdown',
    (event) => {
      canvas.focus({ preventScroll: true });
      canvas.setPointerCapture(event.pointerId);
      target.dispatch({ kind: 'pointer-down', ...pointerOf(event, target) });
      // Without this a middle press starts the browser's own scrolling.
      if (event.button === 1) event.preventDefault();
    },
    options,
  );
  canvas.addEventListener(
    'pointermove',
    (event) => target.dispatch({ kind: 'pointer-move', ...pointerOf(event, target) }),
    options,
  );
  canvas.addEventListener(
    'pointerup',
    (event) => target.dispatch({ kind: 'pointer-up', ...pointerOf(event, target) }),
    options,
  );
  canvas.addEventListener(
    'pointercancel',
    (event) => target.dispatch({ kind: 'pointer-cancel', pointerId: event.pointerId }),
    options,
  );
  canvas.addEventListener('pointerleave', () => target.pointerLeft(), options);
}

function bindClicks(canvas: HTMLCanvasElement, target: InputTarget, options: ListenOptions): void {
  canvas.addEventListener(
    'dblclick',
    (event) => {
      const world = target.worldAt(screenOf(event));
      target.dispatch({ kind: 'double-click', hit: target.hitAt(world), world });
    },
    options,
  );
  canvas.addEventListener(
    'contextmenu',
    (event) => {
      event.preventDefault();
      const screen = screenOf(event);
      const world = target.worldAt(screen);
      target.dispatch({ kind: 'context-menu', hit: target.hitAt(world), screen, world });
    },
    options,
  );
}

function bindKeys(canvas: HTMLCanvasElement, target: InputTarget, options: ListenOptions): void {
  const onKey = (kind: 'key-down' | 'key-up') => (event: KeyboardEvent) => {
    const isHandled = target.dispatch({
      kind,
      key: event.key,
      code: event.code,
      modifiers: modifiersOf(event),
    });
    if (isHandled) event.preventDefault();
  };
  canvas.addEventListener('keydown', onKey('key-down'), options);
  canvas.addEventListener('keyup', onKey('key-up'), options);
  canvas.addEventListener('blur', () => target.dispatch({ kind: 'blur' }), options);
}
