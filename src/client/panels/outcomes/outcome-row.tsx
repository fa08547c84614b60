'use client';
import { clsx } from 'clsx';
import { RotateCcw, X } from 'lucide-react';
import type { KeyboardEvent, ReactNode } from 'react';
import { useCallback, useSyncExternalStore } from 'react';
import { toast } from 'sonner';
import type { MemoryState } from '../../../core/schema/memory-state';
import type { NameOf } from '../activity/names';
import { textOf } from '../activity/phrase';
import { Sentence } from '../activity/sentence';
import { useSession } from '../session/project-session';
import { undoToast } from '../session/undo-toast';
import { Button } from '../ui/button';
import { CopyButton } from '../ui/copy-button';
import { IconButton } from '../ui/icon-button';
import { withAdvice } from './advice';
import { againEdit, isBack, isPossible } from './outcome-edits';
import type { ListedOutcome, ReplacedValue } from './outcome-rows';
import { mergedWords, otherIn, replacedValues, sentencesOf, shownFor, textOfOutcome } from './outcome-rows';

type OutcomeViewProps = {
  readonly outcome: ListedOutcome;
  readonly nameOf: NameOf;
  readonly mayEdit: boolean;
  /** It is the one row that Tab comes to. */
  readonly isCurrent: boolean;
  readonly show: (recordId: string) => void;
  readonly showActivity: () => void;
  readonly dismiss: () => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
};

/** Stands with its words on the line of the text above when it is the first. */
const quietButton = 'h-6! px-1.5! first:-ml-1.5';

/** One edit: what it was, what became of it and why, and what can be done about it. */
export function OutcomeView(props: OutcomeViewProps) {
  const { outcome, nameOf, isCurrent, show, showActivity, dismiss, onKeyDown } = props;
  const shownId = useFromState(useCallback((state) => shownFor(outcome, state), [outcome]));
  const tabIndex = isCurrent ? 0 : -1;
  return (
    <div className="group relative pb-2" data-testid="outcome" data-outcome={outcome.kind}>
      <button
        type="button"
        data-act={outcome.id}
        tabIndex={tabIndex}
        aria-disabled={shownId === null || undefined}
        onClick={() => shownId !== null && show(shownId)}
        onKeyDown={onKeyDown}
        className={clsx(
          'mx-1.5 block w-[calc(100%-12px)] rounded-[5px] py-1 pr-8 pl-2 text-left text-sm break-words',
          shownId === null ? 'cursor-default!' : 'hover:bg-hover',
        )}
      >
        <span className="block font-medium text-ink">{titleOf(outcome)}</span>
        <Details outcome={outcome} nameOf={nameOf} />
      </button>
      <div className="mx-3.5 mt-0.5 flex flex-wrap items-center gap-1">
        <Actions {...props} tabIndex={tabIndex} />
        {shownId === null ? (
          <Button
            size="small"
            look="quiet"
            className={quietButton}
            tabIndex={tabIndex}
            onClick={showActivity}
          >
            Open activity
          </Button>
        ) : (
          <Button
            size="small"
            look="quiet"
            className={quietButton}
            tabIndex={tabIndex}
            onClick={() => show(shownId)}
          >
            Show<span className="sr-only"> {titleOf(outcome)}</span>
          </Button>
        )}
        {outcome.kind !== 'merged' && (
          <CopyButton
            text={textOfOutcome(outcome, nameOf)}
            label="Copy as text"
            look="quiet"
            size="small"
            className={quietButton}
            tabIndex={tabIndex}
          />
        )}
      </div>
      <IconButton
        size="small"
        side="left"
        icon={X}
        label={`Dismiss ${titleOf(outcome)}`}
        tabIndex={tabIndex}
        data-testid="outcome-dismiss"
        className="absolute top-1 right-2.5"
        onClick={dismiss}
      />
    </div>
  );
}

function titleOf(outcome: ListedOutcome): string {
  if (outcome.kind === 'refused' || outcome.kind === 'took-along') return outcome.label || 'An edit';
  const other = otherIn(outcome) ?? 'others';
  switch (outcome.kind) {
    case 'overwrote':
      return `You replaced an edit of ${other}`;
    case 'was-overwritten':
      return `Your edit was replaced by ${other}`;
    case 'merged':
      return `${outcome.label || 'An edit'}, with ${other}`;
  }
}

