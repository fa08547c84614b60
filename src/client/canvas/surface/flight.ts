/** A short animated way of the camera. Pure: time is an argument. */

import type { Camera } from '../camera';
import { between } from '../camera';
import type { Size } from '../geometry/rect';

export type Flight = { readonly from: Camera; readonly to: Camera; readonly startMs: number };

export const flightMs = 160;

/** The camera on its way: fast at first, soft at the end. */
export function cameraAt(flight: Flight, nowMs: number, viewport: Size): Camera {
  const t = Math.min(1, Math.max(0, (nowMs - flight.startMs) / flightMs));
  return between(flight.from, flight.to, 1 - (1 - t) ** 3, viewport);
}

export function hasLanded(flight: Flight, nowMs: number): boolean {
  return nowMs >= flight.startMs + flightMs;
}
