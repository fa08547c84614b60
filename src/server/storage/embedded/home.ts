import { randomBytes } from 'node:crypto';
import { accessSync, constants, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StartError } from '../storage-error';

/**
 * Makes the home folder, for our eyes only, unless it is there.
 *
 * @throws StartError when it cannot be written
 */
export function prepareHome(home: string): void {
  try {
    mkdirSync(home, { recursive: true, mode: 0o700 });
    accessSync(home, constants.R_OK | constants.W_OK | constants.X_OK);
    // Only trying tells: a file in its place, a read-only or full disk.
    const probe = join(home, `probe.${process.pid}`);
    writeFileSync(probe, '');
    rmSync(probe);
  } catch (cause) {
    throw new StartError(
      `The folder ${home} cannot be written (${whyNot(cause)}): set VERSIONZERO_HOME to one that can.`,
      { cause },
    );
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'no permission',
  EPERM: 'no permission',
  EEXIST: 'it is a file',
  ENOTDIR: 'it is a file, or lies in one',
  EROFS: 'read-only disk',
  ENOSPC: 'disk full',
};

function whyNot(error: unknown): string {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return REASONS[code] ?? message;
}

/**
 * Reads a secret of this installation, making it (256 random bits, base64url) the first time; two processes
 * that do so at once get the same one.
 *
 * @param name of the file in `home`, which only its owner may read
 */
export function readOrCreateSecret(home: string, name: string): string {
  const path = join(home, name);
  const existing = readSecret(path);
  if (existing !== undefined) {
    return existing;
  }
  prepareHome(home);
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, randomBytes(32).toString('base64url'), { mode: 0o600, flush: true });
  try {
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
      throw error;
    }
  } finally {
    rmSync(draft, { force: true });
  }
  return readFileSync(path, 'utf8');
}

/** Undefined when there is none. An empty file (the disk was full) counts as none and is removed. */
export function readSecret(path: string): string | undefined {
  try {
    const secret = readFileSync(path, 'utf8').trim();
    if (secret !== '') {
      return secret;
    }
    rmSync(path);
    return undefined;
  } catch {
    return undefined;
  }
}
