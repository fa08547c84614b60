import type { Api } from '../api/api';
import type { OpenStream } from './event-source';
import { liveStream } from './event-source';
import type { Scheduler } from './scheduler';
import type { TabMessage, Tabs } from './shared-stream';
import { sharedStream } from './shared-stream';

/** The number changes with the messages: after an update, old and new pages may be open side by side. */
const prefix = 'versionzero.live.1.';

/**
 * The stream of a project as the tabs of this browser share it. Where there are no locks between tabs (programs,
 * pages that are not served securely) each has its own.
 */
export function tabStream(
  api: Pick<Api, 'live'>,
  projectId: string,
  { clientId, uuid, scheduler }: { clientId?: string; uuid: () => string; scheduler: Scheduler },
): OpenStream {
  const own = liveStream(api, projectId, clientId);
  const tabs = browserTabs(prefix + projectId);
  return tabs ? sharedStream({ tabs, scheduler, uuid, own, catchUp: liveStream(api, projectId) }) : own;
}

function browserTabs(name: string): Tabs | null {
  // Typed as always there, which it is not everywhere.
  const { navigator, BroadcastChannel, addEventListener }: Partial<typeof globalThis> = globalThis;
  const locks: LockManager | undefined = navigator?.locks;
  if (!locks || !BroadcastChannel || !addEventListener) return null;
  return {
    lock: (granted) => lockOf(locks, name, granted),
    channel: (heard) => {
      const channel = new BroadcastChannel(name);
      channel.onmessage = ({ data }: MessageEvent<TabMessage>) => heard(data);
      return { post: (message) => channel.postMessage(message), close: () => channel.close() };
    },
    onHide: (listener) => {
      globalThis.addEventListener('pagehide', listener);
      return () => globalThis.removeEventListener('pagehide', listener);
    },
  };
}

/** A lock is held until its promise settles (https://www.w3.org/TR/web-locks/#api-lock-manager). */
function lockOf(locks: LockManager, name: string, granted: () => void): () => void {
  const withdrawn = new AbortController();
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const hold = () => {
    granted();
    return held;
  };
  // Withdrawn, or not allowed here: then a stream of one's own is opened in time.
  locks.request(name, { signal: withdrawn.signal }, hold).catch(() => undefined);
  return () => {
    withdrawn.abort();
    release();
  };
}
