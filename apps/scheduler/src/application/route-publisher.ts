import type { Route } from '@enginehouse/contracts';
import type { Change } from '../domain/scheduler-state.js';
import { subjectOf } from '../domain/events.js';
import type { RouteTable } from '../ports.js';
import { routeOf } from '../queries/route.js';
import type { DecisionLog } from './decision-log.js';

const retryMs = 1000;

/** Keeps the route table as the log has it: what changed at once, and everything after a start or an outage. */
export class RoutePublisher {
  private readonly written = new Map<string, string>();
  private readonly due = new Set<string>();
  private everything = true;
  private writing: string | undefined;
  private working: Promise<void> | undefined;
  private retry: NodeJS.Timeout | undefined;
  private running = false;

  constructor(
    private readonly log: DecisionLog,
    private readonly table: RouteTable,
    private readonly onProblem: (error: unknown) => void,
  ) {}

  start(): void {
    this.running = true;
    this.rewrite();
  }

  async stop(): Promise<void> {
    this.running = false;
    clearTimeout(this.retry);
    await this.working;
  }

  /** Whether the table says of a deployment what the log says. */
  isWritten(name: string): boolean {
    return !this.everything && !this.due.has(name) && this.writing !== name;
  }

  /** The table may have lost what was written: compare everything again. */
  rewrite(): void {
    this.everything = true;
    this.work();
  }

  noteChanges(changes: readonly Change[]): void {
    changes.flatMap(touched).forEach((name) => this.due.add(name));
    this.work();
  }

  private work(): void {
    if (this.running && !this.working) {
      this.working = this.workThrough().finally(() => {
        this.working = undefined;
      });
    }
  }

  private async workThrough(): Promise<void> {
    try {
      while (this.running && (this.everything || this.due.size > 0)) {
        await (this.everything ? this.writeEverything() : this.writeDue());
      }
    } catch (error) {
      this.onProblem(error);
      this.retry = setTimeout(() => this.work(), retryMs);
    }
  }

  private async writeEverything(): Promise<void> {
    const known = await this.table.deployments();
    this.everything = false;
    this.written.clear();
    const wanted = this.log.state.activeDeployments().map(({ name }) => name);
    [...known, ...wanted].forEach((name) => this.due.add(name));
  }

  private async writeDue(): Promise<void> {
    const [name] = this.due;
    if (name === undefined) {
      return;
    }
    // Taken out first: what changes while it is written is due again.
    this.due.delete(name);
    this.writing = name;
    try {
      await this.write(name);
    } catch (error) {
      this.due.add(name);
      throw error;
    } finally {
      this.writing = undefined;
    }
  }

  private async write(name: string): Promise<void> {
    const route = this.route(name);
    const text = JSON.stringify(route);
    if (this.written.get(name) === text) {
      return;
    }
    await (route ? this.table.put(name, route) : this.table.delete(name));
    this.written.set(name, text);
  }

  private route(name: string): Route | null {
    const deployment = this.log.state.deployment(name);
    return deployment && deployment.state !== 'deleted' ? routeOf(this.log.state, deployment) : null;
  }
}

function touched({ event, after }: Change): readonly string[] {
  if (event.streamId.startsWith('deployment:')) {
    return [subjectOf(event.streamId)];
  }
  return after ? [after.deployment] : [];
}
