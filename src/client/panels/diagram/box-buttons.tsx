'use client';
import { Frame, StickyNote } from 'lucide-react';
import { useValue } from '../session/hooks';
import { useSession } from '../session/project-session';
import { IconButton } from '../ui/icon-button';
import { canvasTool, toggleAreaTool } from './canvas-tool';
import { createNoteInPlace } from './create-box';

/** In the toolbar: a new note at once, and the tool that draws areas. */
export function BoxButtons() {
  const session = useSession();
  const isDrawing = useValue(canvasTool) === 'area';
  return (
    <>
      <IconButton
        icon={StickyNote}
        side="top"
        label="New note"
        shortcut="N"
        data-testid="toolbar-create-note"
        onClick={() => createNoteInPlace(session)}
      />
      <IconButton
        icon={Frame}
        side="top"
        label="Draw an area"
        shortcut="R"
        isOn={isDrawing}
        data-testid="toolbar-draw-area"
        onClick={toggleAreaTool}
      />
    </>
  );
}
