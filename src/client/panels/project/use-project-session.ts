'use client';
import { useEffect, useState } from 'react';
import { toast } from 'sonner';
import { createPresence } from '../../presence/presence';
import { indexedDbPendingStorage } from '../../sync/indexeddb-storage';
import { createProjectStore } from '../../sync/project-store';
import type { NetworkHint } from '../../sync/store-contract';
import { api } from '../api-instance';
import { newId } from '../edits/new-id';
import { thisClientId } from '../session/client-id';
import { createSession } from '../session/create-session';
import type { ProjectSession } from '../session/project-session';

const network: NetworkHint = {
  subscribe: (listener) => {
    const online = () => listener(true);
    const offline = () => listener(false);
    addEventListener('online', online);
    addEventListener('offline', offline);
    return () => {
      removeEventListener('online', online);
      removeEventListener('offline', offline);
    };
  },
};

/** Opens a project and closes it with the page; null until it is there. */
export function useProjectSession(projectId: string): ProjectSession | null {
  const [session, setSession] = useState<ProjectSession | null>(null);
  useEffect(() => {
    const store = createProjectStore({
      projectId,
      api: api(),
      uuid: newId,
      storage: indexedDbPendingStorage(),
      network,
    });
    const presence = createPresence({ api: api(), projectId, clientId: thisClientId() });
    const opened = createSession(projectId, store, presence.update);
    const leave = () => presence.leave();
    addEventListener('pagehide', leave);
    store.start();
    setSession(opened.session);
    return () => {
      setSession(null);
      toast.dismiss();
      removeEventListener('pagehide', leave);
      opened.close();
      presence.leave();
      store.stop();
    };
  }, [projectId]);
  return session;
}
