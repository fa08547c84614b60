'use client';
import { useEffect, useEffectEvent, useState } from 'react';
import { toast } from 'sonner';
import type { HandedOver } from './hand-over';
import { readOnly } from './read-dump';

function hasFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') ?? false;
}

/**
 * Takes a .sql file that is dropped anywhere on the page. Says whether one is over it right now.
 * Without this the browser would leave the page and show the file.
 */
export function useFileDrop(onDump: (dump: HandedOver) => void, isDisabled = false): boolean {
  const [isOver, setOver] = useState(false);
  const take = useEffectEvent(async (files: readonly File[]) => {
    if (isDisabled) return;
    const dump = await readOnly(files);
    if (dump.ok) onDump(dump);
    else toast.error('This file cannot be imported', { description: dump.problem });
  });
  useEffect(() => {
    // A drag enters and leaves every element inside: it is over as long as more were entered than left.
    let depth = 0;
    const move = (step: -1 | 0 | 1) => (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      depth = Math.max(0, depth + step);
      setOver(depth > 0);
    };
    const drop = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      depth = 0;
      setOver(false);
      void take([...(event.dataTransfer?.files ?? [])]);
    };
    const listeners = { dragenter: move(1), dragover: move(0), dragleave: move(-1), drop };
    for (const [name, listener] of Object.entries(listeners)) {
      addEventListener(name as keyof typeof listeners, listener);
    }
    return () => {
      for (const [name, listener] of Object.entries(listeners)) {
        removeEventListener(name as keyof typeof listeners, listener);
      }
    };
  }, []);
  return isOver && !isDisabled;
}
