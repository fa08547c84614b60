import { PGlite } from '@electric-sql/pglite';
import { isSandboxExtension } from '../../core/prove/extensions';
import { prove } from '../../core/prove/prove';
import type { OpenSandbox } from '../../core/prove/sandbox';
import { sandboxOver } from '../../core/prove/sandbox';
import { MemoryState } from '../../core/schema/memory-state';
import { loadExtension } from './load-extension';
import type { ProofMessage, ProofRequest } from './messages';

/**
 * A Web Worker that proves one design and is ended then: PostgreSQL in WebAssembly, in memory only, with the
 * data directory of an empty database that the build has prepared.
 */

class SandboxMissing extends Error {}

function tell(message: ProofMessage): void {
  self.postMessage(message);
}

function openFrom(data: string): OpenSandbox {
  return async (extensions) => {
    try {
      const loaded = extensions
        .filter(isSandboxExtension)
        .map(async (name) => [name, await loadExtension(name)] as const);
      const [loadDataDir, ...found] = await Promise.all([fetchData(data), ...loaded]);
      return sandboxOver(await PGlite.create({ loadDataDir, extensions: Object.fromEntries(found) }));
    } catch (cause) {
      throw new SandboxMissing('The sandbox could not be loaded.', { cause });
    }
  };
}

async function fetchData(data: string): Promise<Blob> {
  const response = await fetch(data);
  if (!response.ok) throw new Error(`${data}: ${response.status}`);
  return response.blob();
}

self.onmessage = async ({ data: request }: MessageEvent<ProofRequest>) => {
  const state = MemoryState.from(request.records);
  try {
    const proven = await prove(openFrom(request.data), state, {
      written: request.written,
      mintId: () => crypto.randomUUID(),
      onProgress: (progress) => tell({ kind: 'progress', progress }),
    });
    tell({ kind: 'done', proven });
  } catch (error) {
    const isMissing = error instanceof SandboxMissing;
    tell({ kind: 'failed', detail: error instanceof Error ? error.message : String(error), isMissing });
  }
};
