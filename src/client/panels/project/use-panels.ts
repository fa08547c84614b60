'use client';
import { useState } from 'react';

/** A sheet over the canvas, on narrow screens. */
export type Sheet = 'outline' | 'inspector' | 'activity';

/** Which of the two side panels are shown; on a narrow screen at most one is, as a sheet over the canvas. */
export type Panels = {
  readonly isOutlineOpen: boolean;
  readonly isInspectorOpen: boolean;
  /** The right panel shows the activity in place of the inspector. */
  readonly isActivityOpen: boolean;
  readonly sheet: Sheet | null;
  toggleOutline(): void;
  toggleInspector(): void;
  toggleActivity(): void;
  showActivity(): void;
  showInspector(): void;
  setSheet(sheet: Sheet | null): void;
};

export function usePanels(): Panels {
  const [isOutlineOpen, setOutlineOpen] = useState(true);
  const [isInspectorOpen, setInspectorOpen] = useState(true);
  const [isActivityOpen, setActivityOpen] = useState(false);
  const [sheet, setSheet] = useState<Panels['sheet']>(null);
  const showActivity = () => {
    setActivityOpen(true);
    setSheet('activity');
  };
  const showInspector = () => {
    setActivityOpen(false);
    setSheet((shown) => (shown === 'activity' ? null : shown));
  };
  return {
    isOutlineOpen,
    isInspectorOpen: isInspectorOpen && !isActivityOpen,
    isActivityOpen,
    sheet,
    toggleOutline: () => setOutlineOpen((is) => !is),
    toggleInspector: () => {
      setInspectorOpen((is) => !is || isActivityOpen);
      showInspector();
    },
    toggleActivity: isActivityOpen ? showInspector : showActivity,
    showActivity,
    showInspector,
    setSheet: (next) => {
      setActivityOpen(next === 'activity');
      setSheet(next);
    },
  };
}
