'use client';
import { CloudOff, Search } from 'lucide-react';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { flushSync } from 'react-dom';
import type { ListedProject } from '../../../core/protocol/project';
import { Button } from '../ui/button';
import { Message } from '../ui/message';
import { matching } from './matching';
import { ProjectCard } from './project-card';
import type { ProjectsHandle } from './use-projects';

/** From this many projects on looking for one takes longer than typing its name. */
const searchFrom = 6;

type ListLook = 'cards' | 'rows';

/** The list when it is there; while loading and after a failure, what there is to say. */
export function Loaded(props: {
  readonly handle: ProjectsHandle;
  readonly look: ListLook;
  readonly children: (projects: readonly ListedProject[]) => ReactNode;
}) {
  const { projects, reload } = props.handle;
  switch (projects.kind) {
    case 'loading':
      return <Skeleton look={props.look} />;
    case 'failed':
      return <Failed detail={projects.detail} reload={reload} />;
    case 'loaded':
      return props.children(projects.projects);
  }
}

/** Cards, as many beside each other as are not too small to be told apart; rows on narrow screens. */
const gridLook = 'grid grid-cols-1 gap-2.5 sm:grid-cols-2 sm:gap-4 lg:grid-cols-3';
export const listLook = 'overflow-hidden rounded-box bg-panel ring-1 ring-line';

/** The projects of this person as links, with a search field once they are many. */
export function ProjectList(props: {
  readonly handle: ProjectsHandle;
  readonly open: (projectId: string) => void;
  readonly onUndone: () => void;
}) {
  const [search, setSearch] = useState('');
  return (
    <Loaded handle={props.handle} look="cards">
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
              <ul className={gridLook} data-testid="projects">
                {found.map((project) => (
                  <ProjectCard key={project.id} project={project} {...props} />
                ))}
              </ul>
            )}
          </>
        );
      }}
    </Loaded>
  );
}

/** Says while it tries again that it does; the keyboard goes on from the page when the list is there. */
function Failed({ detail, reload }: { readonly detail: string } & Pick<ProjectsHandle, 'reload'>) {
  const [isTrying, setTrying] = useState(false);
  const tryAgain = async (main: HTMLElement | null) => {
    setTrying(true);
    await reload();
    // At once, to see whether the button is gone.
    flushSync(() => setTrying(false));
    if (document.activeElement === document.body) main?.focus();
  };
  return (
    <Message
      icon={CloudOff}
      title="Your projects could not be loaded"
      actions={
        <Button
          aria-disabled={isTrying}
          onClick={(event) => {
            if (!isTrying) void tryAgain(event.currentTarget.closest('main'));
          }}
        >
          {isTrying ? 'Trying …' : 'Try again'}
        </Button>
      }
    >
      <span role="alert">{detail}</span>
    </Message>
  );
}

function SearchField(props: { readonly search: string; readonly setSearch: (text: string) => void }) {
  const { search, setSearch } = props;
  return (
    <div className="relative mb-4">
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

function Skeleton({ look }: { readonly look: ListLook }) {
  return (
    <div role="status" aria-label="Loading" className={look === 'cards' ? gridLook : listLook}>
      {[44, 30, 38].map((width) =>
        look === 'cards' ? (
          <div key={width} className="flex flex-col rounded-box bg-panel ring-1 ring-line max-sm:flex-row">
            <span className="aspect-[16/10] bg-ground max-sm:m-2.5 max-sm:w-20 max-sm:rounded-control sm:rounded-t-box" />
            <span className="flex flex-1 flex-col justify-center gap-2.5 px-3.5 py-4 max-sm:px-1">
              <span className="h-3 animate-pulse rounded bg-hover" style={{ width: `${width + 20}%` }} />
              <span className="h-2.5 w-1/4 animate-pulse rounded bg-hover" />
            </span>
          </div>
        ) : (
          <div
            key={width}
            className="flex h-14 items-center gap-3 border-t border-line px-4 first:border-t-0"
          >
            <span className="h-9 w-14 animate-pulse rounded-control bg-hover" />
            <span className="h-3 animate-pulse rounded bg-hover" style={{ width: `${width}%` }} />
          </div>
        ),
      )}
    </div>
  );
}
