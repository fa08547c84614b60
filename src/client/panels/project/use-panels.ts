'use client';
import { useState } from 'react';

/** Which of the two side panels are shown; on a narrow screen at most one is, as a sheet over the canvas. */
export type Panels = {
  readonly isOutlineOpen: boolean;
  readonly isInspectorOpen: boolean;
  readonly sheet: 'outline' | 'inspector' | null;
  toggleOutline(): void;
  toggleInspector(): void;
  setSheet(sheet: 'outline' | 'inspector' | null): void;
};

export function usePanels(): Panels {
  const [isOutlineOpen, setOutlineOpen] = useState(true);
  const [isInspectorOpen, setInspectorOpen] = useState(true);
  const [sheet, setSheet] = useState<Panels['sheet']>(null);
  return {
    isOutlineOpen,
    isInspectorOpen,
    sheet,
    toggleOutline: () => setOutlineOpen((is) => !is),
    toggleInspector: () => setInspectorOpen((is) => !is),
    setSheet,
  };
}
