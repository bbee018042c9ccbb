import {
  hintSubject,
  instanceFacts,
  ok,
  runtimeFact,
  workerLogs,
  workerRequests,
  workerWeights,
  type Assignment,
  type AssignmentSet,
  type LogChunk,
  type Observation,
  type Progress,
  type RuntimeFact,
  type WorkerReport,
} from '@enginehouse/contracts';
import { connectBus, type NatsBus } from '@enginehouse/messaging';
import { newHeader } from '@enginehouse/service-kit';
import { setOf } from './assignments.js';

/** Speaks the scheduler's side of the contracts: hands out whatever a test assigns and keeps what the worker says. */
export class SimulatedScheduler {
  readonly facts: RuntimeFact[] = [];
  readonly reports: WorkerReport[] = [];
  readonly progress: Progress[] = [];
  readonly heartbeats: unknown[] = [];
  readonly left: string[] = [];
  observed: readonly Observation[] = [];
  private set: AssignmentSet;

  private constructor(
    private readonly bus: NatsBus,
    private readonly worker: string,
    installation: string,
  ) {
    this.set = setOf([], { worker, installation, epoch: 1 });
  }

  static async start(
    nats: { readonly url: string; readonly credsFile?: string },
    worker: string,
    installation: string,
  ): Promise<SimulatedScheduler> {
    const bus = await connectBus({ ...nats, service: 'scheduler' });
    await bus.ensureStream({ name: 'RUNTIME', subjects: ['runtime.>'] });
    const scheduler = new SimulatedScheduler(bus, worker, installation);
    scheduler.serve();
    void scheduler.followFacts();
    return scheduler;
  }

  /** Assigns exactly these from now on. */
  assign(...assignments: readonly Assignment[]): void {
    this.assignAt(this.set.epoch + 1, ...assignments);
  }

  /** Makes the worker ask again. */
  hint(): void {
    this.bus.publish(hintSubject(this.worker), {});
  }

  assignAt(epoch: number, ...assignments: readonly Assignment[]): void {
    this.set = { ...this.set, epoch, assignments: [...assignments] };
    this.hint();
  }

  /** Facts about an instance, in the order in which they came, each once. */
  factsOf(instance: string): readonly RuntimeFact[] {
    const own = this.facts.filter((fact) => fact.instance === instance);
    return own.filter((fact, index) => own.findIndex((other) => other.id === fact.id) === index);
  }

  typesOf(instance: string): readonly string[] {
    return this.factsOf(instance).map((fact) => fact.type);
  }

  last(instance: string, type: RuntimeFact['type']): RuntimeFact | undefined {
    return this.factsOf(instance).findLast((fact) => fact.type === type);
  }

  /** Where the instance was last said to answer. */
  readyAt(instance: string): { readonly url: string; readonly port: number } {
    return instanceFacts.InstanceReady.parse(this.last(instance, 'InstanceReady')?.data);
  }

  /** Asks the worker for log lines, as the api does; answers with all of them once they have ended. */
  async logs(instance: string, tail: number): Promise<{ readonly source: string; readonly lines: readonly string[] }> {
    const replyTo = `logs.${this.worker}.${instance}-${tail}-${this.facts.length}`;
    const lines: string[] = [];
    const ended = new Promise<void>((resolve) => {
      this.bus.subscribe(replyTo, (payload) => {
        const chunk = payload as LogChunk;
        lines.push(...chunk.lines.map(({ line }) => line));
        if (chunk.end) {
          resolve();
        }
      });
    });
    const answer = await this.bus.request(
      workerLogs(this.worker),
      { instance, tail, replyTo },
      newHeader('service:api'),
    );
    if (!answer.ok) {
      throw new Error(answer.error.detail);
    }
    await ended;
    return { source: answer.value.source, lines };
  }

  /** Asks the worker how large the weights at a path are, as a preview does. */
  weights(path: string) {
    return this.bus.request(workerWeights(this.worker), { path }, newHeader('service:scheduler'));
  }

  async close(): Promise<void> {
    await this.bus.close();
  }

  /** From the stream, as the real one reads them: what was published while nobody listened counts too. */
  private async followFacts(): Promise<void> {
    const consumer = await this.bus.jetStream().consumers.get('RUNTIME');
    for await (const message of await consumer.consume()) {
      const fact = runtimeFact.parse(message.json());
      if (fact.worker === this.worker) {
        this.facts.push(fact);
      }
    }
  }

  private serve(): void {
    const requests = workerRequests(this.worker);
    this.bus.serve(requests.report, async (report) => {
      this.reports.push(report);
      return ok({ accepted: true, installation: this.set.installation });
    });
    this.bus.serve(requests.assignments, async ({ observed }) => {
      this.observed = observed;
      return ok(this.set);
    });
    this.bus.serve(requests.leave, async ({ reason }) => {
      this.left.push(reason);
      return ok({ left: true });
    });
    this.bus.subscribe('progress.>', (payload) => this.progress.push(payload as Progress));
    this.bus.subscribe('heartbeat.>', (payload) => this.heartbeats.push(payload));
  }
}
