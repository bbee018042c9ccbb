import { describe, expect, it } from 'vitest';
import { emptyPull, foldPull, progressOf, type PullMessage } from './pull-progress.js';

const layer = (id: string, status: string, current?: number, total?: number): PullMessage => ({
  id,
  status,
  progressDetail: current === undefined ? {} : { current, total },
});

const percents = (messages: readonly PullMessage[]) => {
  let state = emptyPull;
  return messages.map((message) => (state = foldPull(state, message)).percent);
};
const after = (messages: readonly PullMessage[]) => progressOf(messages.reduce(foldPull, emptyPull));

describe('the progress of a pull', () => {
  it('goes from 0 to 100, downloading first and unpacking last', () => {
    expect(
      percents([
        { status: 'Pulling from x', id: '1.0' },
        layer('a', 'Pulling fs layer'),
        layer('a', 'Downloading', 0, 1000),
        layer('a', 'Downloading', 500, 1000),
        layer('a', 'Verifying Checksum'),
        layer('a', 'Download complete'),
        layer('a', 'Extracting', 500, 1000),
        layer('a', 'Pull complete'),
        { status: `Digest: sha256:${'a'.repeat(64)}` },
        { status: 'Status: Downloaded newer image for x:1.0' },
      ]),
    ).toEqual([0, 0, 0, 35, 70, 70, 85, 99, 99, 100]);
  });

  it('weighs layers by their size', () => {
    const messages = [
      layer('big', 'Downloading', 0, 900),
      layer('small', 'Downloading', 0, 100),
      layer('small', 'Pull complete'),
    ];
    expect(after(messages).percent).toBe(10);
    expect(after([...messages, layer('big', 'Downloading', 450, 900)]).percent).toBe(41);
  });

  it('never falls when another layer turns up', () => {
    const seen = percents([
      layer('a', 'Downloading', 1000, 1000),
      layer('a', 'Pull complete'),
      layer('b', 'Pulling fs layer'),
      layer('b', 'Downloading', 1, 9000),
    ]);
    expect(seen).toEqual([...seen].sort((one, other) => one - other));
  });

  it('counts a layer that waits like the others', () => {
    const messages = [
      layer('a', 'Pulling fs layer'),
      layer('b', 'Pulling fs layer'),
      layer('a', 'Downloading', 100, 100),
    ];
    expect(after(messages).percent).toBe(35);
  });

  it('is not over because the first layers were there already', () => {
    const there = [layer('a', 'Already exists'), layer('b', 'Already exists')];
    expect(after(there).percent).toBe(0);
    expect(after([...there, layer('c', 'Pulling fs layer'), layer('c', 'Downloading', 50, 100)]).percent).toBe(35);
    expect(after([...there, { status: 'Status: Image is up to date for x:1' }])).toEqual({
      percent: 100,
      downloadedBytes: 0,
      totalBytes: 0,
      layers: { done: 2, total: 2 },
    });
  });

  it('adds up bytes and layers', () => {
    const progress = after([
      layer('a', 'Downloading', 30, 100),
      layer('b', 'Downloading', 5, 50),
      layer('b', 'Pull complete'),
    ]);
    expect(progress).toMatchObject({ downloadedBytes: 80, totalBytes: 150, layers: { done: 1, total: 2 } });
  });

  it('takes no notice of the seconds that the containerd store counts while unpacking', () => {
    const message = { id: 'a', status: 'Extracting', progressDetail: { current: 90, total: 100, units: 's' } };
    expect(after([layer('a', 'Downloading', 100, 100), layer('a', 'Download complete'), message]).percent).toBe(70);
  });

  it('keeps the digest', () => {
    const digest = `sha256:${'a'.repeat(64)}`;
    expect(foldPull(emptyPull, { status: `Digest: ${digest}` }).digest).toBe(digest);
  });

  it('survives words it does not know', () => {
    expect(percents([layer('a', 'constructor'), layer('a', 'Retrying in 5 seconds'), {}])).toEqual([0, 0, 0]);
  });
});
