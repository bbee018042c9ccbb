import type { DecisionLog } from './decision-log.js';
import type { DrainKeeper } from './drain-keeper.js';
import type { HoldKeeper } from './hold-keeper.js';
import type { LeadersWork } from './leader.js';
import type { LeaseKeeper } from './lease-keeper.js';
import type { RollKeeper } from './roll-keeper.js';
import type { RoutePublisher } from './route-publisher.js';

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
  readonly rolls: RollKeeper;
  readonly drains: DrainKeeper;
  readonly routes: RoutePublisher;
  readonly live: Startable;
  readonly server: Server;
}

/** First the whole log, then everything that acts on it, last whatever asks. */
export class Leading implements LeadersWork {
  constructor(private readonly parts: LeadingParts) {}

  async start(): Promise<void> {
    const { log, live, leases, holds, rolls, drains, routes, server } = this.parts;
    await log.open();
    live.start();
    leases.start();
    holds.start();
    rolls.start();
    drains.start();
    routes.start();
    await server.lead();
  }

  async stop(): Promise<void> {
    const { log, live, leases, holds, rolls, drains, routes, server } = this.parts;
    server.close();
    log.close();
    holds.stop();
    rolls.stop();
    drains.stop();
    leases.stop();
    live.stop();
    await routes.stop();
  }
}
