import type { Duplex } from 'node:stream';
import { err, type Problem, type Result } from '@enginehouse/contracts';
import { failureOf, tooLarge } from '../fence-failure.js';
import { resolveTarget, type Fence, type Target } from '../target.js';
import { untilDeadline } from '../until-deadline.js';

/** How far those who go through a proxy may go. */
export interface PassageOptions extends Fence {
  /** Bytes that may come back, over all connections together. */
  readonly maxBytes: number;
  /** Is told how many bytes have come back. */
  readonly onProgress?: ((bytes: number) => void) | undefined;
}

/** What all connections through one proxy have in common: whom they may reach, and how much they may bring back. */
export class Passage {
  #bytes = 0;
  #problem: Problem | null = null;
  #isEnded = false;
  readonly #open = new Set<Duplex>();

  constructor(readonly options: PassageOptions) {}

  /** The first reason why something did not come through; null where everything did. */
  get problem(): Problem | null {
    return this.#problem;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Where a connection would go, once it is checked. */
  async targetOf(url: string): Promise<Result<Target, Problem>> {
    const { timeoutMs } = this.options;
    try {
      return this.#noted(await untilDeadline({ timeoutMs }, () => resolveTarget(url, this.options)));
    } catch (error) {
      return this.#noted(err(failureOf(error, 'The address', timeoutMs)));
    }
  }

  /** Ends the socket together with all others. */
  adopt<T extends Duplex>(socket: T): T {
    if (this.#open.has(socket)) return socket;
    this.#open.add(socket);
    socket.once('close', () => this.#open.delete(socket)).on('error', () => socket.destroy());
    if (this.#isEnded) socket.destroy();
    return socket;
  }

  /** Notes why there is no connection to where somebody wanted to go. */
  failed(error: unknown, { url }: Target): Problem {
    const problem = failureOf(error, url.origin, this.options.timeoutMs);
    this.#problem ??= problem;
    return problem;
  }

  /** Counts what comes back; at the first byte too many it ends everything and answers false. */
  counting({ url }: Target) {
    return (part: Uint8Array): boolean => {
      this.#bytes += part.byteLength;
      const { maxBytes, onProgress } = this.options;
      if (this.#bytes > maxBytes) {
        this.#problem ??= tooLarge(url.origin, maxBytes);
        this.end();
        return false;
      }
      onProgress?.(this.#bytes);
      return true;
    };
  }

  end(): void {
    this.#isEnded = true;
    for (const socket of this.#open) socket.destroy();
  }

  #noted<T>(result: Result<T, Problem>): Result<T, Problem> {
    if (!result.ok) this.#problem ??= result.error;
    return result;
  }
}

/** What a program behind the proxy is told; the reason itself stands in the passage. */
export const statusOf = ({ code }: Problem): number => (code === 'address-not-allowed' ? 403 : 502);
