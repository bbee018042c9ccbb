import type { Io } from './io.js';
import { UsageError } from './usage-error.js';

/** Asks before something is gone. Without a terminal nobody can answer, and without `--yes` nothing happens. */
export async function confirm(io: Io, question: string, yes: boolean | undefined): Promise<void> {
  if (yes) return;
  if (!io.ask) throw new UsageError(`${question} Nobody can be asked here.`, 'Say --yes to do it without asking.');
  const answer = await io.ask(`${question} [y/N] `);
  if (!/^y(es)?$/i.test(answer.trim())) throw new Declined();
}

/** The user said no. */
export class Declined extends Error {
  constructor() {
    super('Nothing was changed.');
    this.name = 'Declined';
  }
}
