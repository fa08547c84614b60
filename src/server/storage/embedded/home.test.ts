import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { prepareHome, readOrCreateSecret } from './home';
import { lockHome } from './home-lock';
import { processStart } from './process-identity';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'versionzero-test-home-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('home folder', () => {
  it('ENG-5: makes a secret once, readable to its owner only', () => {
    const home = join(folder, 'home');
    const secret = readOrCreateSecret(home, 'a-secret');
    expect(secret).toMatch(/^[\w-]{43}$/);
    expect(readOrCreateSecret(home, 'a-secret')).toBe(secret);
    expect(readOrCreateSecret(home, 'another')).not.toBe(secret);
    expect(statSync(join(home, 'a-secret')).mode & 0o777).toBe(0o600);
    expect(statSync(home).mode & 0o777).toBe(0o700);
    expect(readdirSync(home).sort()).toEqual(['a-secret', 'another']);
  });

  it('ENG-5: takes a secret that a full disk left empty for none', () => {
    writeFileSync(join(folder, 'a-secret'), '');
    expect(readOrCreateSecret(folder, 'a-secret')).toMatch(/^[\w-]{43}$/);
  });

  it('ENG-9: says why it cannot be written', () => {
    writeFileSync(join(folder, 'file'), '');
    expect(() => prepareHome(join(folder, 'file'))).toThrow(/cannot be written \(it is a file\)/);
    expect(() => prepareHome(join(folder, 'file/home'))).toThrow(
      /cannot be written \(it is a file, or lies in one\)/,
    );
  });
});

describe('lock of the home folder', () => {
  const lockFile = () => join(folder, 'server.lock');

  it('ENG-8: is held by a living process until it is released', () => {
    const living = { pid: process.ppid, start: processStart(process.ppid), address: 'http://127.0.0.1:3000' };
    writeFileSync(lockFile(), JSON.stringify(living));
    expect(() => lockHome(folder)).toThrow(/already runs at http:\/\/127\.0\.0\.1:3000/);
    expect(JSON.parse(readFileSync(lockFile(), 'utf8'))).toEqual(living);
  });

  it.each([
    ['of a process that is gone', JSON.stringify({ pid: 4_194_305, start: 'x' })],
    ['whose number another process has now', JSON.stringify({ pid: process.ppid, start: 'x' })],
    ['that was cut off in the middle', '{"pid":'],
  ])('ENG-8: takes over one %s', (_case, content) => {
    writeFileSync(lockFile(), content);
    const lock = lockHome(folder);
    lock.announce('http://127.0.0.1:1');
    expect(JSON.parse(readFileSync(lockFile(), 'utf8'))).toMatchObject({
      pid: process.pid,
      address: 'http://127.0.0.1:1',
    });
    lock.release();
    expect(readdirSync(folder)).toEqual([]);
  });
});
