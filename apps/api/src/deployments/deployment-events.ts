import { Inject, Injectable } from '@nestjs/common';
import { ok, scheduling, type Problem, type RecordedEvent, type Result } from '@enginehouse/contracts';
import type { DeploymentHappening } from '@enginehouse/contracts/http';
import { EventStreams } from '../events/event-streams.js';
import { LogFeeds } from '../events/log-feeds.js';
import { serverSentEvent, streamOpening, withPings } from '../events/server-sent-events.js';
import { parsePosition } from '../events/stream-position.js';
import type { Call } from '../http/call.js';
import { Services } from '../http/services.js';
import { DeploymentTimeline } from './deployment-timeline.js';
import { findCreation } from './find-creation.js';

const pageSize = 500;
const mostListed = 1000;

/** A deployment's story: from its creation on, and as server-sent events live, until all of it is deleted. */
@Injectable()
export class DeploymentEvents {
  constructor(
    @Inject(Services) private readonly services: Services,
    @Inject(LogFeeds) private readonly feeds: LogFeeds,
    @Inject(EventStreams) private readonly streams: EventStreams,
  ) {}

  async follow(
    name: string,
    call: Pick<Call, 'header' | 'signal' | 'requestHeader'>,
  ): Promise<Result<AsyncGenerator<string>, Problem>> {
    const created = await this.creationOf(name, call);
    if (!created.ok) {
      return created;
    }
    const known = parsePosition(call.requestHeader('last-event-id') ?? '')?.scheduling ?? 0;
    return ok(withPings(this.stream(name, { after: created.value - 1, known }, call.signal)));
  }

  /** What happened up to now, oldest first; of very much, the last. */
  async list(name: string, call: Pick<Call, 'header'>): Promise<Result<readonly DeploymentHappening[], Problem>> {
    const created = await this.creationOf(name, call);
    if (!created.ok) {
      return created;
    }
    const timeline = new DeploymentTimeline(name);
    let happenings: readonly DeploymentHappening[] = [];
    for (let after = created.value - 1; ;) {
      const page = await this.feeds.read('scheduling', { after, limit: pageSize }, call.header);
      if (!page.ok) {
        return page;
      }
      const events = page.value.events as readonly RecordedEvent[];
      const fresh = events.flatMap((event) => timeline.take(event) ?? []);
      happenings = [...happenings, ...fresh].slice(-mostListed);
      const last = events.at(-1);
      if (!last || last.position >= page.value.head) {
        return ok(happenings);
      }
      after = last.position;
    }
  }

  private async creationOf(name: string, call: Pick<Call, 'header'>): Promise<Result<number, Problem>> {
    const deployment = await this.services.ask(scheduling.getDeployment, { name }, call);
    if (!deployment.ok) {
      return deployment;
    }
    const readPage = (range: { after: number; limit: number }) => this.feeds.read('scheduling', range, call.header);
    return findCreation(readPage, deployment.value);
  }

  /** What the client knows already is read all the same: it tells which instances are the deployment's. */
  private async *stream(
    name: string,
    from: { readonly after: number; readonly known: number },
    signal: AbortSignal,
  ): AsyncGenerator<string> {
    yield streamOpening;
    const timeline = new DeploymentTimeline(name);
    for await (const event of this.streams.events('scheduling', from.after, signal)) {
      const happening = timeline.take(event);
      if (happening && happening.position > from.known) {
        yield serverSentEvent({ id: `scheduling-${happening.position}`, data: happening });
      }
      if (timeline.isOver) {
        yield serverSentEvent({ name: 'end', data: { reason: 'the deployment and its instances are deleted' } });
        return;
      }
    }
  }
}
