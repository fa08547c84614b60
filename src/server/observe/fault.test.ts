import { describe, expect, it } from 'vitest';
import { describeFault } from './fault';

describe('a fault', () => {
  it('OBS-7: is written down with its kind and place and those of its cause, without what they say', () => {
    const cause = Object.assign(new RangeError('key (email)=(secret@example.com)'), { code: '23505' });
    const fault = describeFault(new TypeError('secret', { cause }));
    expect(fault).toEqual({
      error: 'TypeError',
      stack: expect.stringMatching(/^\s+at .*fault\.test/),
      cause: 'RangeError 23505',
    });
    expect(describeFault(cause)).toMatchObject({ error: 'RangeError', code: '23505' });
    expect(describeFault('secret')).toEqual({ error: 'string', stack: '' });
  });

  it('OBS-7: leaves out a message that looks like a place, or that was changed', () => {
    const disguised = new Error('one\n    at a secret (file:1:2)\n    at another');
    expect(describeFault(disguised).stack).not.toMatch(/secret|another/);
    const changed = new Error('one\n    at a secret (file:1:2)');
    // Some write it down only when it is asked for.
    expect(changed.stack).toContain('one');
    changed.message = 'two';
    expect(describeFault(changed)).toEqual({ error: 'Error', stack: '' });
  });
});
