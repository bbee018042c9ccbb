import type { Route } from '@enginehouse/contracts';
import { InMemoryEventStore } from '@enginehouse/event-store';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { stopDeployment } from '../domain/deployment.decisions.js';
import type { RouteTable } from '../ports.js';
import { aHeader, created, joined } from '../testing/given.js';
import { causedBy } from './cause.js';
import { DecisionLog } from './decision-log.js';
import { RoutePublisher } from './route-publisher.js';

/** The table in memory; `down` makes it fail, `slow` makes the next write wait. */
class InMemoryRouteTable implements RouteTable {
  readonly routes = new Map<string, Route>();
  readonly writes: string[] = [];
  down = false;
  slow: Promise<void> | undefined;

  async put(deployment: string, route: Route): Promise<void> {
    await this.slow;
    this.check();
    this.writes.push(`${deployment} ${route.state}`);
    this.routes.set(deployment, route);
  }

  async delete(deployment: string): Promise<void> {
    this.check();
    this.writes.push(`${deployment} deleted`);
    this.routes.delete(deployment);
  }

  async deployments(): Promise<readonly string[]> {
    this.check();
    return [...this.routes.keys()];
  }

  private check(): void {
    if (this.down) throw new Error('NATS does not answer');
  }
}

const until = (check: () => void) => vi.waitFor(check, { timeout: 5000 });

describe('the route publisher', () => {
  let log: DecisionLog;
  let table: InMemoryRouteTable;
  let routes: RoutePublisher;
  beforeEach(async () => {
    log = new DecisionLog(new InMemoryEventStore(), () => {});
    await log.open();
    table = new InMemoryRouteTable();
    routes = new RoutePublisher(log, table, () => {});
    log.onChange((changes) => routes.noteChanges(changes));
    await joined(log, 'w1');
  });
  afterEach(async () => {
    await routes.stop();
    log.close();
  });

  const stopDemo = () => log.run(causedBy(aHeader()), (state) => stopDeployment(state, { name: 'demo' }));

  it('writes everything at the start and takes away what is not there any more', async () => {
    table.routes.set('ghost', {} as Route);
    await created(log);
    routes.start();
    await until(() => expect(table.writes.toSorted()).toEqual(['demo loading', 'ghost deleted']));
  });

  it('writes a route again only when it has changed', async () => {
    routes.start();
    await created(log);
    await until(() => expect(table.routes.get('demo')?.reason).toContain('waiting for w1 to begin'));
    const before = table.writes.length;
    await joined(log, 'w2');
    await stopDemo();
    await until(() => expect(table.routes.get('demo')?.state).toBe('stopped'));
    expect(table.writes.slice(before)).toEqual(['demo stopped']);
  });

  it('loses no change that comes while it is writing', async () => {
    const gate = new AbortController();
    table.slow = new Promise((resolve) => gate.signal.addEventListener('abort', () => resolve()));
    routes.start();
    await created(log);
    await stopDemo();
    expect(routes.isWritten('demo')).toBe(false);
    gate.abort();
    await until(() => expect(table.routes.get('demo')?.state).toBe('stopped'));
  });

  it('writes what it could not write as soon as it can', async () => {
    table.down = true;
    routes.start();
    await created(log);
    expect(routes.isWritten('demo')).toBe(false);
    table.down = false;
    await until(() => expect(table.routes.get('demo')?.state).toBe('loading'));
    await until(() => expect(routes.isWritten('demo')).toBe(true));
  });

  it('brings back what the table has lost', async () => {
    routes.start();
    await created(log);
    await until(() => expect(table.routes.size).toBe(1));
    table.routes.clear();
    routes.rewrite();
    await until(() => expect(table.routes.get('demo')?.state).toBe('loading'));
  });
});
