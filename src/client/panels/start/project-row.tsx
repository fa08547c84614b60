'use client';
import { Database, Ellipsis, Pencil, Trash2 } from 'lucide-react';
import { useRef, useState } from 'react';
import type { ListedProject } from '../../../core/protocol/project';
import { mayEdit } from '../../../core/protocol/project';
import { IconButton } from '../ui/icon-button';
import type { MenuItem } from '../ui/menu';
import { Menu } from '../ui/menu';
import { moveToTrash, rename } from './project-actions';
import { relativeTime } from './relative-time';
import { RenameProject } from './rename-project';
import type { ProjectsHandle } from './use-projects';

const roleWords = {
  owner: 'Owner',
  editor: 'Can edit',
  commenter: 'Can comment',
  viewer: 'Can view',
} as const;

type RowProps = {
  readonly project: ListedProject;
  readonly handle: ProjectsHandle;
  readonly open: (projectId: string) => void;
  readonly onUndone: () => void;
};

/** The picture in front of a project. */
export function ProjectMark() {
  return (
    <span className="inline-flex size-8 shrink-0 items-center justify-center rounded-control bg-accent-wash text-accent">
      <Database aria-hidden className="size-4" strokeWidth={1.75} />
    </span>
  );
}

/** A project as a link, with a menu of what this person may do to it. */
export function ProjectRow({ project, handle, open, onUndone }: RowProps) {
  const [isRenaming, setRenaming] = useState(false);
  const row = useRef<HTMLLIElement>(null);
  const menuButton = useRef<HTMLButtonElement>(null);
  const finishRenaming = (name: string | null, byKeyboard: boolean) => {
    setRenaming(false);
    if (byKeyboard) menuButton.current?.focus();
    if (name !== null) void rename(handle, project, name);
  };
  const remove = () => void moveToTrash(handle, project, () => row.current, onUndone);
  const items: readonly MenuItem[] = [
    ...(mayEdit(project.role)
      ? [{ kind: 'item', label: 'Rename', icon: Pencil, onSelect: () => setRenaming(true) } as const]
      : []),
    ...(project.role === 'owner'
      ? [{ kind: 'item', label: 'Delete', icon: Trash2, isDanger: true, onSelect: remove } as const]
      : []),
  ];
  return (
    <li
      ref={row}
      className="flex items-center border-t border-line transition-colors duration-100 first:border-t-0 hover:bg-hover"
    >
      {isRenaming ? (
        <div className="flex h-14 min-w-0 flex-1 items-center gap-3 pl-4">
          <ProjectMark />
          <RenameProject name={project.name} onDone={finishRenaming} />
        </div>
      ) : (
        <ProjectLink project={project} open={open} />
      )}
      <span className="flex w-12 shrink-0 justify-center">
        {items.length > 0 && (
          <Menu
            label={`Actions for ${project.name}`}
            items={items}
            trigger={
              <IconButton
                ref={menuButton}
                icon={Ellipsis}
                label={`Actions for ${project.name}`}
                data-testid="project-menu"
              />
            }
          />
        )}
      </span>
    </li>
  );
}

function ProjectLink({ project, open }: Pick<RowProps, 'project' | 'open'>) {
  return (
    <a
      href={`/p/${project.id}`}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
        event.preventDefault();
        open(project.id);
      }}
      className="flex h-14 min-w-0 flex-1 items-center gap-3 pl-4 focus-visible:-outline-offset-2"
    >
      <ProjectMark />
      <span className="min-w-0 flex-1 truncate text-base font-medium">{project.name}</span>
      <span className="hidden text-xs text-ink-mute sm:inline">{roleWords[project.role]}</span>
      <time
        dateTime={project.changedAt}
        title="Last edited"
        className="w-28 text-right text-xs text-ink-mute tabular-nums"
      >
        {relativeTime(project.changedAt, Date.now())}
      </time>
    </a>
  );
}
