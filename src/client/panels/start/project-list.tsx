'use client';
import { CloudOff, Search } from 'lucide-react';
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { ListedProject } from '../../../core/protocol/project';
import { Button } from '../ui/button';
import { Message } from '../ui/message';
import { matching } from './matching';
import { ProjectRow } from './project-row';
import type { ProjectsHandle } from './use-projects';

/** From this many projects on looking for one takes longer than typing its name. */
const searchFrom = 6;

/** The list when it is there; while loading and after a failure, what there is to say. */
export function Loaded(props: {
  readonly handle: ProjectsHandle;
  readonly children: (projects: readonly ListedProject[]) => ReactNode;
}) {
  const { projects, reload } = props.handle;
  switch (projects.kind) {
    case 'loading':
      return <Skeleton />;
    case 'failed':
      return (
        <Message
          icon={CloudOff}
          title="Your projects could not be loaded"
          actions={<Button onClick={reload}>Try again</Button>}
        >
          {projects.detail}
        </Message>
      );
    case 'loaded':
      return props.children(projects.projects);
  }
}

export const listLook = 'overflow-hidden rounded-box bg-panel ring-1 ring-line';

/** The projects of this person as links, with a search field once they are many. */
export function ProjectList(props: {
  readonly handle: ProjectsHandle;
  readonly open: (projectId: string) => void;
  readonly onUndone: () => void;
}) {
  const [search, setSearch] = useState('');
  return (
    <Loaded handle={props.handle}>
      {(projects) => {
        const found = matching(projects, search);
        return (
          <>
            {(projects.length >= searchFrom || search !== '') && (
              <SearchField search={search} setSearch={setSearch} />
            )}
            {found.length === 0 && search !== '' ? (
              <p role="status" className="px-4 py-10 text-center text-sm text-ink-mute">
                No project is called “{search}”.
              </p>
            ) : (
              <ul className={listLook} data-testid="projects">
                {found.map((project) => (
                  <ProjectRow key={project.id} project={project} {...props} />
                ))}
              </ul>
            )}
          </>
        );
      }}
    </Loaded>
  );
}

function SearchField(props: { readonly search: string; readonly setSearch: (text: string) => void }) {
  const { search, setSearch } = props;
  return (
    <div className="relative mb-3">
      <Search aria-hidden className="absolute top-2.5 left-3 size-4 text-ink-mute" strokeWidth={1.75} />
      <input
        type="search"
        aria-label="Search projects"
        placeholder="Search projects"
        value={search}
        data-testid="project-search"
        onChange={(event) => setSearch(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') setSearch('');
        }}
        className="h-9 w-full rounded-control bg-sunken pr-3 pl-9 text-sm ring-1 ring-line ring-inset hover:ring-line-strong"
      />
    </div>
  );
}

function Skeleton() {
  return (
    <div role="status" aria-label="Loading your projects" className={listLook}>
      {[44, 30, 38].map((width) => (
        <div key={width} className="flex h-14 items-center gap-3 border-t border-line px-4 first:border-t-0">
          <span className="size-8 animate-pulse rounded-control bg-hover" />
          <span className="h-3 animate-pulse rounded bg-hover" style={{ width: `${width}%` }} />
        </div>
      ))}
    </div>
  );
}
