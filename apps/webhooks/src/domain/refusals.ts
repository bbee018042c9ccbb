import { problemOf, type Problem } from '@enginehouse/contracts';

/** Every way the webhooks say no, in one place. */
export const refusals = {
  notFound: (name: string): Problem =>
    problemOf('webhook-not-found', `There is no webhook "${name}".`, { hint: 'List the webhooks to see their names.' }),

  nameTaken: (name: string): Problem =>
    problemOf('name-taken', `There is a webhook "${name}" already.`, {
      hint: 'Choose another name, or change the one that is there.',
    }),

  stale: (name: string, expected: number, current: number): Problem =>
    problemOf('stale-revision', `The change was based on revision ${expected}, but ${name} is at ${current}.`, {
      hint: 'Read the webhook again and send the change with the new revision.',
      currentRevision: current,
    }),

  deliveryNotFound: (name: string, delivery: string): Problem =>
    problemOf('delivery-not-found', `Webhook "${name}" has no finished delivery ${delivery}.`, {
      hint: 'Deliveries under way cannot be sent again, and finished ones are kept for 7 days.',
    }),

  beyondHead: (log: string, position: number, head: number): Problem =>
    problemOf('invalid-input', `The ${log} log ends at ${head}, before ${position}.`, {
      errors: [{ code: 'beyond-head', path: ['from', log], detail: `is beyond the end of the log, ${head}` }],
    }),

  badUrl: (detail: string, hint: string): Problem =>
    problemOf('invalid-input', `The URL ${detail}.`, {
      hint,
      errors: [{ code: 'bad-url', path: ['url'], detail, hint }],
    }),
} as const;
