import { describe, expect, it } from 'vitest';
import { updateWindowOf } from './update-window.js';

describe('a window', () => {
  it.each([
    [
      'sat,sun 22:00-04:00 Europe/Berlin',
      { days: ['sat', 'sun'], from: '22:00', to: '04:00', timeZone: 'Europe/Berlin' },
    ],
    ['mon-wed 1:00-05:00', { days: ['mon', 'tue', 'wed'], from: '01:00', to: '05:00', timeZone: 'UTC' }],
    ['Sat-Mon,sat 00:00-23:59', { days: ['sat', 'sun', 'mon'], from: '00:00', to: '23:59', timeZone: 'UTC' }],
    [
      'daily 03:00-04:00',
      { days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], from: '03:00', to: '04:00', timeZone: 'UTC' },
    ],
  ])('%s is read', (text, window) => {
    expect(updateWindowOf(text)).toEqual(window);
  });

  it.each(['', 'sat', '22:00-04:00', 'someday 22:00-04:00', 'sat-xyz 22:00-04:00', 'sat 25:00-04:00', 'sat 22:00'])(
    '%j is none',
    (text) => {
      expect(() => updateWindowOf(text)).toThrow('It must be like');
    },
  );

  it('is in a time zone that there is', () => {
    expect(() => updateWindowOf('sat 22:00-04:00 Europe/Atlantis')).toThrow('no time zone has this name');
  });
});
