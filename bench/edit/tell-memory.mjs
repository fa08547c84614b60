/**
 * Loaded into a server under measurement (`node --expose-gc --import`): answers every message of its parent
 * with the bytes that are in use after garbage was collected, in the heap and outside.
 */
process.on('message', () => {
  globalThis.gc();
  globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  process.send(heapUsed + external);
});
// The server decides when its process ends.
process.channel.unref();
