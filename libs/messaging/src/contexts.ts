import { BaseRpcContext } from '@nestjs/microservices';
import type { RequestHeader } from '@enginehouse/contracts';
import type { Delivery } from './durable-consumer.js';

/** What a `@Handles` method finds in `@Ctx()`: who asks and on which subject. */
export class BusContext extends BaseRpcContext<[RequestHeader, string]> {
  get header(): RequestHeader {
    return this.args[0];
  }

  get subject(): string {
    return this.args[1];
  }
}

/** What a `@Consumes` method finds in `@Ctx()`. */
export class DeliveryContext extends BaseRpcContext<[Delivery]> {
  get delivery(): Delivery {
    return this.args[0];
  }
}
