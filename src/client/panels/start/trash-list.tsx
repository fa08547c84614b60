'use client';
import { Trash2 } from 'lucide-react';
import { useRef, useState } from 'react';
import type { ListedProject } from '../../../core/protocol/project';
import { trashDays } from '../../../core/protocol/project';
import { Button } from '../ui/button';
import { Message } from '../ui/message';
import { restore } from './project-actions';
import { Loaded, listLook } from './project-list';
import { relativeTime } from './relative-time';
import { ThumbnailView } from './thumbnail';
import type { ProjectsHandle } from './use-projects';
import { useProjects } from './use-projects';
import { useThumbnail } from './use-thumbnail';

/** What this person has deleted and can have back. */
export function TrashList({ onRestored }: { readonly onRestored: () => void }) {
  const handle = useProjects('trash');
  return (
    <Loaded handle={handle} look="rows">
      {(projects) =>
        projects.length === 0 ? (
          <Message icon={Trash2} title="The trash is empty">
            A project that you delete stays here for {trashDays} days.
          </Message>
        ) : (
          <ul className={listLook} data-testid="trash">
            {projects.map((project) => (
              <TrashRow key={project.id} project={project} handle={handle} onRestored={onRestored} />
            ))}
          </ul>
        )
      }
    </Loaded>
  );
}

function TrashRow(props: {
  readonly project: ListedProject;
  readonly handle: ProjectsHandle;
  readonly onRestored: () => void;
}) {
  const { project, handle, onRestored } = props;
  const row = useRef<HTMLLIElement>(null);
  const thumbnail = useThumbnail(project, row);
  const [isBusy, setBusy] = useState(false);
  const giveBack = async () => {
    setBusy(true);
    if (await restore(handle, project, () => row.current)) onRestored();
    else setBusy(false);
  };
  return (
    <li ref={row} className="flex h-14 items-center gap-3 border-t border-line px-4 first:border-t-0">
      <ThumbnailView
        state={thumbnail}
        className="h-9 w-14 shrink-0 rounded-control opacity-60 ring-1 ring-line"
      />
      <span className="min-w-0 flex-1 truncate text-base font-medium">{project.name}</span>
      {project.deletedAt !== undefined && (
        <span className="hidden text-xs text-ink-mute sm:inline">
          Deleted <time dateTime={project.deletedAt}>{relativeTime(project.deletedAt, Date.now())}</time>
        </span>
      )}
      <Button
        size="small"
        aria-label={`Restore ${project.name}`}
        aria-disabled={isBusy}
        onClick={() => void (isBusy ? undefined : giveBack())}
      >
        Restore
      </Button>
    </li>
  );
}