function Details({ outcome, nameOf }: Pick<OutcomeViewProps, 'outcome' | 'nameOf'>) {
  switch (outcome.kind) {
    case 'refused':
    case 'took-along': {
      const { phrases, more } = sentencesOf(outcome, nameOf);
      return (
        <>
          {phrases.map((phrase) => (
            <span key={textOf(phrase)} className="block text-xs text-ink-soft">
              <Sentence phrase={phrase} />
            </span>
          ))}
          {more > 0 && <span className="block text-xs text-ink-mute">and {more} more</span>}
          {outcome.kind === 'refused' && (
            <span className="mt-0.5 block text-xs text-ink-soft">{withAdvice(outcome.problem)}</span>
          )}
        </>
      );
    }
    case 'overwrote':
    case 'was-overwritten':
    case 'merged':
      return (
        <>
          {replacedValues(outcome, nameOf).map((value) => (
            <BothValues key={value.key} value={value} />
          ))}
          {mergedWords(outcome, nameOf).map((words) => (
            <span key={words} className="block text-xs text-ink-soft">
              {words}
            </span>
          ))}
        </>
      );
  }
}

function BothValues({ value: { what, mine, theirs, field } }: { readonly value: ReplacedValue }) {
  return (
    <span className="block text-xs text-ink-soft">
      <span className="block">{what}</span>
      <span className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2">
        <span className="text-ink-mute">Yours</span>
        <Value>{mine}</Value>
        <span className="text-ink-mute">{field.by?.name ?? 'Theirs'}</span>
        <Value>{theirs}</Value>
      </span>
    </span>
  );
}

function Value({ children }: { readonly children: ReactNode }) {
  return <code className="font-mono text-[0.95em] break-words text-ink">{children}</code>;
}

/** What changes the project: once more, or the lost value back. */
function Actions({
  outcome,
  nameOf,
  mayEdit,
  dismiss,
  tabIndex,
}: OutcomeViewProps & { readonly tabIndex: number }) {
  if (!mayEdit) return null;
  if (outcome.kind === 'refused') return <TryAgain outcome={outcome} dismiss={dismiss} tabIndex={tabIndex} />;
  const values = replacedValues(outcome, nameOf);
  return values.map((value) => (
    <RestoreValue
      key={value.key}
      value={value}
      label={outcome.kind === 'overwrote' ? 'Restore theirs' : 'Restore mine'}
      isOnly={values.length === 1}
      dismiss={dismiss}
      tabIndex={tabIndex}
    />
  ));
}

function TryAgain(props: {
  readonly outcome: Extract<ListedOutcome, { kind: 'refused' }>;
  readonly dismiss: () => void;
  readonly tabIndex: number;
}) {
  const { outcome, dismiss, tabIndex } = props;
  const session = useSession();
  const canDo = useFromState(useCallback((state) => isPossible(againEdit(outcome, state), state), [outcome]));
  if (!canDo) return null;
  const again = () => {
    const edit = againEdit(outcome, session.store.state());
    if (session.run(edit) !== null) return;
    dismiss();
    undoToast.show(() => toast.success(edit.label, { action: { label: 'Undo', onClick: session.undo } }));
  };
  return (
    <Button size="small" className="h-6!" tabIndex={tabIndex} data-testid="try-again" onClick={again}>
      <RotateCcw aria-hidden className="size-3" strokeWidth={1.75} />
      Try again<span className="sr-only">: {outcome.label}</span>
    </Button>
  );
}

function RestoreValue(props: {
  readonly value: ReplacedValue;
  readonly label: string;
  readonly isOnly: boolean;
  readonly dismiss: () => void;
  readonly tabIndex: number;
}) {
  const { value, label, isOnly, dismiss, tabIndex } = props;
  const { store } = useSession();
  const state = useFromState(
    useCallback(
      (now) => (isBack(value, now) ? 'back' : now.get(value.field.recordId) ? 'lost' : 'gone'),
      [value],
    ),
  );
  if (state === 'gone') return null;
  if (state === 'back') return <span className="text-xs text-ink-mute">Restored.</span>;
  const restore = () => {
    const done = store.restore(value.field.recordId, value.field.field, value.lost);
    if (!done.ok) toast.error('Not restored', { description: withAdvice(done.problem) });
    else if (isOnly) dismiss();
  };
  return (
    <Button size="small" className="h-6!" tabIndex={tabIndex} data-testid="restore-value" onClick={restore}>
      <RotateCcw aria-hidden className="size-3" strokeWidth={1.75} />
      {label}
      <span className={isOnly ? 'sr-only' : undefined}>: {value.what}</span>
    </Button>
  );
}

/** Something small that follows from what is shown, followed. */
function useFromState<Value extends string | boolean | null>(derive: (state: MemoryState) => Value): Value {
  const { store } = useSession();
  const read = () => derive(store.state());
  return useSyncExternalStore(store.subscribe, read, read);
}
