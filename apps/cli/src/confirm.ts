import { ProblemError } from '@enginehouse/contracts';
import type { Io } from './io.js';
import { UsageError } from './usage-error.js';

/** Asks before something is gone. Without a terminal nobody can answer, and without `--yes` nothing happens. */
export async function confirm(io: Io, question: string, yes: boolean | undefined): Promise<void> {
  if (yes) return;
  if (!io.ask) throw new UsageError(`${question} Nobody can be asked here.`, 'Say --yes to do it without asking.');
  const answer = await io.ask(`${question} [y/N] `);
  if (!/^y(es)?$/i.test(answer.trim())) throw new Declined();
}

/** What is to go, and how it is looked at: that fails where there is none. */
export interface Removal {
  readonly question: string;
  readonly yes: boolean | undefined;
  readonly look: () => Promise<unknown>;
}

/** Asks before something is gone. Nobody is asked about what there is not: that is refused first. */
export async function confirmRemoval(io: Io, { question, yes, look }: Removal): Promise<void> {
  if (!yes) {
    await look().catch((error: unknown) => {
      // Where nobody can be asked, that is what is wrong first, unless it is known that there is nothing to ask about.
      if (io.ask || isMissing(error)) throw error;
    });
  }
  await confirm(io, question, yes);
}

const isMissing = (error: unknown): boolean => error instanceof ProblemError && error.problem.status === 404;

/** The user said no. */
export class Declined extends Error {
  constructor() {
    super('Nothing was changed.');
    this.name = 'Declined';
  }
}
