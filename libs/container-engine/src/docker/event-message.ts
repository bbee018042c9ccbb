import type { ContainerEvent } from '../container-event.js';
import type { ContainerHealth } from '../container-state.js';
import { isoOfNanos } from './engine-time.js';

/** An event as the engine sends it. */
export interface EventMessage {
  readonly Type?: string;
  readonly Action?: string;
  readonly Actor?: { readonly ID?: string; readonly Attributes?: Readonly<Record<string, string>> };
}

/** An event and its exact time, which a JavaScript number cannot hold. */
export interface TimedEvent {
  readonly event: ContainerEvent;
  readonly nanos: string;
}

/** What the engine adds to a container's labels in an event's attributes. */
const ownAttributes = new Set(['name', 'image', 'exitCode', 'signal', 'execID', 'execDuration']);

/** Reads one event; null for those that say nothing about a container's state. */
export function readEvent(text: string, message: EventMessage): TimedEvent | null {
  const { ID: id, Attributes: attributes = {} } = message.Actor ?? {};
  const nanos = /"timeNano":\s*(\d+)/.exec(text)?.[1];
  if (message.Type !== 'container' || id === undefined || nanos === undefined) return null;
  const labels = Object.fromEntries(Object.entries(attributes).filter(([name]) => !ownAttributes.has(name)));
  const about = { id, name: attributes['name'] ?? '', labels, at: isoOfNanos(nanos) };
  const event = eventOf(message.Action ?? '', attributes, about);
  return event === null ? null : { event, nanos };
}

type About = Pick<ContainerEvent, 'id' | 'name' | 'labels' | 'at'>;

function eventOf(action: string, attributes: Readonly<Record<string, string>>, about: About): ContainerEvent | null {
  if (action.startsWith('health_status')) return { ...about, type: 'health', health: healthOf(action) };
  switch (action) {
    case 'start':
    case 'oom':
    case 'destroy':
      return { ...about, type: action };
    case 'die':
      return { ...about, type: 'die', exitCode: numberOr(attributes['exitCode'], null) };
    default:
      return null;
  }
}

/** `health_status: healthy` */
function healthOf(action: string): ContainerHealth {
  const word = action.split(':')[1]?.trim();
  return word === 'healthy' || word === 'unhealthy' || word === 'starting' ? word : 'none';
}

const numberOr = (text: string | undefined, otherwise: null) =>
  text !== undefined && /^-?\d+$/.test(text) ? Number(text) : otherwise;
