import type { InstanceFactType } from '@enginehouse/contracts';
import { instanceStream, readLogged, type DataOf, type Decision, type Logged } from '../domain/events.js';
import { reconcile } from '../domain/reconcile.js';
import { SchedulerState } from '../domain/scheduler-state.js';
import { reportWorker } from '../domain/worker.decisions.js';
import { pinOf, reportOf, specOf } from './builders.js';

const firstMoment = Date.UTC(2025, 0, 1);

/** A log in memory and the state folded from it: what the application does with decisions, without a database. */
export class TestLog {
  readonly events: Logged[] = [];
  state = new SchedulerState();
  private readonly versions = new Map<string, number>();

  /** Called after every single event: for what must hold at each prefix of the log. */
  constructor(private readonly onEvent: (state: SchedulerState) => void = () => {}) {}

  /** Writes decisions as they are, and nothing that follows from them. */
  append(decisions: readonly Decision[]): this {
    for (const decision of decisions) {
      this.write(decision);
    }
    return this;
  }

  /** Writes decisions and everything the scheduler makes of them, until there is nothing left to decide. */
  settle(decisions: readonly Decision[] = []): this {
    this.append(decisions);
    for (let next = reconcile(this.state); next.length > 0; next = reconcile(this.state)) {
      this.append(next);
    }
    return this;
  }

  deployment(more: Parameters<typeof specOf>[0] = {}, definition = pinOf().definition): this {
    const spec = specOf({ backend: definition.backend_name, ...more });
    const pin = pinOf(definition);
    return this.settle([{ streamId: `deployment:${spec.name}`, type: 'DeploymentCreated', data: { spec, pin } }]);
  }

  worker(...report: Parameters<typeof reportOf>): this {
    const decided = reportWorker(this.state, reportOf(...report));
    return this.settle(decided.ok ? decided.value : []);
  }

  fact<T extends InstanceFactType>(instance: string, type: T, data: DataOf<T>): this {
    return this.settle([{ streamId: instanceStream(instance), type, data } as Decision]);
  }

  /** Takes an instance the whole way to serving. */
  ready(instance: string, url = `http://10.0.0.1/${instance}`): this {
    return this.fact(instance, 'InstanceReady', { url, port: 40_000 });
  }

  /** `demo-1: ready on w1`, one for each instance that is not deleted. */
  summary(): readonly string[] {
    return this.state
      .liveInstances()
      .map(
        (each) =>
          `${each.id}: ${each.state}${'placement' in each && each.placement ? ` on ${each.placement.worker}` : ''}`,
      );
  }

  /** Types and streams of the events behind a position. */
  since(position: number): readonly string[] {
    return this.events.slice(position).map(({ type, streamId }) => `${type} ${streamId}`);
  }

  private write({ streamId, type, data }: Decision): void {
    const version = (this.versions.get(streamId) ?? 0) + 1;
    const position = this.events.length + 1;
    const event = readLogged({
      id: `event-${position}`,
      type,
      schemaVersion: 1,
      data: JSON.parse(JSON.stringify(data)) as unknown,
      meta: { actor: 'user:ada', correlationId: 'test' },
      position,
      streamId,
      version,
      recordedAt: new Date(firstMoment + position * 1000).toISOString(),
    });
    if (!event) {
      throw new Error(`${type} is not what its schema says: ${JSON.stringify(data)}`);
    }
    this.versions.set(streamId, version);
    this.events.push(event);
    this.state.apply(event);
    this.onEvent(this.state);
  }
}
