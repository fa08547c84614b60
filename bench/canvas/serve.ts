/** Bundles the bench page and serves it, with the interface's fonts, on a free loopback port. */
import { readFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { build } from 'esbuild';

const root = process.cwd();
const fonts = {
  '/inter.woff2': '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2',
  '/mono.woff2': '@fontsource-variable/jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2',
};

const html = `<!doctype html><meta charset="utf-8"><title>Canvas bench</title><style>
@font-face { font-family: "Inter Variable"; src: url(/inter.woff2) format("woff2"); font-weight: 100 900 }
@font-face { font-family: "JetBrains Mono Variable"; src: url(/mono.woff2) format("woff2"); font-weight: 100 800 }
html, body { margin: 0; height: 100%; overflow: hidden; position: relative }
canvas { display: block; width: 100%; height: 100%; outline: none }
</style><canvas tabindex="0"></canvas><script type="module" src="/page.js"></script>`;

async function bundle(entry: string): Promise<string> {
  const result = await build({
    entryPoints: [join(root, entry)],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2023',
    // The path that `layoutTables` resolves against: esbuild leaves import.meta.url as it is.
    absWorkingDir: root,
  });
  return result.outputFiles[0]?.text ?? '';
}

export type BenchServer = { readonly address: string; readonly server: Server };

export async function serveBench(): Promise<BenchServer> {
  const page = await bundle('bench/canvas/page.ts');
  const worker = await readFile(join(root, 'node_modules/elkjs/lib/elk-worker.min.js'));
  const files = new Map<string, { readonly type: string; readonly body: string | Buffer }>([
    ['/', { type: 'text/html', body: html }],
    ['/page.js', { type: 'text/javascript', body: page }],
    ['/elk.worker.ts', { type: 'text/javascript', body: worker }],
  ]);
  for (const [path, file] of Object.entries(fonts)) {
    files.set(path, { type: 'font/woff2', body: await readFile(join(root, 'node_modules', file)) });
  }
  const server = createServer((request, response) => {
    const file = files.get(request.url ?? '');
    response
      .writeHead(file ? 200 : 404, { 'content-type': file?.type ?? 'text/plain' })
      .end(file?.body ?? '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { address: `http://127.0.0.1:${port}/`, server };
}
