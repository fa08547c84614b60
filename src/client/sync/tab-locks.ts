/** Names that a tab holds as long as it is there: a crash gives them back as well. */
export type TabLocks = {
  /** Resolves once it is held, with what lets go of it. Never rejects: where it is not allowed, nothing is held. */
  hold(name: string): Promise<() => void>;
  /** Runs it while nobody holds the name, and nobody can before it is done; not at all when somebody does. */
  ifFree(name: string, run: () => Promise<void>): Promise<void>;
};

/** Those of the browser (https://www.w3.org/TR/web-locks/); null where there are none, as on pages over plain HTTP. */
export function browserLocks(): TabLocks | null {
  const { navigator }: Partial<typeof globalThis> = globalThis;
  const locks: LockManager | undefined = navigator?.locks;
  if (!locks) return null;
  return {
    hold: (name) =>
      new Promise((resolve) => {
        const holding = () => new Promise<void>((release) => resolve(() => release()));
        locks.request(name, holding).catch(() => resolve(() => undefined));
      }),
    ifFree: (name, run) =>
      locks.request(name, { ifAvailable: true }, async (lock) => {
        if (lock) await run();
      }),
  };
}
