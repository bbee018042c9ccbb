import { Inject, Injectable } from '@nestjs/common';
import {
  err,
  logChunk,
  ok,
  problemOf,
  scheduling,
  workerLogs,
  type InstanceView,
  type LogChunk,
  type Problem,
  type Result,
} from '@enginehouse/contracts';
import { BUS, type Bus } from '@enginehouse/messaging';
import { uuidv7 } from '@enginehouse/service-kit';
import type { Call } from '../http/call.js';
import { Services } from '../http/services.js';
import { logReplySubject } from '../workers/worker-subjects.js';
import { LogChannel } from './log-channel.js';

const workerCheckMs = 10_000;

/** Which lines of which instance. */
export interface LogRequest {
  readonly instance: string;
  readonly tail: number;
  readonly follow: boolean;
}

/** Log lines, straight from the worker that has the container. */
@Injectable()
export class InstanceLogs {
  constructor(
    @Inject(Services) private readonly services: Services,
    @Inject(BUS) private readonly bus: Bus,
  ) {}

  async open(
    request: LogRequest,
    call: Pick<Call, 'header' | 'signal'>,
  ): Promise<Result<AsyncGenerator<LogChunk>, Problem>> {
    const instance = await this.services.ask(scheduling.getInstance, { id: request.instance }, call);
    if (!instance.ok) {
      return instance;
    }
    const { worker } = instance.value;
    return worker === null ? err(notPlaced(instance.value)) : this.openOn(worker, instance.value, request, call);
  }

  /** Listens before it asks: the worker may answer faster than this could subscribe. */
  private async openOn(
    worker: string,
    instance: InstanceView,
    request: LogRequest,
    call: Pick<Call, 'header' | 'signal'>,
  ): Promise<Result<AsyncGenerator<LogChunk>, Problem>> {
    const replyTo = logReplySubject(worker, uuidv7());
    const channel = new LogChannel();
    const subscription = this.bus.subscribe(replyTo, (payload) => {
      const chunk = logChunk.safeParse(payload);
      channel.push(
        chunk.success ? chunk.data : { lines: [], end: true, error: 'the worker sent something unreadable' },
      );
    });
    const started = await this.services.ask(workerLogs(worker), { ...request, replyTo }, call);
    if (!started.ok || !started.value.started) {
      subscription.stop();
      const why = started.ok ? 'the worker has no container of it' : started.error.detail;
      return err(unreachable(instance, worker, why));
    }
    const watch = this.watchWorker(worker, channel, call);
    return ok(
      channel.read(call.signal, () => {
        subscription.stop();
        clearInterval(watch);
      }),
    );
  }

  /** A worker that dies says nothing more, not even that; without this a follower would wait for ever. */
  private watchWorker(worker: string, channel: LogChannel, call: Pick<Call, 'header'>): NodeJS.Timeout {
    const check = async () => {
      const found = await this.services.ask(scheduling.getWorker, { name: worker }, call);
      if (found.ok && found.value.state !== 'ready') {
        channel.push({
          lines: [],
          end: true,
          error: `worker ${worker} is ${found.value.state}: ${found.value.reason}`,
        });
      }
    };
    return setInterval(() => void check(), workerCheckMs).unref();
  }
}

const notPlaced = (instance: InstanceView): Problem =>
  problemOf(
    'logs-unavailable',
    `the instance is on no worker: ${instance.reason || instance.state}`,
    lastLines(instance),
  );

const unreachable = (instance: InstanceView, worker: string, why: string): Problem =>
  problemOf('logs-unavailable', `worker ${worker} cannot give them: ${why}`, {
    ...lastLines(instance),
    retryAfterSeconds: 5,
  });

/** What is known without the worker: the end of the log of the last container that failed. */
const lastLines = ({ lastLogLines }: InstanceView) => (lastLogLines.length > 0 ? { extra: { lastLogLines } } : {});
