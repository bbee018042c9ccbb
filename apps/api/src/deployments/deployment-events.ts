import { Inject, Injectable } from '@nestjs/common';
import { ok, scheduling, type Problem, type Result } from '@enginehouse/contracts';
import { EventStreams } from '../events/event-streams.js';
import { LogFeeds } from '../events/log-feeds.js';
import { serverSentEvent, streamOpening, withPings } from '../events/server-sent-events.js';
import { parsePosition } from '../events/stream-position.js';
import type { Call } from '../http/call.js';
import { Services } from '../http/services.js';
import { DeploymentTimeline } from './deployment-timeline.js';
import { findCreation } from './find-creation.js';

/** A deployment's story as server-sent events: from its creation on, then live, until all of it is deleted. */
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
    const deployment = await this.services.ask(scheduling.getDeployment, { name }, call);
    if (!deployment.ok) {
      return deployment;
    }
    const readPage = (range: { after: number; limit: number }) => this.feeds.read('scheduling', range, call.header);
    const created = await findCreation(readPage, deployment.value);
    if (!created.ok) {
      return created;
    }
    const known = parsePosition(call.requestHeader('last-event-id') ?? '')?.scheduling ?? 0;
    return ok(withPings(this.stream(name, { after: created.value - 1, known }, call.signal)));
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
