import { InvalidArgumentError, type Command } from 'commander';
import {
  logNames,
  perLog,
  webhookLog,
  type WebhookFilters,
  type WebhookLog,
  type WebhookPositions,
} from '@enginehouse/contracts';
import { collect } from '../../parse-options.js';

/** The options that say which events a webhook is told of. */
export interface FilterOptions {
  readonly type?: readonly string[];
  readonly subject?: readonly string[];
  readonly log?: readonly string[];
}

/** Adds them; each may be given several times. */
export const filterable = (command: Command): Command =>
  command
    .option('--type <pattern>', 'only events of this type, such as VersionAdded or Version* (repeatable)', collect)
    .option('--subject <pattern>', 'only of these streams, such as backend:vllm or deployment:* (repeatable)', collect)
    .option('--log <log>', `only of this log: ${logNames} (repeatable)`, collect);

/** The filters of the command line; undefined where it has none. */
export function filtersFrom({ type, subject, log }: FilterOptions): WebhookFilters | undefined {
  if (!type && !subject && !log) return undefined;
  // What is no log is refused by the server, with the name of the field.
  return { types: [...(type ?? [])], subjects: [...(subject ?? [])], logs: [...(log ?? [])] as WebhookLog[] };
}

const position = new RegExp(`^(${webhookLog.options.join('|')})-(\\d{1,15})$`);

/** `catalog-12,scheduling-34`, as event streams write positions; `0` is the beginning of all logs. */
export function positions(text: string): Partial<WebhookPositions> {
  if (text === '0') return perLog(() => 0);
  const parts = text.split(',').map((part) => position.exec(part.trim()));
  if (parts.some((part) => part === null)) {
    throw new InvalidArgumentError('It must be 0, or like catalog-12 or catalog-12,scheduling-34.');
  }
  return Object.fromEntries(parts.map((part) => [part?.[1] ?? '', Number(part?.[2])]));
}
