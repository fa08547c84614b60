'use client';
import { useSyncExternalStore } from 'react';
import { createValueStore } from '../session/value-store';

/** CSS pixels per world unit, for the status bar. One diagram is shown at a time. */
export const zoomStore = createValueStore(1);

export function useZoom(): number {
  return useSyncExternalStore(zoomStore.subscribe, zoomStore.get, zoomStore.get);
}
