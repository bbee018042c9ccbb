import type { DecisionLog } from './decision-log.js';
import type { HoldKeeper } from './hold-keeper.js';
import type { LeadersWork } from './leader.js';
import type { LeaseKeeper } from './lease-keeper.js';
import type { RoutePublisher } from './route-publisher.js';
import type { WaitKeeper } from './wait-keeper.js';

/** Something that runs only while this process leads. */
interface Startable {
  start(): void;
  stop(): void;
}

/** Answers requests and consumes facts between `lead` and `close`. */
interface Server {
  lead(): Promise<void>;
  close(): void;
}

/** What leading consists of. */
export interface LeadingParts {
  readonly log: DecisionLog;
  readonly leases: LeaseKeeper;
  readonly holds: HoldKeeper;
  readonly waits: WaitKeeper;
  readonly routes: RoutePublisher;
  readonly live: Startable;
  readonly server: Server;
}

/** First the whole log, then everything that acts on it, last whatever asks. */
export class Leading implements LeadersWork {
  constructor(private readonly parts: LeadingParts) {}

  async start(): Promise<void> {
    const { log, live, leases, holds, waits, routes, server } = this.parts;
    await log.open();
    live.start();
    leases.start();
    holds.start();
    waits.start();
    routes.start();
    await server.lead();
  }

  async stop(): Promise<void> {
    const { log, live, leases, holds, waits, routes, server } = this.parts;
    server.close();
    log.close();
    holds.stop();
    waits.stop();
    leases.stop();
    live.stop();
    await routes.stop();
  }
}
