import { z } from 'zod';

const digits = z.string().regex(/^\d+$/);
const encoded = z.string().describe('percent-encoded');

/** The headers of a published event, as `cloudEventHeaders` writes them. */
export const cloudEventAttributes = z.strictObject({
  'ce-specversion': z.literal('1.0').describe('version of CloudEvents'),
  'ce-id': z.string().describe("the event's id, also its `Nats-Msg-Id`; unique for ever"),
  'ce-source': z.enum(['/catalog', '/scheduler']).describe('who writes the log'),
  'ce-type': z.string().describe('what happened'),
  'ce-time': z.iso.datetime().describe("when it was recorded, by the database's clock"),
  'ce-subject': encoded.describe('what it happened to: the stream within the log, `backend:vllm`; percent-encoded'),
  'content-type': z.literal('application/json').describe('of the body, which is the data'),
  'ce-position': digits.describe('position in the log, dense from 1; equals the sequence in the JetStream stream'),
  'ce-streamversion': digits.describe('position within `ce-subject`, dense from 1'),
  'ce-schemaversion': digits.describe("version of the data's schema"),
  'ce-logid': z.string().describe('which log'),
  'ce-epoch': digits.describe('which life of the log; grows when it is restored from a backup'),
  'ce-actor': encoded.describe('who: `user:<token>`, `worker:<name>` or `service:<name>`; percent-encoded'),
  'ce-correlationid': encoded.describe('the request that led to it; percent-encoded'),
  'ce-causationid': encoded.optional().describe('the event or command that led to it; percent-encoded'),
  'ce-reason': encoded.optional().describe('what the person wrote; percent-encoded'),
  traceparent: encoded.optional().describe('W3C trace context; percent-encoded'),
});
