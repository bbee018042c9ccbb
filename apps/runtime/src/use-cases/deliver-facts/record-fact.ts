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

/** Gives a fact its id and time and hands it over for delivery; answers the id. */
export type RecordFact = (about: FactSubject, draft: FactDraft) => Promise<string>;

export const recordFacts =
  (worker: string, outbox: FactOutbox, clock: Clock): RecordFact =>
  async ({ instance, generation }, draft) => {
    const now = clock.now();
    const fact: RuntimeFact = {
      id: uuidv7(now.getTime()),
      worker,
      instance,
      generation,
      at: now.toISOString(),
      type: draft.type,
      data: { ...draft.data },
    };
    await outbox.add(fact);
    return fact.id;
  };
