'use client';
import { Link } from 'lucide-react';
import { useState } from 'react';
import { ApiProblem } from '../../api/api-problem';
import { api } from '../api-instance';
import { inputLook } from '../fields/text-field';
import { useValue } from '../session/hooks';
import { useSession } from '../session/project-session';
import { Button } from '../ui/button';
import { CopyButton } from '../ui/copy-button';
import { Dialog, DialogBody } from '../ui/dialog';

type LinkState =
  | { readonly kind: 'none' }
  | { readonly kind: 'making' }
  | { readonly kind: 'made'; readonly url: string }
  | { readonly kind: 'failed'; readonly detail: string };

type LinkRole = 'editor' | 'viewer';

const roles: readonly { readonly role: LinkRole; readonly label: string; readonly hint: string }[] = [
  { role: 'editor', label: 'Can edit', hint: 'Designs with you, at the same time' },
  { role: 'viewer', label: 'Can view', hint: 'Follows along live, and exports' },
];

/** A link that lets others in. */
export function ShareDialog() {
  const session = useSession();
  const isOpen = useValue(session.dialog) === 'share';
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={(open) => session.dialog.set(open ? 'share' : null)}
      title="Share this project"
      description="Whoever opens the link takes part. Everybody else sees nothing."
      size="small"
    >
      {isOpen && (
        <DialogBody>
          <ShareLink projectId={session.projectId} />
        </DialogBody>
      )}
    </Dialog>
  );
}

function ShareLink({ projectId }: { readonly projectId: string }) {
  const [link, setLink] = useState<LinkState>({ kind: 'none' });
  const [role, setRole] = useState<LinkRole>('editor');
  const make = async () => {
    setLink({ kind: 'making' });
    try {
      const { key } = await api().createShareLink(projectId, role);
      setLink({ kind: 'made', url: `${location.origin}/s/${key}` });
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setLink({ kind: 'failed', detail: error.problem.detail });
    }
  };
  if (link.kind === 'made') {
    return (
      <>
        <div className="flex gap-2">
          <input
            readOnly
            aria-label="Share link"
            value={link.url}
            data-testid="share-url"
            onFocus={(event) => event.target.select()}
            className={`${inputLook} h-8 font-mono text-xs !opacity-100`}
          />
          <CopyButton look="primary" text={link.url} label="Copy link" />
        </div>
        <p className="mt-2 text-xs text-pretty text-ink-mute">
          Who opens it {role === 'editor' ? 'can edit' : 'can only view'}. It is shown only now: we keep just
          its fingerprint. Make another one whenever you need it.
        </p>
      </>
    );
  }
  return (
    <>
      <RoleChoice role={role} onChoose={setRole} />
      <Button
        look="primary"
        size="large"
        className="mt-4 w-full"
        disabled={link.kind === 'making'}
        data-testid="create-link"
        onClick={() => void make()}
      >
        <Link aria-hidden className="size-4" strokeWidth={2} />
        {link.kind === 'making' ? 'Creating …' : 'Create a link'}
      </Button>
      {link.kind === 'failed' && (
        <p role="alert" className="mt-3 rounded-control bg-bad-wash px-3 py-2 text-sm text-bad">
          {link.detail}
        </p>
      )}
    </>
  );
}

function RoleChoice(props: { readonly role: LinkRole; readonly onChoose: (role: LinkRole) => void }) {
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="sr-only">What those with the link may do</legend>
      {roles.map(({ role, label, hint }) => (
        <label
          key={role}
          className="flex cursor-pointer items-center gap-3 rounded-control px-2 py-2 hover:bg-hover has-checked:bg-hover"
        >
          <input
            type="radio"
            name="share-role"
            data-testid={`share-${role}`}
            checked={role === props.role}
            onChange={() => props.onChoose(role)}
            className="size-4 accent-accent"
          />
          <span className="min-w-0">
            <span className="block text-sm font-medium">{label}</span>
            <span className="block text-xs text-ink-mute">{hint}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
