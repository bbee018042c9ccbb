import { Inject, Injectable } from '@nestjs/common';
import { err, problemOf, type Problem, type RequestContract, type Result } from '@enginehouse/contracts';
import { BUS, type Bus } from '@enginehouse/messaging';
import type { z } from 'zod';
import type { Call } from './call.js';

/** Below NATS's default limit of a message (1 MiB), with room for the frame. */
const longestRequestBytes = 1_000_000;
const longestInputBytes = longestRequestBytes - 10_000;

/** Asks the services behind the API, in the name of whoever calls it. */
@Injectable()
export class Services {
  constructor(@Inject(BUS) private readonly bus: Bus) {}

  ask<C extends RequestContract>(
    contract: C,
    input: z.input<C['input']>,
    call: Pick<Call, 'header'>,
    options: { readonly timeoutMs?: number } = {},
  ): Promise<Result<z.output<C['output']>, Problem>> {
    const bytes = Buffer.byteLength(JSON.stringify(input));
    if (bytes > longestInputBytes) {
      const hint = 'Shorten the icon or the description, or split it up.';
      return Promise.resolve(err(problemOf('input-too-large', `the input has ${bytes} bytes as a message`, { hint })));
    }
    return this.bus.request(contract, input, call.header, options);
  }
}
