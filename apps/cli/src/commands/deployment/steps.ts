import { z } from 'zod';
import { path } from '../../command.js';
import { jsonOf } from '../../http/json-of.js';
import { reconnecting, type Outage } from '../../http/reconnecting.js';
import { serverSentEvents } from '../../http/server-sent-events.js';
import { clock } from '../../output/age.js';
import { safeText } from '../../output/safe-text.js';
import type { Session } from '../../session.js';

const step = z.object({
  position: z.number(),
  at: z.string(),
  type: z.string(),
  text: z.string(),
  instance: z.string().optional(),
});

interface Following {
  readonly name: string;
  /** The log position of the change that is watched. */
  readonly after: number;
  readonly signal: AbortSignal;
  readonly outage: Outage;
}

/** Shows what happens to a deployment, as it happens, on standard error. That the stream breaks is no reason to fail. */
export async function followSteps(session: Session, { name, after, signal, outage }: Following): Promise<void> {
  let lastId = `scheduling-${Math.max(0, after - 1)}`;
  const open = (onOpen: () => void) => {
    const request = { accept: 'text/event-stream', headers: { 'last-event-id': lastId } };
    return serverSentEvents(session.api.stream(path`/v1/deployments/${name}/events`, request, { signal, onOpen }));
  };
  try {
    for await (const event of reconnecting({ open, outage, signal, connected: true })) {
      const parsed = step.safeParse(jsonOf(event.data));
      if (parsed.success) session.note(line(session, parsed.data));
      lastId = event.id ?? lastId;
      if (event.name === 'end') return;
    }
  } catch (error) {
    if (!signal.aborted) session.note(`The steps cannot be shown: ${error instanceof Error ? error.message : ''}`);
  }
}

function line({ paintNote }: Session, { at, instance, text }: z.output<typeof step>): string {
  const who = instance === undefined ? '' : `${instance}  `;
  return `${paintNote('dim', clock(at))}  ${safeText(`${who}${text}`)}`;
}
