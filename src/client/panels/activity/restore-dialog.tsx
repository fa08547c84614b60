'use client';
import type { LucideIcon } from 'lucide-react';
import { Minus, Pencil, Plus } from 'lucide-react';
import type { RestorePreview } from '../../../core/protocol/restore';
import { useMe } from '../project/use-me';
import { useValue } from '../session/hooks';
import { useSession } from '../session/project-session';
import { Button } from '../ui/button';
import { Dialog, DialogBody, DialogFoot } from '../ui/dialog';
import { Spinner } from '../ui/spinner';
import type { RestoreTarget } from './activity-log';
import type { RestoreEffect } from './restore-words';
import { editsSinceWords, restoreEffects } from './restore-words';
import { fullTime } from './times';
import type { Restoring } from './use-restore';
import { useRestore } from './use-restore';

/** Says what going back to an edit would do, and does it when somebody says so. */
export function RestoreDialog() {
  const { restoring } = useSession().activity;
  const target = useValue(restoring);
  const close = () => restoring.set(null);
  return (
    <Dialog
      isOpen={target !== null}
      onOpenChange={(isOpen) => !isOpen && close()}
      title="Restore to here"
      description={
        target && (
          <>
            The project becomes as it was right after the edit of{' '}
            <time dateTime={target.at} className="text-ink-soft">
              {fullTime(target.at)}
            </time>
            .
          </>
        )
      }
      size="small"
    >
      {target && <Question key={target.id} target={target} close={close} />}
    </Dialog>
  );
}

function Question({ target, close }: { readonly target: RestoreTarget; readonly close: () => void }) {
  const { state, ask, restore } = useRestore(target.id, close);
  const isReady = state.kind === 'ready' && state.preview.records > 0;
  return (
    <>
      <DialogBody className="min-h-24">
        <Answer state={state} />
      </DialogBody>
      <DialogFoot>
        <Button onClick={close}>Cancel</Button>
        {state.kind === 'failed' ? (
          <Button look="primary" onClick={ask}>
            Try again
          </Button>
        ) : (
          <Button look="primary" disabled={!isReady} onClick={() => void restore()}>
            {state.kind === 'working' ? 'Restoring …' : 'Restore'}
          </Button>
        )}
      </DialogFoot>
    </>
  );
}

function Answer({ state }: { readonly state: Restoring }) {
  switch (state.kind) {
    case 'asking':
      return (
        <div className="flex justify-center pt-6">
          <Spinner label="Working out what would change" />
        </div>
      );
    case 'failed':
      return (
        <p role="alert" className="text-sm text-bad">
          {state.detail}
        </p>
      );
    case 'ready':
      return <Preview preview={state.preview} />;
    case 'working':
      return (
        <div role="status" className="flex items-center gap-3 text-sm text-ink-soft">
          <Spinner label="Restoring" />
          <p>
            {state.preview.records.toLocaleString()} {state.preview.records === 1 ? 'object' : 'objects'} …
            Edits of others wait until it is done.
          </p>
        </div>
      );
  }
}

const icons: Readonly<Record<RestoreEffect['kind'], LucideIcon>> = {
  restored: Plus,
  changed: Pencil,
  deleted: Minus,
};
const tones: Readonly<Record<RestoreEffect['kind'], string>> = {
  restored: 'text-good',
  changed: 'text-ink-mute',
  deleted: 'text-bad',
};

function Preview({ preview }: { readonly preview: RestorePreview }) {
  const [me] = useMe();
  const effects = restoreEffects(preview);
  const edits = editsSinceWords(preview, me?.id ?? null);
  if (preview.records === 0) {
    return <p className="text-sm text-ink-soft">Nothing would change: the project is as it was then.</p>;
  }
  return (
    <div className="flex flex-col gap-3 text-sm">
      <ul aria-label="What will change" className="flex flex-col gap-1.5">
        {effects.map(({ kind, text }) => {
          const Icon = icons[kind];
          return (
            <li key={kind} className="flex items-start gap-2">
              <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${tones[kind]}`} strokeWidth={1.75} />
              <span>{text}.</span>
            </li>
          );
        })}
        {effects.length === 0 && <li>Only things that were placed or taken away on the canvas.</li>}
      </ul>
      {edits !== null && (
        <p className="text-ink-mute">This takes back {edits}. It is one edit, and can be undone.</p>
      )}
    </div>
  );
}
