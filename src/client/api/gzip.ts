/** The text in UTF-8, compressed. `CompressionStream` is in all browsers since 2023 and in Node since 18. */
export async function gzip(text: string): Promise<Blob> {
  const compressed = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Response(compressed).blob();
}
