import type { AssignmentSet, Observation } from '@enginehouse/contracts';
import type { Logger } from '@enginehouse/service-kit';
import { acceptSet, type Identity } from '../../domain/assigned-set.js';
import type { Clock, ControlPlane, Kept } from '../../ports.js';

/** What pulling needs. */
export interface PullTools {
  readonly controlPlane: Pick<ControlPlane, 'state' | 'pullAssignments'>;
  readonly kept: Kept<AssignmentSet>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly session: string;
  readonly me: () => Identity;
  readonly observe: () => readonly Observation[];
  readonly onSet: (set: AssignmentSet) => void;
  /** A number from 0 to 1, to spread many workers over time. */
  readonly random: () => number;
}

const everyMs = 30_000;
const afterFailureMs = 3000;
const spread = 0.2;

/**
 * Fetches all of this worker's assignments: when told to, and every 30 s. Each answer replaces the one before as a
 * whole, and is on disk before anything is done about it, so that the next process starts from it.
 */
export class AssignmentPuller {
  private held: AssignmentSet | null = null;
  private nudge = new AbortController();
  private stopped = false;
  private refusal: string | null = null;

  constructor(private readonly tools: PullTools) {}

  /** Takes up the set that an earlier process kept. */
  async load(): Promise<void> {
    this.held = await this.tools.kept.load();
    if (this.held && acceptSet(this.tools.me(), null, this.held).kind === 'accepted') {
      this.tools.onSet(this.held);
    }
  }

  set(): AssignmentSet | null {
    return this.held;
  }

  /** Why the last set was refused; null when it was not. */
  refused(): string | null {
    return this.refusal;
  }

  /** Pulls now. */
  wake(): void {
    this.nudge.abort();
  }

  stop(): void {
    this.stopped = true;
    this.wake();
  }

  async run(): Promise<void> {
    while (!this.stopped) {
      this.nudge = new AbortController();
      const pulled = await this.pull();
      const pause = (pulled ? everyMs : afterFailureMs) * (1 - spread + 2 * spread * this.tools.random());
      await this.tools.clock.sleep(pause, this.nudge.signal);
    }
  }

  private async pull(): Promise<boolean> {
    const { controlPlane, session, observe, logger } = this.tools;
    const answer = await controlPlane.pullAssignments({ session, observed: observe() });
    if (!answer.ok) {
      logger.debug({ code: answer.error.code }, `assignments were not pulled: ${answer.error.detail}`);
      return false;
    }
    const acceptance = acceptSet(this.tools.me(), this.held, answer.value);
    if (acceptance.kind === 'refused') {
      this.refusal = acceptance.detail;
      logger.warn({ code: acceptance.code }, `assignments refused: ${acceptance.detail}`);
      return true;
    }
    this.refusal = null;
    await this.accept(answer.value);
    return true;
  }

  private async accept(set: AssignmentSet): Promise<void> {
    const isNews = set.epoch !== this.held?.epoch || JSON.stringify(set) !== JSON.stringify(this.held);
    this.held = set;
    if (isNews) {
      await this.tools.kept.save(set).catch((error: unknown) => {
        this.tools.logger.error({ err: error }, 'the assignments could not be written to disk');
      });
    }
    this.tools.onSet(set);
  }
}
