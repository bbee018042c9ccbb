import {
  cloudEventHeaders,
  eventSubject,
  streams,
  scheduling,
  routesBucket,
  type DeploymentView,
  type Problem,
  type RequestContract,
  type Route,
} from '@enginehouse/contracts';
import { connectBus, createJetStreamPublisher, type NatsBus } from '@enginehouse/messaging';
import { newHeader, uuidv7 } from '@enginehouse/service-kit';
import { testNats, testPostgres, waitUntil, type TestNats } from '@enginehouse/testing';
import type { z } from 'zod';
import { runScheduler, type RunningScheduler } from './running-scheduler.js';
import { SimulatedWorker } from './simulated-worker.js';
import { StubCatalog } from './stub-catalog.js';

type Settings = Parameters<typeof runScheduler>[1];
type Report = Parameters<SimulatedWorker['report']>[0];
interface Database {
  readonly url: string;
  close(): Promise<void>;
}

/** Schedulers on a real database and a real NATS, with a stub for the catalog and workers that only speak. */
export class SchedulersUnderTest {
  schedulers: RunningScheduler[] = [];
  private readonly workers: SimulatedWorker[] = [];

  private constructor(
    readonly nats: TestNats,
    readonly database: Database,
    readonly client: NatsBus,
    readonly backends: StubCatalog,
  ) {}

  /** `database` where a test stops its own; else one in the shared server. */
  static async prepare(database?: Database): Promise<SchedulersUnderTest> {
    const [nats, own] = await Promise.all([testNats(), database ?? testPostgres()]);
    const client = await connectBus({ url: nats.url, service: 'api' });
    return new SchedulersUnderTest(nats, own, client, new StubCatalog(client));
  }

  async end(): Promise<void> {
    await Promise.all(this.schedulers.map((each) => each.stop()));
    await Promise.all([...this.workers, this.client].map((each) => each.close()));
    await Promise.all([this.nats.close(), this.database.close()]);
  }

  async start(settings: Settings = {}): Promise<RunningScheduler> {
    const scheduler = await runScheduler({ databaseUrl: this.database.url, natsUrl: this.nats.url }, settings);
    this.schedulers.push(scheduler);
    return scheduler;
  }

  async leading(settings: Settings = {}): Promise<RunningScheduler> {
    const scheduler = await this.start(settings);
    await waitUntil(() => scheduler.leader.health().ok);
    return scheduler;
  }

  async stop(scheduler: RunningScheduler): Promise<void> {
    this.schedulers = this.schedulers.filter((each) => each !== scheduler);
    await scheduler.stop();
  }

  async join(name: string, more: Report = {}): Promise<SimulatedWorker> {
    const worker = await SimulatedWorker.connect(this.nats.url, name);
    this.workers.push(worker);
    await worker.report(more);
    return worker;
  }

  async ask<C extends RequestContract>(
    contract: C,
    input: z.input<C['input']>,
    idempotencyKey = uuidv7(),
  ): Promise<z.output<C['output']>> {
    const answer = await this.client.request(contract, input, newHeader('user:ada', { idempotencyKey }));
    if (!answer.ok) throw new Error(`${answer.error.code}: ${answer.error.detail}`);
    return answer.value;
  }

  async refusal<C extends RequestContract>(contract: C, input: z.input<C['input']>): Promise<Problem> {
    const answer = await this.client.request(contract, input, newHeader('user:ada'));
    if (answer.ok) throw new Error('was not refused');
    return answer.error;
  }

  create(more: Partial<z.input<typeof scheduling.createDeployment.input>> = {}) {
    return this.ask(scheduling.createDeployment, { name: 'demo', backend: 'echo-custom', ...more });
  }

  deployment(name = 'demo'): Promise<DeploymentView> {
    return this.ask(scheduling.getDeployment, { name });
  }

  /** `demo-1 ready w1`, one for each instance. */
  async states(): Promise<readonly string[]> {
    const { items } = await this.ask(scheduling.listInstances, {});
    return items.map(({ id, state, worker }) => `${id} ${state} ${worker}`);
  }

  becomes(wanted: readonly string[], timeout = 5000) {
    const text = JSON.stringify(wanted);
    return waitUntil(async () => JSON.stringify(await this.states()) === text, { timeout, what: text });
  }

  async route(name = 'demo'): Promise<Route | null> {
    return (await (await this.client.keyValue(routesBucket)).get(name)) as Route | null;
  }

  /** Puts an event into the stream CATALOG, as the catalog's relay would. */
  async publishToCatalog(position: number, type: string, streamId: string): Promise<void> {
    const publisher = createJetStreamPublisher({
      bus: this.client,
      stream: 'CATALOG',
      subjects: streams.CATALOG.subjects,
    });
    await publisher.ensureStream();
    const meta = { actor: 'user:ada', correlationId: 'c' };
    const recordedAt = '2025-01-01T00:00:00.000Z';
    const event = {
      id: uuidv7(),
      type,
      schemaVersion: 1,
      data: {},
      meta,
      position,
      streamId,
      version: position,
      recordedAt,
    };
    const headers = cloudEventHeaders(event, { source: '/catalog', logId: 'l', epoch: '1' });
    const subject = eventSubject('catalog', streamId, type);
    await publisher.publish({ position, subject, messageId: event.id, headers, body: '{}' });
  }
}
