import { z } from 'zod';
import { eventMeta } from './event.js';

/** A request that is answered over the bus: one subject, one schema each way. */
export interface RequestContract<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly subject: string;
  readonly input: I;
  readonly output: O;
}

/** Declares a request. The input type, its JSON Schema and its documentation all come from here. */
export const defineRequest = <I extends z.ZodType, O extends z.ZodType>(
  subject: string,
  input: I,
  output: O,
): RequestContract<I, O> => ({ subject, input, output });

/** What travels around every request's input. `idempotencyKey` (a UUID) makes a repeated command answer the first result. */
export const requestHeader = eventMeta.extend({ idempotencyKey: z.string() });
export type RequestHeader = z.infer<typeof requestHeader>;
