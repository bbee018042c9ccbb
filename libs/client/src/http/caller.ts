import { err, ok, type Problem, type Result } from '@enginehouse/contracts';
import type { Route } from '@enginehouse/contracts/http';
import { addressOf } from './address-of.js';
import type { Answer, ClientOptions } from './client-types.js';
import { problemFrom, unreachable } from './problems.js';
import { openAnswer, readAnswer } from './read-answer.js';
import { acceptedType, requestOf, type HttpRequest } from './request-of.js';
import { retryDelayMs } from './retry-delay.js';
import type { RouteCall } from './route-call.js';
import { deadline, pause, untilAborted } from './waiting.js';

const defaultTimeoutMs = 60_000;
const defaultAttempts = 3;

interface Attempt {
  readonly route: Route;
  readonly call: RouteCall;
  readonly address: URL;
  readonly request: HttpRequest;
}

type Outcome = Result<Answer<unknown>, Problem>;

/** Makes calls: one attempt, and another where that can do no harm. */
export class Caller {
  constructor(private readonly options: ClientOptions) {}

  async call(route: Route, call: RouteCall): Promise<Outcome> {
    const address = addressOf(this.options.url, route, call);
    if (!address.ok) {
      return address;
    }
    const request = requestOf(route, call, this.options.token);
    const most = call.attempts ?? this.options.attempts ?? defaultAttempts;
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await this.#attempt({ route, call, address: address.value, request });
      const delayMs = outcome.ok || attempt >= most ? undefined : retryDelayMs(route, outcome.error, attempt);
      if (delayMs === undefined) {
        return outcome;
      }
      await pause(delayMs, call.signal);
    }
  }

  async #attempt({ route, call, address, request }: Attempt): Promise<Outcome> {
    const limit = deadline(call.signal, call.timeoutMs ?? this.options.timeoutMs ?? defaultTimeoutMs);
    try {
      const send = this.options.fetch ?? fetch;
      const init = { ...request, signal: limit.signal, redirect: 'error' } as const;
      const response = await untilAborted(limit.signal, send(address, init));
      if (!response.ok) {
        return err(await untilAborted(limit.signal, problemFrom(response)));
      }
      const opened = openAnswer(response, acceptedType(route, call), call.signal);
      return opened
        ? ok(opened)
        : await untilAborted(limit.signal, readAnswer(response, route, acceptedType(route, call)));
    } catch (error) {
      if (call.signal?.aborted) {
        throw error;
      }
      return err(unreachable(this.options.url, error));
    } finally {
      limit.release();
    }
  }
}
