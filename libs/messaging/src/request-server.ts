import {
  plainIssues,
  problemOf,
  type Problem,
  type RequestContract,
  type RequestHeader,
  type Result,
} from '@enginehouse/contracts';
import { invalidInput } from './invalid-input.js';
import { decodeRequest } from './wire.js';

/** A handler whose input is not typed any more: what a subscription finally calls. */
export type AnyHandler = (input: unknown, header: RequestHeader, subject: string) => Promise<Result<unknown, Problem>>;

/** Answers the bytes of one request: frame, schema, handler; a surprise becomes `internal` and is told to `onSurprise`. */
export async function answer(
  contract: RequestContract,
  handler: AnyHandler,
  message: { readonly data: Uint8Array; readonly subject: string },
  onSurprise: (error: unknown, header: RequestHeader) => void,
): Promise<Result<unknown, Problem>> {
  const frame = decodeRequest(message.data);
  if (!frame) {
    return { ok: false, error: problemOf('malformed-body', `what came on ${message.subject} is not a request`) };
  }
  const input = contract.input.safeParse(frame.input, plainIssues());
  if (!input.success) {
    return { ok: false, error: invalidInput(input.error) };
  }
  try {
    return await handler(input.data, frame.header, message.subject);
  } catch (error) {
    onSurprise(error, frame.header);
    const detail = 'the service met an error it did not expect; its log has it under the correlation id';
    return { ok: false, error: problemOf('internal', detail, { correlationId: frame.header.correlationId }) };
  }
}
