import { describe, expect, it } from 'vitest';
import { arrangedEvents, causationChain, logged, type LoggedEvent } from './logged-event.js';

const event = (id: string, more: Partial<LoggedEvent> & { readonly causationId?: string } = {}): LoggedEvent => {
  const { causationId, ...rest } = more;
  return {
    id,
    type: 'VersionAdded',
    schemaVersion: 1,
    data: {},
    meta: { actor: 'user:ann', correlationId: 'c1', ...(causationId ? { causationId } : {}) },
    position: Number(id),
    streamId: 'backend:x',
    version: 1,
    recordedAt: `2026-01-01T00:00:0${id}Z`,
    log: 'catalog',
    ...rest,
  };
};

describe('the list of events', () => {
  it('knows the log of each from its stream', () => {
    expect(logged(event('1', { streamId: 'backend:x' })).log).toBe('catalog');
    expect(logged(event('1', { streamId: 'instance:x-1' })).log).toBe('scheduling');
    expect(logged(event('1', { streamId: 'entry:s/x' })).log).toBe('marketplace');
  });

  it('shows the newest first, and each once', () => {
    const events = [event('1'), event('3'), event('2'), event('3')];
    expect(arrangedEvents(events, {}).map(({ id }) => id)).toEqual(['3', '2', '1']);
  });

  it('keeps the events of a log, and those in which the searched text occurs', () => {
    const events = [event('1', { log: 'scheduling', type: 'WorkerJoined' }), event('2')];
    expect(arrangedEvents(events, { log: 'catalog' }).map(({ id }) => id)).toEqual(['2']);
    expect(arrangedEvents(events, { search: 'workerj' }).map(({ id }) => id)).toEqual(['1']);
    expect(arrangedEvents(events, { search: 'ANN' })).toHaveLength(2);
  });
});

describe('the chain of an event', () => {
  it('has the events of the same request, each deeper than its cause', () => {
    const other = event('9', { meta: { actor: 'a', correlationId: 'c2' } });
    const events = [event('3', { causationId: '2' }), event('1'), event('2', { causationId: '1' }), other];
    expect(causationChain(event('1'), events).map(({ event: { id }, depth }) => [id, depth])).toEqual([
      ['1', 0],
      ['2', 1],
      ['3', 2],
    ]);
  });

  it('ends where events name each other in a circle', () => {
    const events = [event('1', { causationId: '2' }), event('2', { causationId: '1' })];
    expect(causationChain(event('1'), events).map(({ depth }) => depth)).toEqual([1, 1]);
  });
});
