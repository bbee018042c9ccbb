import type { LogChunk } from '@enginehouse/contracts';
import { InMemoryContainerEngine } from '@enginehouse/container-engine';
import { createLogger } from '@enginehouse/service-kit';
import { beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../adapters/host/system-clock.js';
import { InMemoryLogArchive } from '../../adapters/in-memory/in-memory-stores.js';
import { LogStreamer } from './log-streamer.js';

let engine: InMemoryContainerEngine;
let archive: InMemoryLogArchive;
let sent: { readonly replyTo: string; readonly chunk: LogChunk }[];
let containerId: string | null;
let streamer: LogStreamer;

beforeEach(async () => {
  engine = new InMemoryContainerEngine();
  engine.addImage({ reference: 'engine:1', programs: { serve: {} } });
  const spec = {
    name: 'chat-1',
    image: 'engine:1',
    entrypoint: null,
    argv: ['serve'],
    env: {},
    labels: {},
    mounts: [],
    publish: null,
    profile: 'baseline',
    resources: { shmMib: 64, pidsLimit: 10 },
    devices: [],
  } as const;
  const created = await engine.create(spec);
  containerId = created.ok ? created.value.id : null;
  await engine.start(containerId ?? '');
  archive = new InMemoryLogArchive();
  sent = [];
  streamer = new LogStreamer({
    leaseMs: 200,
    engine,
    archive,
    clock: systemClock,
    logger: createLogger({ service: 'runtime', level: 'silent' }),
    send: (replyTo, chunk) => sent.push({ replyTo, chunk }),
    find: (instance) =>
      instance === 'chat-1' ? { containerId, clean: (line) => line.replaceAll('hunter2', '[secret]') } : null,
  });
});

const ask = (more: Partial<Parameters<LogStreamer['start']>[0]> = {}) =>
  streamer.start({ instance: 'chat-1', tail: 100, follow: false, replyTo: 'logs.w1.1', ...more });
const lines = () => sent.flatMap(({ chunk }) => chunk.lines.map(({ line }) => line));
async function ended(): Promise<void> {
  await expect.poll(() => sent.at(-1)?.chunk.end).toBe(true);
}

describe('log lines', () => {
  it('come from the running container, the last so many, without its secrets', async () => {
    for (const line of ['one', 'two', 'password hunter2']) {
      engine.writeLog(containerId ?? '', line);
    }
    expect(await ask({ tail: 2 })).toEqual({ ok: true, value: { started: true, source: 'container' } });
    await ended();
    expect(lines()).toEqual(['two', 'password [secret]']);
  });

  it('are followed until the container ends', async () => {
    await ask({ follow: true });
    engine.writeLog(containerId ?? '', 'live');
    await expect.poll(lines).toEqual(['live']);
    expect(sent.some(({ chunk }) => chunk.end)).toBe(false);
    engine.exit(containerId ?? '', { exitCode: 0 });
    await ended();
  });

  it('stop when the reader says that it has left', async () => {
    await ask({ follow: true });
    streamer.stop('logs.w1.1');
    await expect.poll(() => streamer.renew('logs.w1.1')).toBe(false);
    engine.writeLog(containerId ?? '', 'to nobody');
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(lines()).toEqual([]);
  });

  it('stop soon after a reader that vanished, and go on for one that renews', async () => {
    await ask({ follow: true });
    await ask({ follow: true, replyTo: 'logs.w1.2' });
    for (let round = 0; round < 8; round += 1) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(streamer.renew('logs.w1.2')).toBe(true);
    }
    engine.writeLog(containerId ?? '', 'live');
    await expect.poll(lines).toEqual(['live']);
    expect(sent.map(({ replyTo }) => replyTo)).toEqual(['logs.w1.2']);
    expect(streamer.renew('logs.w1.1')).toBe(false);
  });

  it('are counted, so that the reader sees when some are lost', async () => {
    engine.writeLog(containerId ?? '', 'one');
    await ask();
    await ended();
    expect(sent.map(({ chunk }) => chunk.sequence)).toEqual([1, 2]);
  });

  it('come from a time on', async () => {
    engine.writeLog(containerId ?? '', 'before');
    await new Promise((resolve) => setTimeout(resolve, 5));
    const since = new Date().toISOString();
    engine.writeLog(containerId ?? '', 'after');
    await ask({ tail: undefined, since });
    await ended();
    expect(lines()).toEqual(['after']);
  });

  it('come from a time on of the last container too', async () => {
    containerId = null;
    await archive.save('chat-1', [
      { stream: 'stderr', at: '2026-01-02T12:00:00.100000000Z', line: 'before' },
      { stream: 'stderr', at: '2026-01-02T12:00:00.200000001Z', line: 'after' },
    ]);
    await ask({ tail: undefined, since: '2026-01-02T12:00:00.2Z' });
    await ended();
    expect(lines()).toEqual(['after']);
  });

  it('come from the last container when there is none now', async () => {
    containerId = null;
    await archive.save('chat-1', [
      { stream: 'stderr', line: 'first' },
      { stream: 'stderr', line: 'last words' },
    ]);
    expect(await ask({ tail: 1 })).toMatchObject({ value: { source: 'last-exited' } });
    await ended();
    expect(lines()).toEqual(['last words']);
  });

  it('are sent in pieces that fit the bus', async () => {
    containerId = null;
    await archive.save(
      'chat-1',
      Array.from({ length: 1000 }, () => ({ stream: 'stdout', line: 'x'.repeat(50_000) })),
    );
    await ask({ tail: 1000 });
    await ended();
    expect(Math.max(...sent.map(({ chunk }) => JSON.stringify(chunk).length))).toBeLessThan(250_000);
    expect(lines()).toHaveLength(1000);
  });

  it('of an unknown instance are refused', async () => {
    expect(await ask({ instance: 'other' })).toMatchObject({ error: { code: 'instance-not-found' } });
  });

  it.each(['scheduler.command.DeleteDeployment', 'logs.>', '_INBOX.*.x', 'logs', ''])(
    'are not published to %j',
    async (replyTo) => {
      expect(await ask({ replyTo })).toMatchObject({ error: { code: 'invalid-input' } });
      expect(sent).toEqual([]);
    },
  );

  it('are refused while the engine does not answer', async () => {
    engine.goDown();
    expect(await ask()).toMatchObject({ error: { code: 'logs-unavailable' } });
  });
});
