import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConfig } from './config';

describe('readConfig', () => {
  it('ENG-1: needs nothing configured', () => {
    expect(readConfig({}, [])).toEqual({
      mode: 'production',
      host: '127.0.0.1',
      port: 3000,
      home: resolve('.versionzero'),
      database: { kind: 'embedded', home: resolve('.versionzero') },
      sessionSecret: undefined,
      publicOrigin: undefined,
      presenceTtlMs: 30_000,
      isApiOnly: false,
    });
  });

  it('ENG-1: takes DATABASE_URL, HOST, PORT and the rest', () => {
    const url = 'postgresql://me@db.example.com/schema';
    const environment = {
      NODE_ENV: 'development',
      HOST: '0.0.0.0',
      PORT: '8080',
      VERSIONZERO_HOME: '/srv/zero',
      DATABASE_URL: url,
      SESSION_SECRET: 's'.repeat(32),
      PUBLIC_ORIGIN: 'https://zero.example.com',
      PRESENCE_TTL_SECONDS: '5',
    } as const;
    expect(readConfig(environment, ['--api-only'])).toEqual({
      mode: 'development',
      host: '0.0.0.0',
      port: 8080,
      home: '/srv/zero',
      database: { kind: 'postgres', url },
      sessionSecret: 's'.repeat(32),
      publicOrigin: 'https://zero.example.com',
      presenceTtlMs: 5_000,
      isApiOnly: true,
    });
  });

  it('ENG-1: takes an empty variable for one that is not set', () => {
    expect(readConfig({ DATABASE_URL: '', PORT: '' }, [])).toMatchObject({
      port: 3000,
      database: { kind: 'embedded' },
    });
  });

  it('ENG-2: names everything that is wrong in one sentence, without its value', () => {
    const read = () => readConfig({ PORT: '70000', DATABASE_URL: 'mysql://u:secret@h/d' }, []);
    expect(read).toThrow(/^The configuration is wrong: PORT has .*65535; DATABASE_URL has .*postgres:\/\//);
    expect(read).not.toThrow(/secret/);
    expect(() => readConfig({}, ['--aip-only'])).toThrow(/--aip-only.*--api-only/);
  });
});
