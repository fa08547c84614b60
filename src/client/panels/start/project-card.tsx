'use client';
import { Ellipsis, Pencil, Trash2 } from 'lucide-react';
import { useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { ListedProject } from '../../../core/protocol/project';
import { mayEdit } from '../../../core/protocol/project';
import { IconButton } from '../ui/icon-button';
import type { MenuItem } from '../ui/menu';
import { Menu } from '../ui/menu';
import { moveToTrash, rename } from './project-actions';
import { relativeTime } from './relative-time';
import { RenameProject } from './rename-project';
import { ThumbnailView } from './thumbnail';
import type { ProjectsHandle } from './use-projects';
import type { ThumbnailState } from './use-thumbnail';
import { useThumbnail } from './use-thumbnail';

/** One's own projects say nothing: most are. */
const roleWords = { owner: null, editor: 'Can edit', commenter: 'Can comment', viewer: 'Can view' } as const;

type CardProps = {
  readonly project: ListedProject;
  readonly handle: ProjectsHandle;
  readonly open: (projectId: string) => void;
  readonly onUndone: () => void;
};

/** A project as a link with a picture of it, and a menu of what this person may do to it. */
export function ProjectCard({ project, handle, open, onUndone }: CardProps) {
  const [isRenaming, setRenaming] = useState(false);
  const card = useRef<HTMLLIElement>(null);
  const menuButton = useRef<HTMLButtonElement>(null);
  const thumbnail = useThumbnail(project, card);
  const finishRenaming = (name: string | null, byKeyboard: boolean) => {
    // At once: the button is not there while the name is a field.
    flushSync(() => setRenaming(false));
    if (byKeyboard) menuButton.current?.focus();
    if (name !== null) void rename(handle, project, name);
  };
  const remove = () => void moveToTrash(handle, project, () => card.current, onUndone);
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
      ref={card}
      className="group/card relative rounded-box bg-panel ring-1 ring-line transition-shadow duration-100 hover:ring-line-strong"
    >
      {isRenaming ? (
        <div className={cardLook}>
          <CardPicture state={thumbnail} />
          <RenameProject name={project.name} onDone={finishRenaming} />
        </div>
      ) : (
        <ProjectLink project={project} open={open} thumbnail={thumbnail} hasMenu={items.length > 0} />
      )}
      {items.length > 0 && !isRenaming && (
        <Menu
          label={`Actions for ${project.name}`}
          items={items}
          trigger={
            <IconButton
              ref={menuButton}
              icon={Ellipsis}
              label={`Actions for ${project.name}`}
              data-testid="project-menu"
              className="absolute! right-2 bottom-[15px] max-sm:top-1/2 max-sm:-translate-y-1/2"
            />
          }
        />
      )}
    </li>
  );
}

/** On narrow screens the picture stands beside the words. */
const cardLook = 'flex flex-col rounded-box max-sm:flex-row max-sm:items-center';

function CardPicture({ state }: { readonly state: ThumbnailState }) {
  return (
    <ThumbnailView
      state={state}
      className="aspect-[16/10] shrink-0 border-line max-sm:m-2.5 max-sm:w-20 max-sm:rounded-control max-sm:border sm:rounded-t-box sm:border-b"
    />
  );
}

type LinkProps = Pick<CardProps, 'project' | 'open'> & {
  readonly thumbnail: ThumbnailState;
  readonly hasMenu: boolean;
};

function ProjectLink({ project, open, thumbnail, hasMenu }: LinkProps) {
  const details = [roleWords[project.role], tablesIn(thumbnail)].filter((words) => words !== null);
  return (
    <a
      href={`/p/${project.id}`}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
        event.preventDefault();
        open(project.id);
      }}
      className={cardLook}
    >
      <CardPicture state={thumbnail} />
      <span className={`min-w-0 flex-1 px-3.5 py-3 max-sm:px-1 ${hasMenu ? 'pr-12! ' : ''}`}>
        <span className="block truncate text-base font-medium">{project.name}</span>
        <span className="flex min-w-0 gap-1.5 text-xs text-ink-mute">
          <time dateTime={project.changedAt} title="Last edited" className="truncate">
            {relativeTime(project.changedAt, Date.now())}
          </time>
          {details.map((words) => (
            <span key={words} className="shrink-0 animate-fade before:mr-1.5 before:content-['·']">
              {words}
            </span>
          ))}
        </span>
      </span>
    </a>
  );
}

function tablesIn(state: ThumbnailState): string | null {
  if (state.kind !== 'shown') return null;
  const { tableCount } = state.thumbnail;
  if (tableCount === 0) return 'No tables yet';
  return `${tableCount.toLocaleString('en')} ${tableCount === 1 ? 'table' : 'tables'}`;
}
