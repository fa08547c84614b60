/** Lays out a whole diagram without holding up the page: ELK does the work in a Web Worker. */
import type { ELK } from 'elkjs/lib/elk-api';
import ElkApi from 'elkjs/lib/elk-api';
import { arrange } from './arrange';
import { elkGraph, placesOf } from './elk-graph';
import type { LayoutInput, Places } from './types';

/** The layout was given up because the caller asked for it. */
export class LayoutCancelled extends Error {
  constructor() {
    super('The layout was cancelled.');
    this.name = 'LayoutCancelled';
  }
}

/**
 * Places for all tables, the top left corner of everything at (0, 0). Joined tables are laid out in layers, from
 * referenced to referencing; tables that nothing joins stand in a grid below. Every table gets a place, even when
 * ELK fails or the diagram is too large for it. Rejects with `LayoutCancelled` when `signal` aborts.
 */
export async function layoutTables(input: LayoutInput, signal?: AbortSignal): Promise<Places> {
  if (signal?.aborted) throw new LayoutCancelled();
  const elk = new LazyElk();
  const cancelled = whenAborted(signal);
  try {
    const arranging = arrange(input, async (component) =>
      placesOf(await elk.start().layout(elkGraph(component))),
    );
    return await Promise.race([arranging, cancelled.promise]);
  } finally {
    cancelled.stop();
    elk.terminate();
  }
}

/** Starts the worker when it is first needed: that costs more than placing loose tables. */
class LazyElk {
  #elk: ELK | null = null;

  start(): ELK {
    this.#elk ??= new ElkApi({
      algorithms: ['layered'],
      workerFactory: () => new Worker(new URL('./elk.worker.ts', import.meta.url), { type: 'module' }),
    });
    return this.#elk;
  }

  terminate(): void {
    this.#elk?.terminateWorker();
  }
}

/** A promise that never resolves and rejects when the signal aborts; `stop` forgets the signal. */
function whenAborted(signal: AbortSignal | undefined): {
  readonly promise: Promise<never>;
  readonly stop: () => void;
} {
  const forget = new AbortController();
  const promise = new Promise<never>((_, reject) => {
    signal?.addEventListener('abort', () => reject(new LayoutCancelled()), { signal: forget.signal });
  });
  return { promise, stop: () => forget.abort() };
}
