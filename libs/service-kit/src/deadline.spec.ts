import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { withDeadline } from './deadline.js';

setFlagsFromString('--expose-gc');
const clearMemory = runInNewContext('gc') as () => void;
const never = (): Promise<never> => new Promise(() => undefined);

describe('work with a deadline', () => {
  it('gives its outcome where it is done in time', async () => {
    await expect(withDeadline({ afterMs: 5000 }, () => Promise.resolve('done'))).resolves.toBe('done');
    const failing = withDeadline({ afterMs: 5000 }, () => Promise.reject(new Error('broken')));
    await expect(failing).rejects.toThrow('broken');
  });

  it('ends when time is up, also when memory is cleared up meanwhile and the work does not listen', async () => {
    const clearing = setInterval(clearMemory, 10);
    try {
      await expect(withDeadline({ afterMs: 100 }, never)).rejects.toMatchObject({ name: 'TimeoutError' });
    } finally {
      clearInterval(clearing);
    }
  });

  it('ends with the signal it was given, and tells the work', async () => {
    const outer = new AbortController();
    let inner: AbortSignal | undefined;
    const ended = withDeadline({ afterMs: 5000, signal: outer.signal }, (signal) => {
      inner = signal;
      return never();
    });
    outer.abort(new Error('stopping'));
    await expect(ended).rejects.toThrow('stopping');
    expect(inner?.aborted).toBe(true);
  });

  it('ends at once where the signal was aborted before', async () => {
    const signal = AbortSignal.abort(new Error('too late'));
    await expect(withDeadline({ afterMs: 5000, signal }, never)).rejects.toThrow('too late');
  });
});
