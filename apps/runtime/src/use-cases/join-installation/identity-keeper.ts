import type { Problem, Result } from '@enginehouse/contracts';
import { ok } from '@enginehouse/contracts';
import type { Logger } from '@enginehouse/service-kit';
import type { Clock, JoinDesk, Kept, WorkerIdentity, WorkerKey } from '../../ports.js';

/** What joining needs. */
export interface JoinTools {
  readonly worker: string;
  readonly desk: JoinDesk;
  readonly kept: Kept<WorkerIdentity>;
  /** The key to join with, from before the first question until the identity is kept. */
  readonly key: Kept<WorkerKey>;
  /** Reads the join token, each time anew: its file may come later than this process. */
  readonly token: () => string;
  readonly createKey: () => WorkerKey;
  readonly clock: Clock;
  readonly logger: Logger;
}

const firstPauseMs = 1000;
const longestPauseMs = 30_000;

/** Joins once in the life of a data directory; from then on the identity on disk is who this worker is. */
export class IdentityKeeper {
  private why = 'not joined yet';

  constructor(private readonly tools: JoinTools) {}

  /** What joining waits for. */
  detail(): string {
    return this.why;
  }

  /** The identity, joining first where there is none; tried for ever, because both the api and the token may come later. */
  async identity(signal: AbortSignal): Promise<WorkerIdentity | null> {
    let pauseMs = firstPauseMs;
    while (!signal.aborted) {
      const result = await this.once();
      if (result.ok) {
        return result.value;
      }
      this.why = result.error.detail;
      this.tools.logger.warn({ code: result.error.code }, `could not join: ${result.error.detail}`);
      await this.tools.clock.sleep(pauseMs, signal);
      pauseMs = Math.min(pauseMs * 2, longestPauseMs);
    }
    return null;
  }

  private async once(): Promise<Result<WorkerIdentity, Pick<Problem, 'code' | 'detail'>>> {
    const { kept, worker } = this.tools;
    const known = await kept.load();
    if (known && known.worker !== worker) {
      const detail = `this data directory belongs to worker ${known.worker}, not ${worker}: let that leave first, or use another DATA_DIR`;
      return { ok: false, error: { code: 'worker-name-taken', detail } };
    }
    return known ? ok(known) : this.join();
  }

  private async join(): Promise<Result<WorkerIdentity, Pick<Problem, 'code' | 'detail'>>> {
    const { worker, desk, kept, key, logger } = this.tools;
    const token = this.readToken();
    if (!token.ok) {
      return token;
    }
    const { publicKey, seed } = await this.ownKey();
    const answer = await desk.join({ token: token.value, name: worker, publicKey });
    if (!answer.ok) {
      return answer;
    }
    const identity = { ...answer.value, seed };
    await kept.save(identity);
    await key.clear();
    logger.info({ installation: identity.installation }, `joined as ${identity.worker}`);
    return ok(identity);
  }

  /** Kept before it is shown: should the answer get lost, the name is bound to this key already, and to no other. */
  private async ownKey(): Promise<WorkerKey> {
    const { key, createKey } = this.tools;
    const known = await key.load();
    const own = known ?? createKey();
    if (!known) {
      await key.save(own);
    }
    return own;
  }

  private readToken(): Result<string, Pick<Problem, 'code' | 'detail'>> {
    try {
      return ok(this.tools.token());
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      return { ok: false, error: { code: 'join-token-invalid', detail: `the join token cannot be read: ${words}` } };
    }
  }
}
