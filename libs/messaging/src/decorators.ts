import { applyDecorators, Catch, UseFilters, type RpcExceptionFilter } from '@nestjs/common';
import { EventPattern, MessagePattern } from '@nestjs/microservices';
import type { RequestContract } from '@enginehouse/contracts';
import { throwError, type Observable } from 'rxjs';

/** Our own transport symbol: without it Nest registers a handler with every transport and it runs twice. */
export const busTransport = Symbol.for('enginehouse.bus');

export interface HandlesExtras {
  readonly contract: RequestContract;
}

export interface ConsumesExtras {
  readonly consumer: { readonly stream: string; readonly durable: string; readonly filter: string };
}

/** Hands an error on as it is. Nest's default would hide it, and a consumer could not tell a failure from a success. */
@Catch()
class RethrowFilter implements RpcExceptionFilter {
  catch(error: unknown): Observable<never> {
    return throwError(() => error);
  }
}

/** Marks the method that answers a contract. It gets the parsed input and returns a `Result`. */
export function Handles(contract: RequestContract): MethodDecorator {
  const extras: HandlesExtras = { contract };
  return applyDecorators(
    MessagePattern<string>(contract.subject, busTransport, { ...extras }),
    UseFilters(RethrowFilter),
  );
}

/** Marks the method that consumes a JetStream stream durably; a rejected promise is tried again, later parked. */
export function Consumes(consumer: ConsumesExtras['consumer']): MethodDecorator {
  const pattern = `${consumer.stream}/${consumer.durable}/${consumer.filter}`;
  const extras: ConsumesExtras = { consumer };
  return applyDecorators(EventPattern<string>(pattern, busTransport, { ...extras }), UseFilters(RethrowFilter));
}
