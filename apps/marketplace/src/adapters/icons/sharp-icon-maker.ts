import { createHash } from 'node:crypto';
import { err, ok, problemOf, type Problem, type Result } from '@enginehouse/contracts';
import type { IconMaker } from '../../ports.js';
import { PictureProcess, type Remade } from './picture-process.js';
import { readPicture, type Picture } from './read-picture.js';

/** How long a picture may take, from when its turn has come, and how long the process waits for another. */
export interface IconLimits {
  readonly timeoutMs: number;
  readonly idleMs: number;
}

/** The most characters of remade icons that are kept: sources are synced again and again, and hardly ever change. */
const maxKept = 16 * 1024 * 1024;

/** Makes icons anew with sharp, as PNG of at most 128 x 128. A picture that takes too long is refused. */
export class SharpIconMaker implements IconMaker {
  private readonly pictures: PictureProcess;
  private turn: Promise<unknown> = Promise.resolve();
  private readonly kept = new Map<string, Result<string, Problem>>();
  private keptSize = 0;

  constructor(limits: IconLimits = { timeoutMs: 3000, idleMs: 30_000 }) {
    this.pictures = new PictureProcess(limits);
  }

  async remake(icon: string): Promise<Result<string, Problem>> {
    const picture = readPicture(icon);
    if (!picture.ok) return err(refusal(picture.error));
    const key = createHash('sha256').update(picture.value.bytes).digest('base64');
    return this.kept.get(key) ?? this.inTurn(() => this.made(key, picture.value));
  }

  /** Ends the process; a picture under way is refused. */
  close(): void {
    this.pictures.close();
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.turn.then(work);
    this.turn = done.catch(() => undefined);
    return done;
  }

  private async made(key: string, picture: Picture): Promise<Result<string, Problem>> {
    // The same picture may have waited twice.
    const known = this.kept.get(key);
    if (known) return known;
    const remade = await this.pictures.remake(picture);
    const result = resultOf(remade);
    // How long something takes, and what else happens to a process, may be different next time.
    if (remade.kind === 'made' || remade.kind === 'refused') this.keep(key, result);
    return result;
  }

  private keep(key: string, result: Result<string, Problem>): void {
    this.kept.set(key, result);
    this.keptSize += sizeOf(result);
    for (const [oldest, old] of this.kept) {
      if (this.keptSize <= maxKept) return;
      this.kept.delete(oldest);
      this.keptSize -= sizeOf(old);
    }
  }
}

const sizeOf = (result: Result<string, Problem>): number => 500 + (result.ok ? result.value.length : 0);

function resultOf(remade: Remade): Result<string, Problem> {
  switch (remade.kind) {
    case 'made':
      return ok(`data:image/png;base64,${Buffer.from(remade.png).toString('base64')}`);
    case 'refused':
      return err(refusal(remade.reason));
    case 'late':
      return err(refusal('It takes too long to draw.'));
    case 'died':
      return err(refusal('It could not be drawn.'));
  }
}

const refusal = (reason: string): Problem => problemOf('invalid-input', `The icon was not taken over. ${reason}`);
