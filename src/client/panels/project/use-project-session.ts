'use client';
import { useEffect, useState } from 'react';
import { toast } from 'sonner';
import { createPresence } from '../../presence/presence';
import { indexedDbPendingStorage } from '../../sync/indexeddb-storage';
import { createProjectStore } from '../../sync/project-store';
import type { NetworkHint, ProjectStore } from '../../sync/store-contract';
import { browserLocks } from '../../sync/tab-locks';
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

/** Calls back whenever the stream has become live: the server may have started anew and know nobody. */
function whenLiveAgain(store: ProjectStore, callBack: () => void): () => void {
  let wasLive = false;
  return store.subscribeStatus(({ connection }) => {
    const isLive = connection.kind === 'live';
    if (isLive && !wasLive) callBack();
    wasLive = isLive;
  });
}

/** Opens a project and closes it with the page; null until it is there. */
export function useProjectSession(projectId: string): ProjectSession | null {
  const [session, setSession] = useState<ProjectSession | null>(null);
  useEffect(() => {
    const clientId = thisClientId();
    const locks = browserLocks();
    const storage = indexedDbPendingStorage({ tab: locks && { id: newId(), locks } });
    const store = createProjectStore({
      projectId,
      api: api(),
      uuid: newId,
      storage,
      network,
      clientId,
    });
    const presence = createPresence({
      api: api(),
      projectId,
      clientId,
      intervalMs: () => store.presence().intervalMs,
    });
    const opened = createSession(projectId, store, presence.update);
    const stopRepeating = whenLiveAgain(store, presence.repeat);
    const leave = () => {
      store.keepNow();
      presence.leave();
    };
    addEventListener('pagehide', leave);
    store.start();
    setSession(opened.session);
    return () => {
      setSession(null);
      toast.dismiss();
      removeEventListener('pagehide', leave);
      stopRepeating();
      opened.close();
      presence.leave();
      store.stop();
      void store.kept().then(storage.close);
    };
  }, [projectId]);
  return session;
}
