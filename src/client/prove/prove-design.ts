import type { ProvenScript } from '../../core/protocol/proof';
import type { Progress } from '../../core/prove/prove';
import type { ProofMessage, ProofRequest } from './messages';

/** Why there is no proof: a sentence for people. */
export class NoProof extends Error {
  constructor(detail: string) {
    super(detail);
    this.name = 'NoProof';
  }
}

/** A schema of thousands of tables on a slow machine; what takes longer most likely never ends. */
const mostMs = 180_000;

/** The name of the prepared data, which the build has put beside the pages; empty where it made none. */
const dataName = process.env.NEXT_PUBLIC_SANDBOX_DATA ?? '';

const missing =
  'The sandbox could not be loaded: it comes with the page, and needs a connection the first time.';

/**
 * Proves a design in a Web Worker that is there for this alone; nothing leaves the browser.
 *
 * @throws NoProof when the sandbox cannot be loaded, breaks down or takes too long; the signal's reason when aborted
 */
export function proveDesign(
  design: Omit<ProofRequest, 'data'>,
  { signal, onProgress }: { readonly signal: AbortSignal; readonly onProgress: (progress: Progress) => void },
): Promise<ProvenScript> {
  if (dataName === '') return Promise.reject(new NoProof(missing));
  const worker = new Worker(new URL('./prove.worker.ts', import.meta.url), { type: 'module' });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const proving = new Promise<ProvenScript>((resolve, reject) => {
    timer = setTimeout(() => reject(new NoProof(tooSlow)), mostMs);
    signal.addEventListener('abort', () => reject(signal.reason));
    worker.onerror = () => reject(new NoProof(missing));
    worker.onmessage = ({ data }: MessageEvent<ProofMessage>) => {
      if (data.kind === 'progress') return onProgress(data.progress);
      if (data.kind === 'done') resolve(data.proven);
      else reject(new NoProof(data.isMissing ? missing : `The proof broke down: ${data.detail}`));
    };
    signal.throwIfAborted();
    worker.postMessage({ ...design, data: `/sandbox/${dataName}` } satisfies ProofRequest);
  });
  return proving.finally(() => {
    clearTimeout(timer);
    worker.terminate();
  });
}

const tooSlow = `Executing the script took longer than ${mostMs / 60_000} minutes and was given up.`;
