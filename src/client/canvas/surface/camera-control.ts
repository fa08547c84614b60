/** The camera in time: immediate moves, short flights, and whether the zoom is at rest. */
import type { Camera } from '../camera';
import { afterResize, fitRect, maxZoom, panBy, visibleWorld, zoomAt } from '../camera';
import type { Point, Rect, Size } from '../geometry/rect';
import type { Flight } from './flight';
import { cameraAt, hasLanded } from './flight';

/** After the last change of the zoom for so long, tables are drawn sharp at the new scale. */
const zoomRestMs = 120;

export type CameraListener = {
  /** The camera is another one now. */
  moved(camera: Camera): void;
  /** A frame is wanted although the camera has not moved: a flight begins, the zoom has come to rest. */
  wantsFrame(): void;
  /** Something other than `lead` moves the camera from now on. */
  taken(): void;
  reducesMotion(): boolean;
};

export class CameraControl {
  readonly #listener: CameraListener;
  #camera: Camera = { x: 0, y: 0, zoom: 1 };
  #flight: Flight | null = null;
  #rest: ReturnType<typeof setTimeout> | null = null;

  constructor(listener: CameraListener) {
    this.#listener = listener;
  }

  get camera(): Camera {
    return this.#camera;
  }

  get isZooming(): boolean {
    return this.#rest !== null;
  }

  /** Moves at once; a flight under way ends. */
  set(camera: Camera): void {
    this.#listener.taken();
    this.#jump(camera);
  }

  pan(dx: number, dy: number): void {
    this.set(panBy(this.#camera, dx, dy));
  }

  /** The viewport has another size; a flight under way goes to where it would have gone in this one. */
  resize(before: Size, after: Size): void {
    const flight = this.#flight;
    this.#move(afterResize(this.#camera, before, after));
    if (!flight) return;
    const [from, to] = [flight.from, flight.to].map((camera) => afterResize(camera, before, after));
    if (from && to) this.#flight = { ...flight, from, to };
  }

  zoom(factor: number, at: Point): void {
    this.set(zoomAt(this.#camera, factor, at));
  }

  /** Flies there in a moment, or is there at once for people who want less motion. */
  flyTo(to: Camera): void {
    this.#listener.taken();
    this.#go(to, false);
  }

  /** Goes along with what somebody else has in view, from update to update. */
  lead(area: Rect, viewport: Size): void {
    this.#go(fitRect(area, viewport, 0, maxZoom), true);
  }

  /** The part of the world that a viewport of this size shows. */
  areaIn(viewport: Size): Rect {
    return visibleWorld(this.#camera, viewport);
  }

  /** Carries a flight on; gives back whether it goes on after this. */
  advance(nowMs: number, viewport: Size): boolean {
    const flight = this.#flight;
    if (!flight) return false;
    this.#move(cameraAt(flight, nowMs, viewport));
    if (hasLanded(flight, nowMs)) this.#flight = null;
    return this.#flight !== null;
  }

  destroy(): void {
    if (this.#rest !== null) clearTimeout(this.#rest);
  }

  #jump(camera: Camera): void {
    this.#flight = null;
    this.#move(camera);
  }

  #go(to: Camera, isLeg: boolean): void {
    if (this.#listener.reducesMotion()) {
      this.#jump(to);
      return;
    }
    this.#flight = { from: this.#camera, to, startMs: performance.now(), isLeg };
    this.#listener.wantsFrame();
  }

  #move(camera: Camera): void {
    if (camera.zoom !== this.#camera.zoom) this.#zoomChanged();
    this.#camera = camera;
    this.#listener.moved(camera);
  }

  #zoomChanged(): void {
    if (this.#rest !== null) clearTimeout(this.#rest);
    this.#rest = setTimeout(() => {
      this.#rest = null;
      this.#listener.wantsFrame();
    }, zoomRestMs);
  }
}
