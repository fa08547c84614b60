import { describe, expect, it } from 'vitest';
import { initialsOf, inkOn } from './avatar';

describe('avatars', () => {
  it('UI-80: show the initials of two words, whole characters', () => {
    expect(initialsOf('Amber Heron')).toBe('AH');
    expect(initialsOf('  ada  ')).toBe('A');
    expect(initialsOf('🦊 Fox Trot')).toBe('🦊F');
    expect(initialsOf('')).toBe('?');
  });

  it('UI-81: write on the colour in whichever ink reads better', () => {
    expect(inkOn('#ffffff')).toBe('#0e0f13');
    expect(inkOn('#000000')).toBe('#ffffff');
    expect(inkOn('#e3a008')).toBe('#0e0f13');
  });
});
