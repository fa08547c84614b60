/** A short animated way of the camera. Pure: time is an argument. */

import type { Camera } from '../camera';
import { between } from '../camera';
import type { Size } from '../geometry/rect';

export type Flight = {
  readonly from: Camera;
  readonly to: Camera;
  readonly startMs: number;
  /** A leg of a longer way whose next leg is about to come: at an even pace, without slowing down. */
  readonly isLeg: boolean;
};

const flightMs = 160;
/** A little longer than the time between two updates, so that one leg goes over into the next. */
const legMs = 130;

/** The camera on its way: fast at first, soft at the end; on a leg always as fast. */
export function cameraAt(flight: Flight, nowMs: number, viewport: Size): Camera {
  const t = Math.min(1, Math.max(0, (nowMs - flight.startMs) / durationOf(flight)));
  return between(flight.from, flight.to, flight.isLeg ? t : 1 - (1 - t) ** 3, viewport);
}

export function hasLanded(flight: Flight, nowMs: number): boolean {
  return nowMs >= flight.startMs + durationOf(flight);
}

function durationOf({ isLeg }: Flight): number {
  return isLeg ? legMs : flightMs;
}
