'use client';
import { CircleCheck, X } from 'lucide-react';
import { useMemo } from 'react';
import { useSession } from '../session/project-session';
import { Button } from '../ui/button';
import { focusCanvas } from '../ui/focus-canvas';
import { IconButton } from '../ui/icon-button';
import { Message } from '../ui/message';
import { outcomeRows } from './outcome-rows';
import { countOutcomes, countWords } from './outcome-words';
import { OutcomesList } from './outcomes-list';
import { useOutcomes } from './use-outcomes';

type OutcomesPanelProps = {
  /** Goes back to the inspector. */
  readonly close: () => void;
  /** Selects a record and brings it into view. */
  readonly show: (recordId: string) => void;
  /** Says who deleted what is not there any more. */
  readonly showActivity: () => void;
};

/** What became of own edits that waited or met others': what was not saved, replaced and merged, and what to do. */
export function OutcomesPanel({ close, show, showActivity }: OutcomesPanelProps) {
  const { store } = useSession();
  const outcomes = useOutcomes();
  const rows = useMemo(() => outcomeRows(outcomes), [outcomes]);
  const dismissAll = () => {
    store.outcomes.dismiss(outcomes.map(({ id }) => id));
    close();
    // What it was opened from is gone with the last one: the keyboard goes on in the diagram.
    focusCanvas();
  };
  return (
    <>
      <div className="flex h-10 shrink-0 items-center gap-1 pr-1.5 pl-3">
        <h2 className="flex-1 text-xs font-semibold text-ink-soft">Your edits</h2>
        {outcomes.length > 0 && (
          <Button size="small" look="quiet" onClick={dismissAll}>
            Dismiss all
          </Button>
        )}
        <IconButton size="small" icon={X} label="Close your edits" onClick={close} />
      </div>
      {outcomes.length === 0 ? (
        <Message icon={CircleCheck} title="Nothing to look at">
          Edits that could not be saved, that replaced one another or were merged are listed here.
        </Message>
      ) : (
        <>
          <p
            role="status"
            data-testid="outcome-counts"
            className="border-b border-line px-3 pb-2.5 text-xs text-pretty text-ink-soft"
          >
            {countWords(countOutcomes(outcomes))}.
          </p>
          <OutcomesList
            rows={rows}
            outcomes={outcomes}
            show={show}
            showActivity={showActivity}
            dismissAll={dismissAll}
          />
        </>
      )}
    </>
  );
}
