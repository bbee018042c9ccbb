import { describe, expect, it } from 'vitest';
import type { StreamListener } from './event-stream.js';
import { LiveHub, type FromHub, type Tab } from './hub.js';

function hubWithTabs(count: number) {
  const opened: { readonly listener: StreamListener; isOpen: boolean }[] = [];
  const hub = new LiveHub((listener) => {
    const stream = { listener, isOpen: true };
    opened.push(stream);
    return () => void (stream.isOpen = false);
  });
  const tabs = Array.from({ length: count }, () => {
    const told: FromHub[] = [];
    const tab: Tab = { tell: (message) => void told.push(message) };
    return { tab, told };
  });
  return { hub, opened, tabs };
}

const event = { name: 'message', data: '{}' };

describe('the hub of the tabs', () => {
  it('opens one stream for all of them, and closes it behind the last one', () => {
    const { hub, opened, tabs } = hubWithTabs(3);
    tabs.forEach(({ tab }) => hub.join(tab, 'ada'));
    opened[0]?.listener.event(event);
    expect(tabs.map(({ told }) => told.filter(({ kind }) => kind === 'event').length)).toEqual([1, 1, 1]);
    expect(opened).toHaveLength(1);
    tabs.slice(1).forEach(({ tab }) => hub.leave(tab));
    expect(opened[0]?.isOpen).toBe(true);
    tabs.slice(0, 1).forEach(({ tab }) => hub.leave(tab));
    expect(opened[0]?.isOpen).toBe(false);
  });

  it('tells a tab that comes later how things stand', () => {
    const { hub, opened, tabs } = hubWithTabs(2);
    const [first, second] = tabs;
    if (first) hub.join(first.tab, 'ada');
    opened[0]?.listener.enter('live');
    if (second) hub.join(second.tab, 'ada');
    expect(second?.told).toEqual([{ kind: 'state', state: 'live' }]);
  });

  it('opens the stream again as whoever has signed in since', () => {
    const { hub, opened, tabs } = hubWithTabs(2);
    tabs.forEach(({ tab }, index) => hub.join(tab, `person ${index}`));
    expect(opened.map(({ isOpen }) => isOpen)).toEqual([false, true]);
  });

  it('tells all of them that the session is over, and opens the stream for the next sign-in', () => {
    const { hub, opened, tabs } = hubWithTabs(2);
    tabs.forEach(({ tab }) => hub.join(tab, 'ada'));
    opened[0]?.listener.ended();
    expect(tabs.map(({ told }) => told.at(-1))).toEqual([{ kind: 'ended' }, { kind: 'ended' }]);
    tabs.forEach(({ tab }) => hub.join(tab, 'ada'));
    expect(opened.map(({ isOpen }) => isOpen)).toEqual([false, true]);
  });
});
