import { Worker } from 'node:worker_threads';

/**
 * Ends this process as soon as it holds more than `mostMb`. The sandbox's memory is WebAssembly's and that of
 * its files, which no limit of V8's counts; and while it executes a statement nothing else runs on its thread,
 * so that another one has to look.
 */
export function watchMemory(mostMb: number): void {
  const watching = `
    const most = ${mostMb} * 1048576;
    setInterval(() => {
      // The lane takes an end by this signal for want of memory.
      if (process.memoryUsage.rss() > most) process.kill(process.pid, 'SIGKILL');
    }, 100);`;
  new Worker(watching, { eval: true }).unref();
}
