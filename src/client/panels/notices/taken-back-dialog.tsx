'use client';
import { useValue } from '../session/hooks';
import { useSession } from '../session/project-session';
import { Dialog, DialogBody } from '../ui/dialog';

/**
 * The edits of this page that the server refused, newest last, each with its reason: after an hour offline
 * there may be more of them than toasts can say.
 */
export function TakenBackDialog() {
  const { dialog, takenBack } = useSession();
  const isOpen = useValue(dialog) === 'taken-back';
  const edits = useValue(takenBack);
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={(open) => dialog.set(open ? 'taken-back' : null)}
      title="Edits that were taken back"
      description="Others had changed what they were about. All your other edits are saved."
    >
      <DialogBody label="Edits that were taken back">
        <ol data-testid="taken-back" className="divide-y divide-line">
          {edits.map(({ id, title, reason }) => (
            <li key={id} data-testid="taken-back-edit" className="py-2.5 text-sm">
              <p className="font-medium text-ink">{title}</p>
              <p className="mt-0.5 text-ink-mute">{reason}</p>
            </li>
          ))}
        </ol>
      </DialogBody>
    </Dialog>
  );
}
