import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Picture } from './read-picture.js';

/** What became of a picture: a PNG, why it was refused, or that its time was over or the process died of it. */
export type Remade =
  | { readonly kind: 'made'; readonly png: Uint8Array }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'late' }
  | { readonly kind: 'died' };

interface Answer {
  readonly id: number;
  readonly png?: Uint8Array;
  readonly refused?: string;
}

// Found from src as well as from dist: the script is not compiled.
const script = fileURLToPath(new URL('../../../src/adapters/icons/remake-pictures.mjs', import.meta.url));

/** Keeps one process that makes pictures anew while there are some, and ends it with what hangs. One picture at a time. */
export class PictureProcess {
  private child: ChildProcess | undefined;
  private idle: NodeJS.Timeout | undefined;
  private lastId = 0;

  constructor(private readonly limits: { readonly timeoutMs: number; readonly idleMs: number }) {}

  remake({ bytes, isDrawing }: Picture): Promise<Remade> {
    clearTimeout(this.idle);
    const child = (this.child ??= this.start());
    this.lastId += 1;
    const id = this.lastId;
    return new Promise((resolve) => {
      const settle = (remade: Remade) => {
        clearTimeout(timer);
        child.off('message', onMessage).off('exit', onEnd).off('error', onEnd);
        if (remade.kind === 'late' || remade.kind === 'died') this.end(child);
        this.idle = setTimeout(() => this.end(child), this.limits.idleMs).unref();
        resolve(remade);
      };
      const onEnd = () => settle({ kind: 'died' });
      const onMessage = (answer: Answer) => {
        if (answer.id === id) settle(remadeOf(answer));
      };
      const timer = setTimeout(() => settle({ kind: 'late' }), this.limits.timeoutMs);
      child.on('message', onMessage).once('exit', onEnd).once('error', onEnd);
      child.send({ id, bytes, isDrawing }, (error) => error && onEnd());
    });
  }

  close(): void {
    clearTimeout(this.idle);
    if (this.child) this.end(this.child);
  }

  private start(): ChildProcess {
    const child = fork(script, [], {
      serialization: 'advanced',
      env: {},
      execArgv: ['--max-old-space-size=64'],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    // A process that fails when nobody waits for it must not end the service.
    child.on('error', () => this.end(child));
    child.once('exit', () => this.end(child));
    // The service may end while the process waits for the next picture.
    child.unref();
    child.channel?.unref();
    return child;
  }

  private end(child: ChildProcess): void {
    if (this.child === child) this.child = undefined;
    child.kill('SIGKILL');
  }
}

function remadeOf({ png, refused }: Answer): Remade {
  return png ? { kind: 'made', png } : { kind: 'refused', reason: refused ?? '' };
}
