// @ts-check
import { lastComplaint, lastLines } from '../system/log-excerpt.mjs';

/** @type {Readonly<Record<string, string>>} */
const PRODUCTS = { nats: 'NATS', postgres: 'PostgreSQL' };

/**
 * What a running stack has to tell, for people.
 *
 * @param {import('../index.d.mts').StackEvent} event
 */
export function eventText(event) {
  switch (event.type) {
    case 'ended': {
      const how =
        event.code === null ? 'was killed' : `ended with status ${event.code}: ${lastComplaint(event.logFile)}`;
      return `${event.name} ${how}; starting it again in ${event.againInMs} ms (log: ${event.logFile})`;
    }
    case 'restarted':
      return `${event.name} runs again`;
    case 'readmitted':
      return `the worker ${event.name} had been removed and joins again; npm start -- --no-worker starts none`;
    case 'misconfigured':
      return `${event.name} cannot use its configuration:\n${lastLines(event.logFile)}`;
    case 'port-taken': {
      const who = PRODUCTS[event.name] ?? `the ${event.name}`;
      return `port ${event.wanted} is taken by another program; ${who} is on ${event.port} this time`;
    }
  }
}
