import { ok, type RecordedEvent } from '@enginehouse/contracts';
import { describe, expect, it } from 'vitest';
import { DeploymentTimeline } from './deployment-timeline.js';
import { findCreation } from './find-creation.js';

const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
const event = (position: number, streamId: string, type: string, data: unknown = {}, recordedAt = at(position)) =>
  ({ position, streamId, type, data, recordedAt, meta: { actor: 'user:ada', correlationId: 'c' } }) as RecordedEvent;

describe('the creation of a deployment', () => {
  const log = Array.from({ length: 100_000 }, (_, index) => event(index + 1, 'worker:w', 'WorkerReported'));
  log[41_999] = event(42_000, 'deployment:chat', 'DeploymentCreated');
  log[42_001] = event(42_002, 'deployment:chat', 'DeploymentCreated');
  let reads = 0;
  const readPage = async ({ after, limit }: { readonly after: number; readonly limit: number }) => {
    reads += 1;
    return ok({ events: log.slice(after, after + limit), head: log.length, logId: 'l', epochs: [] });
  };

  it('is found in a long log with few reads, and is the last one of that name', async () => {
    const deployment = { name: 'chat', createdAt: at(42_002), revision: 90_000 };
    expect(await findCreation(readPage, deployment)).toEqual({ ok: true, value: 42_002 });
    expect(reads).toBeLessThan(25);
  });

  it('is a stated problem when the log does not have it', async () => {
    const deployment = { name: 'other', createdAt: at(10), revision: 12 };
    expect(await findCreation(readPage, deployment)).toMatchObject({ ok: false, error: { code: 'internal' } });
  });
});

describe('the timeline of a deployment', () => {
  it('takes its own events and those of its instances, and ends when all is deleted', () => {
    const timeline = new DeploymentTimeline('chat');
    const taken = [
      event(1, 'deployment:chat', 'DeploymentCreated'),
      event(2, 'deployment:chat-2', 'DeploymentCreated'),
      event(3, 'instance:i-1', 'InstanceCreated', { deployment: 'chat', modelName: 'm' }),
      event(4, 'instance:i-2', 'InstanceCreated', { deployment: 'chat-2', modelName: 'm' }),
      event(5, 'instance:i-2', 'ImagePullStarted', { image: 'x' }),
      event(6, 'instance:i-1', 'ImagePullStarted', { image: 'x' }),
      event(7, 'deployment:chat', 'DeploymentDeleted'),
    ].map((each) => timeline.take(each)?.position);
    expect(taken).toEqual([1, undefined, 3, undefined, undefined, 6, 7]);
    expect(timeline.isOver).toBe(false);
    timeline.take(event(8, 'instance:i-1', 'InstanceDeleted', { reason: 'r' }));
    expect(timeline.isOver).toBe(true);
  });
});
