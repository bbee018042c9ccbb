import { Server, type CustomTransportStrategy, type MessageHandler } from '@nestjs/microservices';
import type { Problem, RequestContract, RequestHeader, Result } from '@enginehouse/contracts';
import { defaultIfEmpty, lastValueFrom } from 'rxjs';
import type { Stoppable } from './bus.js';
import { BusContext, DeliveryContext } from './contexts.js';
import { busTransport, type ConsumesExtras, type HandlesExtras } from './decorators.js';
import { consumeDurably, type Delivery, type ParkedMessage } from './durable-consumer.js';
import type { NatsBus } from './nats-bus.js';

export interface BusStrategyOptions {
  readonly bus: NatsBus;
  /** Every contract the service owes an answer; it refuses to start when one has no handler. */
  readonly mustServe: readonly RequestContract[];
  /** Runs a handler in its context (correlation id of the logs). */
  readonly around?: <T>(header: RequestHeader, run: () => Promise<T>) => Promise<T>;
  readonly park?: (message: ParkedMessage) => Promise<void>;
  readonly onProblem?: (error: unknown) => void;
}

/** Nest's transport on our bus: request/reply from `@Handles`, durable JetStream consumers from `@Consumes`. */
export class BusStrategy extends Server implements CustomTransportStrategy {
  override transportId = busTransport;
  private running: Stoppable[] = [];

  constructor(private readonly options: BusStrategyOptions) {
    super();
  }

  async listen(callback: (error?: unknown) => void): Promise<void> {
    try {
      this.refuseGaps();
      for (const handler of this.getHandlers().values()) {
        this.running.push(await this.start(handler));
      }
      callback();
    } catch (error) {
      callback(error);
    }
  }

  close(): void {
    this.running.forEach((each) => each.stop());
    this.running = [];
  }

  override on(): void {}

  override unwrap<T>(): T {
    return this.options.bus as T;
  }

  override addHandler(pattern: string, callback: MessageHandler, isEventHandler?: boolean, extras?: object): void {
    if (this.getHandlers().has(this.normalizePattern(pattern))) {
      throw new Error(`two handlers for ${pattern}`);
    }
    super.addHandler(pattern, callback, isEventHandler, extras);
  }

  private refuseGaps(): void {
    const served = [...this.getHandlers().values()].flatMap((handler) => {
      const extras = handler.extras as Partial<HandlesExtras> | undefined;
      return extras?.contract ? [extras.contract.subject] : [];
    });
    const missing = this.options.mustServe.map((contract) => contract.subject).filter((each) => !served.includes(each));
    if (missing.length > 0) {
      throw new Error(`no handler for ${missing.join(', ')}`);
    }
  }

  private async start(handler: MessageHandler): Promise<Stoppable> {
    const extras = handler.extras as unknown as HandlesExtras | ConsumesExtras;
    return 'contract' in extras ? this.serve(handler, extras) : this.consume(handler, extras);
  }

  private serve(handler: MessageHandler, { contract }: HandlesExtras): Stoppable {
    const around = this.options.around ?? ((_header, run) => run());
    return this.options.bus.serveAny(contract, (input, header, subject) =>
      around(header, () => this.call<Result<unknown, Problem>>(handler, input, new BusContext([header, subject]))),
    );
  }

  private async consume(handler: MessageHandler, { consumer }: ConsumesExtras): Promise<Stoppable> {
    return consumeDurably(this.options.bus.jetStream(), await this.options.bus.manager(), {
      ...consumer,
      handler: (delivery: Delivery) => this.call<void>(handler, delivery.payload, new DeliveryContext([delivery])),
      park: this.options.park ?? (() => Promise.resolve()),
      onProblem: this.options.onProblem ?? (() => {}),
    });
  }

  private async call<T>(handler: MessageHandler, input: unknown, context: BusContext | DeliveryContext): Promise<T> {
    const answer = this.transformToObservable(await handler(input, context));
    return lastValueFrom(answer.pipe(defaultIfEmpty(undefined))) as Promise<T>;
  }
}
