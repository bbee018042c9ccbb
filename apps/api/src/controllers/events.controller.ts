import { Controller, Inject } from '@nestjs/common';
import { catalog, ok, scheduling } from '@enginehouse/contracts';
import { EventPages } from '../events/event-pages.js';
import { EventStreams } from '../events/event-streams.js';
import type { Call } from '../http/call.js';
import { asJson, replyWith, type Answer } from '../http/reply.js';
import { Serves } from '../http/serves.js';
import { Services } from '../http/services.js';
import { eventRoutes as routes } from '@enginehouse/contracts/http';

const eventStream = 'text/event-stream';
/** Checking a chain reads the whole log. */
const verifyTimeoutMs = 120_000;

/** The logs: reading, following, verifying. */
@Controller()
export class EventsController {
  constructor(
    @Inject(Services) private readonly services: Services,
    @Inject(EventPages) private readonly pages: EventPages,
    @Inject(EventStreams) private readonly streams: EventStreams,
  ) {}

  @Serves(routes.events)
  async events(call: Call<typeof routes.events>): Promise<Answer> {
    if (call.accepts('application/json', eventStream) === eventStream) {
      const { log, after } = call.query;
      const stream = await this.streams.follow({ log, after, lastEventId: call.requestHeader('last-event-id') }, call);
      return replyWith(stream, (chunks) => ({ stream: chunks, type: eventStream }));
    }
    return replyWith(await this.pages.read(call.query, call), asJson);
  }

  @Serves(routes.verify)
  async verify(call: Call<typeof routes.verify>): Promise<Answer> {
    const options = { timeoutMs: verifyTimeoutMs };
    const [first, second] = await Promise.all([
      this.services.ask(catalog.verifyLog, {}, call, options),
      this.services.ask(scheduling.verifyLog, {}, call, options),
    ]);
    if (!first.ok) {
      return first;
    }
    return second.ok
      ? ok(asJson({ ok: first.value.ok && second.value.ok, logs: [first.value, second.value] }))
      : second;
  }
}
