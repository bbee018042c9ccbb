import type { RuntimeFact } from '@enginehouse/contracts';
import { uuidv7 } from '@enginehouse/service-kit';
import type { FactDraft } from '../../domain/instance-inputs.js';
import type { Clock } from '../../ports.js';
import type { FactOutbox } from './fact-outbox.js';

/** Which instance a fact is about. */
export interface FactSubject {
  readonly instance: string;
  readonly generation: number;
}

/** Where facts are made and handed over for delivery. Two steps, so that a fact can be remembered with its id in between. */
export interface FactDesk {
  write(about: FactSubject, draft: FactDraft): RuntimeFact;
  send(fact: RuntimeFact): Promise<void>;
}

/** The desk of one worker. */
export const factDesk = (worker: string, outbox: Pick<FactOutbox, 'add'>, clock: Clock): FactDesk => ({
  write: ({ instance, generation }, draft) => {
    const now = clock.now();
    const about = { id: uuidv7(now.getTime()), worker, instance, generation, at: now.toISOString() };
    return { ...about, type: draft.type, data: { ...draft.data } };
  },
  send: (fact) => outbox.add(fact),
});
