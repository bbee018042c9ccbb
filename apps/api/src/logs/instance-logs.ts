import { Inject, Injectable } from '@nestjs/common';
import {
  err,
  logChunk,
  logLeaseSeconds,
  ok,
  problemOf,
  renewLogs,
  scheduling,
  stopLogsSubject,
  workerLogs,
  type InstanceView,
  type Problem,
  type Result,
} from '@enginehouse/contracts';
import { BUS, type Bus } from '@enginehouse/messaging';
import { uuidv7 } from '@enginehouse/service-kit';
import type { Call } from '../http/call.js';
import { Services } from '../http/services.js';
import { logReplySubject } from '../workers/worker-subjects.js';
import { LogChannel, type LogPiece } from './log-channel.js';

const workerCheckMs = 10_000;
/** Two renewals may be lost before a lease ends. */
const renewMs = (logLeaseSeconds * 1000) / 3;

/** Which lines of which instance. */
export interface LogRequest {
  readonly instance: string;
  /** The last so many lines; all when left out. */
  readonly tail?: number | undefined;
  /** ISO 8601: only lines from this time on. */
  readonly since?: string | undefined;
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
  ): Promise<Result<AsyncGenerator<LogPiece>, Problem>> {
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
  ): Promise<Result<AsyncGenerator<LogPiece>, Problem>> {
    const replyTo = logReplySubject(worker, uuidv7());
    const channel = new LogChannel();
    const subscription = this.bus.subscribe(replyTo, (payload) => {
      const chunk = logChunk.safeParse(payload);
      if (chunk.success) {
        channel.push(chunk.data);
      } else {
        channel.end('the worker sent something unreadable');
      }
    });
    const started = await this.services.ask(workerLogs(worker), { ...request, replyTo }, call);
    if (!started.ok || !started.value.started) {
      subscription.stop();
      this.letGo(worker, replyTo);
      const why = started.ok ? 'the worker has no container of it' : started.error.detail;
      return err(unreachable(instance, worker, why));
    }
    const timers = [this.watchWorker(worker, channel, call), this.keepLease({ worker, replyTo }, channel, call)];
    const release = () => {
      timers.forEach(clearInterval);
      subscription.stop();
      this.letGo(worker, replyTo);
    };
    return ok(channel.read(call.signal, release));
  }

  /** The worker stops at once. Where it does not hear this, its lease ends. */
  private letGo(worker: string, replyTo: string): void {
    this.bus.publish(stopLogsSubject(worker), { replyTo });
  }

  /** A worker that does not send any more, without having said so, was restarted or out of reach: some lines are lost. */
  private keepLease(
    to: { readonly worker: string; readonly replyTo: string },
    channel: LogChannel,
    call: Pick<Call, 'header'>,
  ): NodeJS.Timeout {
    const renew = async () => {
      const { replyTo } = to;
      const renewed = await this.services.ask(renewLogs(to.worker), { replyTo }, call, { timeoutMs: renewMs });
      if (renewed.ok && !renewed.value.going) {
        channel.breakOff();
      }
    };
    return setInterval(() => void renew(), renewMs).unref();
  }

  /** A worker that dies says nothing more, not even that; without this a follower would wait for ever. */
  private watchWorker(worker: string, channel: LogChannel, call: Pick<Call, 'header'>): NodeJS.Timeout {
    const check = async () => {
      const found = await this.services.ask(scheduling.getWorker, { name: worker }, call);
      if (found.ok && found.value.state !== 'ready') {
        channel.end(`worker ${worker} is ${found.value.state}: ${found.value.reason}`);
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
