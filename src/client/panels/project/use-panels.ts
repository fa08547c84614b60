'use client';
import { useState } from 'react';

/** What the right panel can show in place of the inspector. */
type InPlace = 'activity' | 'problems' | 'outcomes';

/** A sheet over the canvas, on narrow screens. */
export type Sheet = 'outline' | 'inspector' | InPlace;

/** Which of the two side panels are shown; on a narrow screen at most one is, as a sheet over the canvas. */
export type Panels = {
  readonly isOutlineOpen: boolean;
  readonly isInspectorOpen: boolean;
  /** The right panel shows the activity, the problems, or what became of own edits, in place of the inspector. */
  readonly isActivityOpen: boolean;
  readonly isProblemsOpen: boolean;
  readonly isOutcomesOpen: boolean;
  readonly sheet: Sheet | null;
  toggleOutline(): void;
  toggleInspector(): void;
  toggleActivity(): void;
  toggleProblems(): void;
  toggleOutcomes(): void;
  showActivity(): void;
  showOutcomes(): void;
  showInspector(): void;
  setSheet(sheet: Sheet | null): void;
  /** Lets the canvas be seen: takes away the sheet where it would cover what is shown. */
  uncover(): void;
};

/** Whether the side panels are sheets over the canvas: narrower than the `md` of the styles. */
export function isNarrow(): boolean {
  return matchMedia('(width < 48rem)').matches;
}

function isInPlace(sheet: Sheet | null): sheet is InPlace {
  return sheet === 'activity' || sheet === 'problems' || sheet === 'outcomes';
}

export function usePanels(): Panels {
  const [isOutlineOpen, setOutlineOpen] = useState(true);
  const [isInspectorOpen, setInspectorOpen] = useState(true);
  const [inPlace, setInPlace] = useState<InPlace | null>(null);
  const [sheet, setSheet] = useState<Panels['sheet']>(null);
  const show = (panel: InPlace) => {
    setInPlace(panel);
    setSheet(panel);
  };
  const showInspector = () => {
    setInPlace(null);
    setSheet((shown) => (isInPlace(shown) ? null : shown));
  };
  const toggle = (panel: InPlace) => () => (inPlace === panel ? showInspector() : show(panel));
  const changeSheet = (next: Sheet | null) => {
    setInPlace(isInPlace(next) ? next : null);
    setSheet(next);
  };
  return {
    isOutlineOpen,
    isInspectorOpen: isInspectorOpen && inPlace === null,
    isActivityOpen: inPlace === 'activity',
    isProblemsOpen: inPlace === 'problems',
    isOutcomesOpen: inPlace === 'outcomes',
    sheet,
    toggleOutline: () => setOutlineOpen((is) => !is),
    toggleInspector: () => {
      setInspectorOpen((is) => !is || inPlace !== null);
      showInspector();
    },
    toggleActivity: toggle('activity'),
    toggleProblems: toggle('problems'),
    toggleOutcomes: toggle('outcomes'),
    showActivity: () => show('activity'),
    showOutcomes: () => show('outcomes'),
    showInspector,
    setSheet: changeSheet,
    uncover: () => {
      if (isNarrow()) changeSheet(null);
    },
  };
}
