/** Lays out a whole diagram without holding up the page: ELK does the work in a Web Worker. */
import type { ELK } from 'elkjs/lib/elk-api';
import ElkApi from 'elkjs/lib/elk-api';
import { arrange } from './arrange';
import type { Component } from './components';
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
  const elk = new ElkWorker();
  const cancelled = whenAborted(signal);
  try {
    const arranging = arrange(input, (component) => elk.layOut(component));
    return await Promise.race([arranging, cancelled.promise]);
  } finally {
    cancelled.stop();
    elk.terminate();
  }
}

/** A component that takes longer is put into a grid: nobody waits for a better picture of this size. */
const mostMs = 20_000;

/** ELK in a worker that starts when it is first needed: that costs more than placing loose tables. */
class ElkWorker {
  #elk: ELK | null = null;
  #giveUp: (reason: Error) => void = () => undefined;

  /** Rejects when the worker cannot be loaded, dies, or takes too long. */
  async layOut(component: Component): Promise<Places> {
    const elk = this.#start();
    const failed = new Promise<never>((_, reject) => {
      this.#giveUp = reject;
    });
    const timer = setTimeout(() => {
      // It is still busy with this one; the next component gets a fresh worker.
      this.terminate();
      this.#giveUp(new Error(`The layout took longer than ${mostMs} ms.`));
    }, mostMs);
    try {
      return placesOf(await Promise.race([elk.layout(elkGraph(component)), failed]));
    } finally {
      clearTimeout(timer);
    }
  }

  terminate(): void {
    this.#elk?.terminateWorker();
    this.#elk = null;
  }

  #start(): ELK {
    this.#elk ??= new ElkApi({ algorithms: ['layered'], workerFactory: () => this.#newWorker() });
    return this.#elk;
  }

  /** ELK's own wrapper does not listen for errors: a worker that cannot be loaded would never answer. */
  #newWorker(): Worker {
    const worker = new Worker(new URL('./elk.worker.ts', import.meta.url), { type: 'module' });
    worker.addEventListener('error', (event) => {
      this.terminate();
      this.#giveUp(new Error(event.message || 'The layout worker could not be loaded.'));
    });
    return worker;
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
