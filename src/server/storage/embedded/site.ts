import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chownSync, cpSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { StartError } from '../storage-error';
import type { Binaries } from './binaries';
import { POSTGRESQL_MAJOR } from './binaries';
import type { RunAs } from './run-as';
import { chooseRunAs } from './run-as';

type SystemUser = RunAs & { readonly kind: 'system-user' };

/** Where the database of a home folder lies and as whom it runs. */
export interface Site {
  readonly binaries: Binaries;
  readonly runAs: RunAs;
  readonly dataDirectory: string;
}

/** Traversable by everybody, which root's home and folders of mode 0700 are not. */
const SHARED_FOLDER = '/var/lib/versionzero';

/**
 * Decides where the data directory goes: into the home folder, except for root where user namespaces are
 * refused and the home cannot be reached by another user.
 *
 * @param runAs what `chooseRunAs` found; a data directory that is there already keeps its owner
 * @param report takes one line when data or programs go elsewhere
 */
export function chooseSite(
  home: string,
  binaries: Binaries,
  report: (line: string) => void,
  runAs: RunAs = chooseRunAs(),
): Site {
  const dataDirectory = join(home, 'postgresql');
  const owner = ownerOf(dataDirectory);
  if (runAs.kind !== 'self' && owner !== undefined && owner.uid !== 0) {
    return { binaries, dataDirectory, runAs: { kind: 'system-user', name: String(owner.uid), ...owner } };
  }
  if (runAs.kind !== 'system-user') {
    return { binaries, dataDirectory, runAs };
  }
  const place = canReach(runAs, home) ? home : sharedPlace(home);
  if (owner !== undefined) {
    handOver(runAs, dataDirectory, place === home);
  }
  const reachable = canReach(runAs, binaries.postgres) ? binaries : copyBinaries(binaries);
  giveTo(runAs, place);
  if (place !== home || reachable !== binaries) {
    report(
      `PostgreSQL runs as the user ${runAs.name}, who cannot reach this folder; its files are in ${SHARED_FOLDER}.`,
    );
  }
  return { binaries: reachable, dataDirectory: join(place, 'postgresql'), runAs };
}

function ownerOf(path: string): { uid: number; gid: number } | undefined {
  if (!existsSync(path)) {
    return undefined;
  }
  const { uid, gid } = statSync(path);
  return { uid, gid };
}

/** Asked of the system as that user: permissions, ACLs and mounts all have a say. */
function canReach({ uid, gid }: SystemUser, path: string): boolean {
  return spawnSync('/bin/ls', ['-d', path], { uid, gid, stdio: 'ignore', cwd: '/' }).status === 0;
}

/** One per home folder, found again by its path. */
function sharedPlace(home: string): string {
  const name = createHash('sha256').update(home).digest('hex').slice(0, 16);
  const place = join(SHARED_FOLDER, name);
  mkdirSync(place, { recursive: true, mode: 0o755 });
  return place;
}

function copyBinaries(binaries: Binaries): Binaries {
  const root = join(SHARED_FOLDER, `programs-${POSTGRESQL_MAJOR}`);
  if (!existsSync(root)) {
    const draft = `${root}.${process.pid}`;
    mkdirSync(SHARED_FOLDER, { recursive: true, mode: 0o755 });
    cpSync(binaries.root, draft, { recursive: true, verbatimSymlinks: true });
    renameSync(draft, root);
    rmSync(draft, { recursive: true, force: true });
  }
  return { root, initdb: join(root, 'bin', 'initdb'), postgres: join(root, 'bin', 'postgres') };
}

/**
 * A data directory that root made while user namespaces were allowed. Beginning an empty one elsewhere would
 * look as if everything were lost.
 */
function handOver(user: SystemUser, dataDirectory: string, isReachable: boolean): void {
  if (!isReachable) {
    throw new StartError(
      `The database in ${dataDirectory} was made as root, which this machine no longer allows, and the user ${user.name} cannot reach it: move its folder where all users can, or allow user namespaces.`,
    );
  }
  spawnSync('chown', ['-R', `${user.uid}:${user.gid}`, dataDirectory]);
}

/** The folder in which the data directory is made and renamed has to be writable for the user. */
function giveTo(user: SystemUser, folder: string): void {
  chownSync(folder, user.uid, user.gid);
}
