'use client';
import { CircleCheck, ListChecks, X } from 'lucide-react';
import { useDeferredValue, useMemo, useState } from 'react';
import { toast } from 'sonner';
import type { Failure } from '../../../core/review/review';
import type { Edit } from '../edits/edit';
import { newId } from '../edits/new-id';
import { useValue } from '../session/hooks';
import { isShown } from '../session/is-shown';
import { useSession } from '../session/project-session';
import { undoToast } from '../session/undo-toast';
import { Button } from '../ui/button';
import { IconButton } from '../ui/icon-button';
import { Message } from '../ui/message';
import { Spinner } from '../ui/spinner';
import type { Ignoring } from './ignore-dialog';
import { IgnoreDialog } from './ignore-dialog';
import { fixAllEdit, fixEdit, forgetSetting } from './review-edits';
import { ReviewFilters } from './review-filters';
import { ReviewList } from './review-list';
import type { ReviewFilter } from './rows';
import { countBySeverity, filtered, noFilter, reviewRows } from './rows';
import { useDecisions, useReview } from './use-review';

type ReviewPanelProps = {
  /** Goes back to the inspector. */
  readonly close: () => void;
  /** Selects a record and brings it into view. */
  readonly show: (recordId: string) => void;
};

/** What could be better in the design, why, and how to mend it. */
export function ReviewPanel({ close, show }: ReviewPanelProps) {
  const session = useSession();
  const mayEdit = !useValue(session.isReadOnly);
  const review = useReview();
  const decisions = useDecisions();
  const [filter, setFilter] = useState<ReviewFilter>(noFilter);
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const [ignoring, setIgnoring] = useState<Ignoring | null>(null);
  const applied = useDeferredValue(filter);
  const isSearching = applied.search.trim() !== '';
  const found = useMemo(() => filtered(review?.findings ?? [], applied), [review, applied]);
  const rows = useMemo(
    () => reviewRows(found, applied === noFilter ? decisions : [], { toggled, isSearching }),
    [found, decisions, applied, toggled, isSearching],
  );
  const toggle = (key: string) =>
    setToggled((keys) =>
      keys.has(key) ? new Set([...keys].filter((one) => one !== key)) : new Set([...keys, key]),
    );
  const mend = (edit: Edit | null) => {
    if (edit === null) toast('That is mended already.');
    else if (session.run(edit) === null) {
      undoToast.show(() => toast.success(edit.label, { action: { label: 'Undo', onClick: session.undo } }));
    }
  };
  return (
    <>
      <div className="flex h-10 shrink-0 items-center gap-1 pr-1.5 pl-3">
        <h2 className="flex-1 text-xs font-semibold text-ink-soft">Problems</h2>
        <IconButton size="small" icon={X} label="Close problems" shortcut="P" onClick={close} />
      </div>
      {review === null ? (
        <div className="flex justify-center pt-12">
          <Spinner label="Looking for problems" />
        </div>
      ) : (
        <>
          {review.findings.length > 0 && (
            <ReviewFilters filter={filter} setFilter={setFilter} counts={countBySeverity(review)} />
          )}
          <ReviewList
            rows={rows}
            toggle={toggle}
            show={show}
            context={{
              canShow: (id) => isShown(id, session.store.state()),
              edits: mayEdit
                ? {
                    fix: (finding) => mend(fixEdit(session.store.state(), finding, newId)),
                    fixAll: (rule, findings) => {
                      const ids = new Set(findings.map(({ recordId }) => recordId));
                      mend(fixAllEdit(session.store.state(), rule, ids, newId));
                    },
                    ignore: setIgnoring,
                    reportAgain: ({ record }) => session.run(forgetSetting(record)),
                  }
                : null,
            }}
          >
            <Failures failures={review.failures} />
            {found.length === 0 && (
              <Nothing isFiltered={review.findings.length > 0} showAll={() => setFilter(noFilter)} />
            )}
          </ReviewList>
        </>
      )}
      <IgnoreDialog ignoring={ignoring} close={() => setIgnoring(null)} />
    </>
  );
}

function Nothing({ isFiltered, showAll }: { readonly isFiltered: boolean; readonly showAll: () => void }) {
  if (isFiltered) {
    return (
      <div role="status" className="px-6 pt-8 text-center text-sm text-ink-mute">
        <p>No problem fits.</p>
        <Button size="small" className="mt-3" onClick={showAll}>
          Show all problems
        </Button>
      </div>
    );
  }
  return (
    <div data-testid="no-problems">
      <Message icon={CircleCheck} title="No problems found">
        The design is looked at again after every edit.
      </Message>
    </div>
  );
}

/** A rule of ours that breaks is told: what it would have found is not known. */
function Failures({ failures }: { readonly failures: readonly Failure[] }) {
  if (failures.length === 0) return null;
  return (
    <p role="status" className="mx-3 mt-3 rounded-control bg-warn-wash px-2.5 py-2 text-xs text-ink-soft">
      <ListChecks aria-hidden className="mr-1 inline size-3.5 align-[-2px]" strokeWidth={1.75} />
      {failures.length === 1 ? 'One rule' : `${failures.length} rules`} could not be run, which is our
      mistake: {failures.map(({ rule }) => rule).join(', ')}.
    </p>
  );
}
