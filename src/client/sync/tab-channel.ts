import { Listeners } from './listeners';

/** By which the tabs of a browser tell each other that something they share about a project has changed. */
export type TabChannel = {
  tellOthers(projectId: string): void;
  tellOwn(projectId: string): void;
  /** The answer ends it. */
  readonly watch: (projectId: string, changed: () => void) => () => void;
};

/** Listens only as long as somebody watches. Where a browser has no such channel, each tab is alone. */
export function tabChannel(name: string): TabChannel {
  const listeners = new Listeners<string>();
  let channel: BroadcastChannel | null = null;
  let watching = 0;
  const open = (): void => {
    const { BroadcastChannel: Channel }: Partial<typeof globalThis> = globalThis;
    if (!Channel) return;
    channel = new Channel(name);
    channel.onmessage = ({ data }: MessageEvent<string>) => listeners.tell(data);
  };
  return {
    tellOthers: (projectId) => channel?.postMessage(projectId),
    tellOwn: (projectId) => listeners.tell(projectId),
    watch: (projectId, changed) => {
      if (watching === 0) open();
      watching += 1;
      const leave = listeners.add((other) => {
        if (other === projectId) changed();
      });
      return () => {
        leave();
        watching -= 1;
        if (watching > 0) return;
        channel?.close();
        channel = null;
      };
    },
  };
}
