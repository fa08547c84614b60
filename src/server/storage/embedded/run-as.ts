import type { SpawnOptions } from 'node:child_process';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { StartError } from '../storage-error';

/**
 * As whom PostgreSQL runs. It refuses to run as root, where most containers put us; another user cannot
 * reach root's home or a folder of mode 0700, so a user namespace, in which root's files belong to an
 * ordinary user, is the first choice, and a system user the second. (Dropping capabilities does not help:
 * PostgreSQL looks at the user id.)
 */
export type RunAs =
  | { readonly kind: 'self' }
  | { readonly kind: 'user-namespace'; readonly uid: number }
  | { readonly kind: 'system-user'; readonly name: string; readonly uid: number; readonly gid: number };

/** How to start one program of PostgreSQL. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly options: Pick<SpawnOptions, 'uid' | 'gid' | 'env'>;
}

/** Decides as whom to run on this machine. @throws StartError for root on a machine with no other user at all. */
export function chooseRunAs(): RunAs {
  if (process.getuid?.() !== 0) {
    return { kind: 'self' };
  }
  const user = ordinaryUser(readFileSync('/etc/passwd', 'utf8'));
  if (user === undefined) {
    throw new StartError(
      'PostgreSQL does not run as root and this machine has no other user: add one (useradd postgres), or set DATABASE_URL.',
    );
  }
  const probe = spawnSync('unshare', ['--user', `--map-user=${user.uid}`, '--', 'true'], { stdio: 'ignore' });
  return probe.status === 0 ? { kind: 'user-namespace', uid: user.uid } : { kind: 'system-user', ...user };
}

/** The program and its arguments, wrapped so that it runs as chosen; `exec`s, so the process id stays its own. */
export function commandAs(runAs: RunAs, file: string, args: readonly string[]): Command {
  switch (runAs.kind) {
    case 'self':
      return { file, args, options: { env: environment() } };
    case 'user-namespace':
      return {
        file: 'unshare',
        args: ['--user', `--map-user=${runAs.uid}`, '--', file, ...args],
        options: { env: environment() },
      };
    case 'system-user':
      return { file, args, options: { env: environment(), uid: runAs.uid, gid: runAs.gid } };
  }
}

/** initdb looks its user up by number, so only one that passwd(5) lists will do; `postgres` is the customary one. */
export function ordinaryUser(passwd: string): { name: string; uid: number; gid: number } | undefined {
  const users = passwd.split('\n').flatMap((line) => {
    const [name = '', , uid, gid] = line.split(':');
    return name === '' || Number(uid) <= 0 ? [] : [{ name, uid: Number(uid), gid: Number(gid) }];
  });
  return (
    users.find((user) => user.name === 'postgres') ?? users.find((user) => user.name === 'nobody') ?? users[0]
  );
}

/** PostgreSQL reads PGDATA, PGPORT and the like; messages stay in English so that we can recognise them. */
function environment(): NodeJS.ProcessEnv {
  const { PATH, HOME, SystemRoot, TEMP } = process.env;
  return { PATH, HOME, SystemRoot, TEMP, LC_ALL: 'C', NODE_ENV: process.env.NODE_ENV } as NodeJS.ProcessEnv;
}
