'use client';
import { ChevronRight, CloudOff, Database } from 'lucide-react';
import type { Project } from '../../../core/protocol/project';
import { Button } from '../ui/button';
import { Message } from '../ui/message';
import { relativeTime } from './relative-time';
import type { Projects } from './use-projects';

const roleWords = {
  owner: 'Owner',
  editor: 'Can edit',
  commenter: 'Can comment',
  viewer: 'Can view',
} as const;

/** The projects of this person as links; while loading and after a failure, what there is to say. */
export function ProjectList(props: {
  readonly projects: Projects;
  readonly onRetry: () => void;
  readonly open: (projectId: string) => void;
}) {
  const { projects, onRetry, open } = props;
  switch (projects.kind) {
    case 'loading':
      return <Skeleton />;
    case 'failed':
      return (
        <Message
          icon={CloudOff}
          title="Your projects could not be loaded"
          actions={<Button onClick={onRetry}>Try again</Button>}
        >
          {projects.detail}
        </Message>
      );
    case 'loaded':
      return (
        <ul className="overflow-hidden rounded-box bg-panel ring-1 ring-line" data-testid="projects">
          {projects.projects.map((project) => (
            <ProjectRow key={project.id} project={project} open={open} />
          ))}
        </ul>
      );
  }
}

function ProjectRow({ project, open }: { readonly project: Project; readonly open: (id: string) => void }) {
  return (
    <li className="border-t border-line first:border-t-0">
      <a
        href={`/p/${project.id}`}
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
          event.preventDefault();
          open(project.id);
        }}
        className="group flex h-14 items-center gap-3 px-4 transition-colors duration-100 hover:bg-hover focus-visible:-outline-offset-2"
      >
        <span className="inline-flex size-8 items-center justify-center rounded-control bg-accent-wash text-accent">
          <Database aria-hidden className="size-4" strokeWidth={1.75} />
        </span>
        <span className="min-w-0 flex-1 truncate text-base font-medium">{project.name}</span>
        <span className="hidden text-xs text-ink-mute sm:inline">{roleWords[project.role]}</span>
        <time dateTime={project.createdAt} className="w-28 text-right text-xs text-ink-mute tabular-nums">
          {relativeTime(project.createdAt, Date.now())}
        </time>
        <ChevronRight
          aria-hidden
          className="size-4 text-ink-mute opacity-0 transition-opacity group-hover:opacity-100 group-focus-visible:opacity-100"
        />
      </a>
    </li>
  );
}

function Skeleton() {
  return (
    <div
      role="status"
      aria-label="Loading your projects"
      className="overflow-hidden rounded-box bg-panel ring-1 ring-line"
    >
      {[44, 30, 38].map((width) => (
        <div key={width} className="flex h-14 items-center gap-3 border-t border-line px-4 first:border-t-0">
          <span className="size-8 animate-pulse rounded-control bg-hover" />
          <span className="h-3 animate-pulse rounded bg-hover" style={{ width: `${width}%` }} />
        </div>
      ))}
    </div>
  );
}
