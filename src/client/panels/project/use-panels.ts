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
  /** Lets the canvas be seen: takes away the sheet where it would cover what is shown. */
  uncover(): void;
};

/** Whether the side panels are sheets over the canvas: narrower than the `md` of the styles. */
export function isNarrow(): boolean {
  return matchMedia('(width < 48rem)').matches;
}

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
  const changeSheet = (next: Sheet | null) => {
    setActivityOpen(next === 'activity');
    setSheet(next);
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
    setSheet: changeSheet,
    uncover: () => {
      if (isNarrow()) changeSheet(null);
    },
  };
}
