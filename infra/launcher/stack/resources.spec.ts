import { describe, expect, it } from 'vitest';
import { Resources } from './resources.mjs';

const noted = (log: string[], name: string) => async () => void log.push(name);

describe('Resources', () => {
  it('are ended in reverse order, once', async () => {
    const log: string[] = [];
    const resources = new Resources();
    await resources.add(noted(log, 'first'));
    await resources.add(noted(log, 'second'));
    await Promise.all([resources.release(), resources.release()]);
    expect(log).toEqual(['second', 'first']);
  });

  it('are all ended when one of them cannot end, and the failure is told', async () => {
    const log: string[] = [];
    const resources = new Resources();
    await resources.add(noted(log, 'first'));
    await resources.add(() => Promise.reject(new Error('stuck')));
    await expect(resources.release()).rejects.toThrow('stuck');
    expect(log).toEqual(['first']);
  });

  it('are ended at once when they come after the end', async () => {
    const log: string[] = [];
    const resources = new Resources();
    await resources.release();
    await resources.add(noted(log, 'late'));
    expect(log).toEqual(['late']);
  });
});
