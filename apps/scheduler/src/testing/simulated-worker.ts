import {
  factSubject,
  heartbeatSubject,
  hintSubject,
  ok,
  workerRequests,
  workerWeights,
  type AssignmentSet,
  type InstanceFactType,
  type ModelWeights,
  type Observation,
  type WorkerReport,
} from '@enginehouse/contracts';
import { connectBus, type Bus } from '@enginehouse/messaging';
import { newHeader, uuidv7 } from '@enginehouse/service-kit';
import type { DataOf } from '../domain/events.js';
import { reportOf } from './builders.js';

/** A worker without containers: it speaks to the scheduler through the contracts alone and does nothing by itself. */
export class SimulatedWorker {
  hints = 0;

  private constructor(
    readonly name: string,
    private readonly bus: Bus,
  ) {
    bus.subscribe(hintSubject(name), () => {
      this.hints += 1;
    });
  }

  static async connect(url: string, name: string): Promise<SimulatedWorker> {
    return new SimulatedWorker(name, await connectBus({ url, service: `worker-${name}` }));
  }

  async report(more: Partial<WorkerReport> = {}): Promise<{ readonly installation: string }> {
    const answer = await this.bus.request(this.requests.report, reportOf(this.name, more), this.header());
    if (!answer.ok) throw new Error(answer.error.detail);
    return answer.value;
  }

  async pull(observed: readonly Observation[] = []): Promise<AssignmentSet> {
    const input = { worker: this.name, session: 's', observed: [...observed] };
    const answer = await this.bus.request(this.requests.assignments, input, this.header());
    if (!answer.ok) throw new Error(answer.error.detail);
    return answer.value;
  }

  async leave(): Promise<void> {
    await this.bus.request(this.requests.leave, { worker: this.name, reason: 'told to' }, this.header());
  }

  /** Finds these weights wherever it is asked to look. */
  hasWeights(weights: ModelWeights): void {
    this.bus.serve(workerWeights(this.name), async () => ok(weights));
  }

  beat(): void {
    this.bus.publish(heartbeatSubject(this.name), {
      worker: this.name,
      session: 's',
      memoryFreeMib: 1000,
      diskFreeMib: 40_000,
    });
  }

  /** Publishes a fact; answers with its id. */
  async fact<T extends InstanceFactType>(
    instance: string,
    type: T,
    data: DataOf<T>,
    more: { readonly generation?: number; readonly id?: string } = {},
  ): Promise<string> {
    const { generation = 1, id = uuidv7() } = more;
    const fact = { id, worker: this.name, instance, generation, at: new Date().toISOString(), type, data };
    const sent = await this.bus.publishDurable(factSubject(this.name, instance, type), fact, { messageId: id });
    if (!sent.ok) throw new Error(sent.error.detail);
    return id;
  }

  /** The facts of a container that comes up. */
  async bringUp(instance: string, generation = 1, url = `http://10.0.0.1/${instance}`): Promise<void> {
    const container = { containerId: `c-${instance}`, port: 40_000 };
    await this.fact(instance, 'ContainerCreated', { ...container, image: 'echo:1.0', argv: [] }, { generation });
    await this.fact(instance, 'ContainerStarted', { containerId: container.containerId, attempt: 1 }, { generation });
    await this.fact(instance, 'InstanceReady', { url, port: container.port }, { generation });
  }

  close(): Promise<void> {
    return this.bus.close();
  }

  private get requests() {
    return workerRequests(this.name);
  }

  private header() {
    return newHeader(`worker:${this.name}`);
  }
}
