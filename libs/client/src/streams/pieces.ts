import { ProblemError } from '@enginehouse/contracts';
import { unreachable } from '../http/problems.js';
import { untilAborted } from '../http/waiting.js';

/**
 * The text of an answer as it arrives, until it ends or the signal is aborted.
 *
 * @throws ProblemError (`unavailable`) where the connection breaks
 */
export async function* piecesOf(response: Response, signal: AbortSignal | undefined): AsyncGenerator<string> {
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  try {
    for (;;) {
      const piece = await untilAborted(signal, reader?.read() ?? ended);
      if (piece.value === undefined) {
        return;
      }
      yield decoder.decode(piece.value as Uint8Array, { stream: true });
    }
  } catch (error) {
    throw signal?.aborted ? error : new ProblemError(unreachable(response.url, error));
  } finally {
    // Lets go of the connection. Where it is broken there is nothing left to cancel.
    reader?.cancel().catch(() => undefined);
  }
}

const ended = Promise.resolve({ done: true, value: undefined } as const);
