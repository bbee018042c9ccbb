import { Controller, Inject } from '@nestjs/common';
import { err, logs, ok, type LogReport, type Problem } from '@enginehouse/contracts';
import { EventPages } from '../events/event-pages.js';
import { EventStreams } from '../events/event-streams.js';
import type { Call } from '../http/call.js';
import { asJson, replyWith, type Answer } from '../http/reply.js';
import { Serves } from '../http/serves.js';
import { Services } from '../http/services.js';
import { eventRoutes as routes, logName, type LogReports } from '@enginehouse/contracts/http';

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
    const asked = logName.options.map(async (log) => ({
      log,
      report: await this.services.ask(logs[log].verify, {}, call, options),
    }));
    const reports: LogReport[] = [];
    const unchecked: LogReports['unchecked'] = [];
    let problem: Problem | undefined;
    for (const { log, report } of await Promise.all(asked)) {
      if (report.ok) {
        reports.push(report.value);
      } else {
        problem ??= report.error;
        unchecked.push({ log, detail: report.error.detail });
      }
    }
    if (problem && reports.length === 0) {
      return err(problem);
    }
    return ok(asJson({ ok: !problem && reports.every((report) => report.ok), logs: reports, unchecked }));
  }
}
