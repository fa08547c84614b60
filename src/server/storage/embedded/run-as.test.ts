import { describe, expect, it } from 'vitest';
import { commandAs, ordinaryUser } from './run-as';

describe('run-as', () => {
  it('ENG-11: prefers the customary users, and never root', () => {
    const root = 'root:x:0:0:root:/root:/bin/sh\n';
    const daemon = 'daemon:x:1:2:daemon:/:/bin/false\n';
    const nobody = 'nobody:x:65534:65534::/:/bin/false\n';
    const postgres = 'postgres:x:101:102::/var/lib/postgresql:/bin/bash\n';
    expect(ordinaryUser(root)).toBeUndefined();
    expect(ordinaryUser(root + daemon)).toEqual({ name: 'daemon', uid: 1, gid: 2 });
    expect(ordinaryUser(root + daemon + nobody)).toMatchObject({ name: 'nobody' });
    expect(ordinaryUser(root + daemon + nobody + postgres)).toEqual({ name: 'postgres', uid: 101, gid: 102 });
  });

  it('ENG-11: starts the program itself, in a user namespace, or as another user', () => {
    expect(commandAs({ kind: 'self' }, 'postgres', ['-D', 'x'])).toMatchObject({
      file: 'postgres',
      args: ['-D', 'x'],
    });
    expect(commandAs({ kind: 'user-namespace', uid: 7 }, 'postgres', ['-D', 'x'])).toMatchObject({
      file: 'unshare',
      args: ['--user', '--map-user=7', '--', 'postgres', '-D', 'x'],
    });
    expect(commandAs({ kind: 'system-user', name: 'p', uid: 7, gid: 8 }, 'postgres', [])).toMatchObject({
      file: 'postgres',
      options: { uid: 7, gid: 8 },
    });
  });

  it('passes on no PG* variables, which PostgreSQL would obey', () => {
    const { env } = commandAs({ kind: 'self' }, 'postgres', []).options;
    expect(Object.keys(env ?? {}).filter((name) => name.startsWith('PG'))).toEqual([]);
    expect(env).toMatchObject({ LC_ALL: 'C' });
  });
});
