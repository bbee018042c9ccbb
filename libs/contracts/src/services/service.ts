import { z } from 'zod';

/** The services of an installation beside the api and the workers. */
export const serviceNames = ['catalog', 'scheduler', 'marketplace', 'webhooks', 'gateway'] as const;
export type ServiceName = (typeof serviceNames)[number];

const checks = z.record(z.string(), z.object({ ok: z.boolean(), detail: z.string() }));

/** What each process of a service tells over core NATS about itself, every few seconds and when it stops. */
export const serviceBeat = z.object({
  /** Differs between processes, also of one service on one host. */
  process: z.string().min(1).max(64),
  startedAt: z.iso.datetime(),
  ready: z.boolean(),
  checks,
  leaving: z.boolean(),
});
export type ServiceBeat = z.infer<typeof serviceBeat>;

/** Where a service tells it. */
export const serviceBeatSubject = (service: ServiceName | '*'): string => `service.${service}.beat`;

/** How often it tells it, in milliseconds. */
export const serviceBeatEveryMs = 3000;

/**
 * `degraded`: some of its processes are ready and some are not. `silent`: nothing is heard of it any more, or never was.
 * `unknown`: the api has not listened for long enough to say.
 */
export const serviceState = z.enum(['ready', 'degraded', 'not-ready', 'stopped', 'silent', 'unknown']);
export type ServiceState = z.infer<typeof serviceState>;

/** A service as the api hears of it. */
export const serviceView = z.object({
  name: z.string(),
  state: serviceState,
  reason: z.string().describe('For people: what is not in order, and since when'),
  seenAt: z.iso.datetime().nullable().describe('When it was last heard of'),
  processes: z.array(z.object({ id: z.string(), startedAt: z.iso.datetime(), ready: z.boolean(), checks })),
});
export type ServiceView = z.infer<typeof serviceView>;
