'use client';
import { CloudOff, SearchX } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import type { ProblemDocument } from '../../../core/std/problem';
import type { StoreStatus } from '../../sync/store-contract';
import type { ProjectSession } from '../session/project-session';
import { SessionProvider } from '../session/project-session';
import { Button } from '../ui/button';
import { Logo } from '../ui/logo';
import { Message } from '../ui/message';
import { Spinner } from '../ui/spinner';
import { useProjectSession } from './use-project-session';
import { Workspace } from './workspace';

type ProjectPageProps = { readonly projectId: string; readonly home: () => void };

/** One project. What is shown depends on whether it was found, and on nothing else: going offline hides nothing. */
export function ProjectPage({ projectId, home }: ProjectPageProps) {
  const session = useProjectSession(projectId);
  return session ? <Loaded session={session} home={home} /> : <Loading />;
}

type Phase = 'loading' | 'trouble' | 'lost' | 'ready';

function phaseOf({ connection, project, trouble }: StoreStatus): Phase {
  if (connection.kind === 'failed') return 'lost';
  if (project !== null) return 'ready';
  return trouble === null ? 'loading' : 'trouble';
}

function Loaded({ session, home }: { readonly session: ProjectSession; readonly home: () => void }) {
  const { store } = session;
  const read = () => phaseOf(store.status());
  const phase = useSyncExternalStore(store.subscribeStatus, read, read);
  switch (phase) {
    case 'loading':
      return <Loading />;
    case 'lost':
      return <NotFound home={home} />;
    case 'trouble':
      return <Trouble problem={store.status().trouble} />;
    case 'ready':
      return (
        <SessionProvider value={session}>
          <Workspace home={home} />
        </SessionProvider>
      );
  }
}

function Loading() {
  return (
    <div className="flex h-dvh flex-col">
      <div className="flex h-11 items-center gap-2 border-b border-line bg-panel px-3.5">
        <Logo className="size-5" />
      </div>
      <div className="flex flex-1 items-center justify-center">
        <Spinner label="Opening the project" />
      </div>
    </div>
  );
}

/** Says the same whether it does not exist or may not be seen: a stranger learns nothing. */
export function NotFound({ home }: { readonly home: () => void }) {
  return (
    <main className="flex h-dvh items-center justify-center" data-testid="not-found">
      <Message
        level={1}
        icon={SearchX}
        title="Project not found, or no access"
        actions={
          <Button look="primary" onClick={home}>
            Go to my projects
          </Button>
        }
      >
        Projects are seen only by people who were invited. If somebody sent you this address, ask them for a
        share link: it begins with /s/.
      </Message>
    </main>
  );
}

function Trouble({ problem }: { readonly problem: ProblemDocument | null }) {
  return (
    <main className="flex h-dvh items-center justify-center">
      <Message
        level={1}
        icon={CloudOff}
        title="The server does not answer"
        actions={<Button onClick={() => location.reload()}>Reload the page</Button>}
      >
        {problem === null || problem.code === 'unavailable' ? 'Check the connection.' : problem.detail} It is
        tried again all the time, and the page opens as soon as the server answers.
      </Message>
    </main>
  );
}
