'use client';
import { useRef, useState } from 'react';
import { newId } from '../edits/new-id';
import { useSession } from '../session/project-session';
import { Button } from '../ui/button';
import { Dialog, DialogBody, DialogFoot } from '../ui/dialog';
import { ignore } from './review-edits';

/** What somebody is about to ignore: at one record, or (null) everywhere. */
export type Ignoring = {
  readonly rule: string;
  readonly title: string;
  readonly recordId: string | null;
  readonly name: string;
};

/** Asks why. The reason is kept with the decision, for whoever wonders later. */
export function IgnoreDialog({
  ignoring,
  close,
}: {
  readonly ignoring: Ignoring | null;
  readonly close: () => void;
}) {
  return (
    <Dialog
      isOpen={ignoring !== null}
      onOpenChange={(isOpen) => !isOpen && close()}
      size="small"
      title={ignoring?.recordId === null ? 'Ignore this rule' : 'Ignore this problem'}
      description={
        ignoring?.recordId === null
          ? `“${ignoring.title}” is not reported in this project any more.`
          : `“${ignoring?.title}” is not reported at ${ignoring?.name} any more.`
      }
    >
      {ignoring && (
        <IgnoreForm key={`${ignoring.rule} ${ignoring.recordId}`} ignoring={ignoring} close={close} />
      )}
    </Dialog>
  );
}

function IgnoreForm({ ignoring, close }: { readonly ignoring: Ignoring; readonly close: () => void }) {
  const session = useSession();
  const [reason, setReason] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  const done = () => {
    if (reason.trim() === '') return field.current?.focus();
    session.run(ignore(session.store.state(), newId(), ignoring, reason));
    close();
  };
  return (
    <form
      className="contents"
      onSubmit={(event) => {
        event.preventDefault();
        done();
      }}
    >
      <DialogBody>
        <label className="block text-xs font-medium text-ink-soft">
          Reason
          <textarea
            ref={field}
            value={reason}
            rows={3}
            maxLength={2_000}
            placeholder="Why this is all right here"
            data-testid="ignore-reason"
            onChange={(event) => setReason(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) done();
            }}
            className="mt-1.5 w-full resize-none rounded-control bg-sunken px-2.5 py-2 text-sm font-normal text-ink ring-1 ring-line ring-inset placeholder:text-ink-mute hover:ring-line-strong"
          />
        </label>
        <p className="mt-2 text-xs text-ink-mute">
          Everybody in the project sees the reason, and can report it again.
        </p>
      </DialogBody>
      <DialogFoot>
        <Button onClick={close}>Cancel</Button>
        <Button type="submit" look="primary" disabled={reason.trim() === ''} data-testid="ignore-confirm">
          Ignore
        </Button>
      </DialogFoot>
    </form>
  );
}
