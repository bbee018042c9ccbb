import { describe, expect, it } from 'vitest';
import { resumption } from './resumption.js';

const log = { logId: 'a', head: 100, epochs: [{ epoch: 1, afterPosition: 0 }] };

describe('a reader of a log', () => {
  it('goes on where it is', () => {
    expect(resumption({ position: 40, logId: 'a', epoch: 1 }, log)).toBe(40);
    expect(resumption({ position: 100, logId: 'a', epoch: 1 }, log)).toBe(100);
  });

  it('goes back to what a restored log still has of what it read', () => {
    const restored = {
      ...log,
      epochs: [...log.epochs, { epoch: 2, afterPosition: 60 }, { epoch: 3, afterPosition: 80 }],
    };
    expect(resumption({ position: 90, logId: 'a', epoch: 1 }, restored)).toBe(60);
    expect(resumption({ position: 90, logId: 'a', epoch: 2 }, restored)).toBe(80);
    expect(resumption({ position: 90, logId: 'a', epoch: 3 }, restored)).toBe(90);
    expect(resumption({ position: 50, logId: 'a', epoch: 1 }, restored)).toBe(50);
  });

  it('never stands behind the end of the log', () => {
    expect(resumption({ position: 120, logId: 'a', epoch: 1 }, log)).toBe(100);
  });

  it('begins another log at its beginning', () => {
    expect(resumption({ position: 40, logId: 'b', epoch: 1 }, log)).toBe(0);
  });
});
