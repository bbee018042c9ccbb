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
