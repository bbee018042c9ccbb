import type { RecordedEvent, WebhookFilters, WebhookLog } from '@enginehouse/contracts';

/** Whether a webhook is told of anything in a log. */
export const follows = ({ logs }: WebhookFilters, log: WebhookLog): boolean => logs.length === 0 || logs.includes(log);

/** Whether a webhook is told of an event of a log that it follows. */
export const passes = (
  { types, subjects }: WebhookFilters,
  { type, streamId }: Pick<RecordedEvent, 'type' | 'streamId'>,
): boolean => fits(types, type) && fits(subjects, streamId);

const fits = (patterns: readonly string[], text: string): boolean =>
  patterns.length === 0 ||
  patterns.some((pattern) => (pattern.endsWith('*') ? text.startsWith(pattern.slice(0, -1)) : text === pattern));
