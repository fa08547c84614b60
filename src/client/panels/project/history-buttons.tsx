'use client';
import { Redo2, Undo2 } from 'lucide-react';
import { useSession } from '../session/project-session';
import { useStatusPart } from '../session/use-status';
import { IconButton } from '../ui/icon-button';

/** Takes back, and does again, what this person did. */
export function HistoryButtons() {
  const session = useSession();
  const undo = useStatusPart((status) => status.canUndo);
  const redo = useStatusPart((status) => status.canRedo);
  return (
    <>
      <IconButton
        icon={Undo2}
        label={undo === null ? 'Undo' : `Undo: ${undo}`}
        shortcut="Mod+Z"
        disabled={undo === null}
        onClick={session.undo}
      />
      <IconButton
        icon={Redo2}
        label={redo === null ? 'Redo' : `Redo: ${redo}`}
        shortcut="Mod+Shift+Z"
        disabled={redo === null}
        onClick={session.redo}
      />
    </>
  );
}
