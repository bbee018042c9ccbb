import { serviceBeatEveryMs, serviceBeatSubject, type ServiceBeat, type ServiceName } from '@enginehouse/contracts';
import { randomUUID } from 'node:crypto';
import type { Bus, Stoppable } from './bus.js';

/** What a service says of its own health. */
export interface SelfReport {
  report(): { readonly ready: boolean; readonly checks: ServiceBeat['checks'] };
}

/** Tells over core NATS every few seconds that this process is there and how it is; `stop` tells that it goes. */
export function startBeats(bus: Pick<Bus, 'publish'>, service: ServiceName, health: SelfReport): Stoppable {
  const about = { process: randomUUID(), startedAt: new Date().toISOString() };
  const tell = (leaving: boolean) =>
    bus.publish(serviceBeatSubject(service), { ...about, ...health.report(), leaving } satisfies ServiceBeat);
  tell(false);
  const timer = setInterval(() => tell(false), serviceBeatEveryMs).unref();
  return {
    stop: () => {
      clearInterval(timer);
      tell(true);
    },
  };
}
