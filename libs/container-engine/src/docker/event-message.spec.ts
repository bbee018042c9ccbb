import { describe, expect, it } from 'vitest';
import { readEvent, type EventMessage } from './event-message.js';

const read = (action: string, attributes: Record<string, string> = {}, type = 'container') => {
  const message: EventMessage = {
    Type: type,
    Action: action,
    Actor: { ID: 'abc', Attributes: { name: 'one', image: 'x:1', 'my/label': 'yes', ...attributes } },
  };
  const text = JSON.stringify(message).replace(/}$/, ',"time":1800000000,"timeNano":1800000000123456789}');
  return readEvent(text, message);
};
const about = { id: 'abc', name: 'one', labels: { 'my/label': 'yes' }, at: '2027-01-15T08:00:00.123456789Z' };

describe("an engine's event", () => {
  it('keeps its exact time, which a number would round', () => {
    expect(read('start')).toEqual({ nanos: '1800000000123456789', event: { ...about, type: 'start' } });
  });

  it.each([
    ['die', { exitCode: '137' }, { type: 'die', exitCode: 137 }],
    ['die', {}, { type: 'die', exitCode: null }],
    ['oom', {}, { type: 'oom' }],
    ['destroy', {}, { type: 'destroy' }],
    ['health_status: healthy', {}, { type: 'health', health: 'healthy' }],
    ['health_status: unhealthy', {}, { type: 'health', health: 'unhealthy' }],
  ])('%s %o is read', (action, attributes, expected) => {
    expect(read(action, attributes)?.event).toEqual({ ...about, ...expected });
  });

  it.each(['exec_start: ls', 'attach', 'kill', ''])('"%s" says nothing about the state', (action) => {
    expect(read(action)).toBeNull();
  });

  it('of something other than a container is left out', () => {
    expect(read('start', {}, 'network')).toBeNull();
  });
});
