import { toast } from 'sonner';
import { connectColumns } from '../edits/foreign-key-edits';
import { newId } from '../edits/new-id';
import type { ProjectSession } from '../session/project-session';

const offerToast = 'connect';

/** Makes a foreign key from one column to another; offers the key that it needs when there is none. */
export function connect(session: ProjectSession, fromId: string, toId: string): void {
  const connection = connectColumns(session.store.state(), fromId, toId, newId);
  switch (connection.kind) {
    case 'edit': {
      const key = connection.edit.operations.at(-1);
      if (session.run(connection.edit) === null && key) session.selection.set(new Set([key.id]));
      return;
    }
    case 'refused':
      toast.error('Not connected', { id: offerToast, description: connection.problem });
      return;
    case 'offer':
      toast.warning('Not connected yet', {
        id: offerToast,
        description: connection.problem,
        duration: 15_000,
        action: { label: connection.offer, onClick: () => session.run(connection.repaired) },
      });
  }
}
