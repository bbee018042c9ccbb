/** An answer as it was written out. */
export interface WrittenAnswer {
  readonly type: string;
  readonly body: string | Buffer;
  readonly tag?: string | undefined;
}

/** A question whose answer shall be remembered: what it is asked by, and the backend it is about; null: all of them. */
export interface Question {
  readonly key: string;
  readonly about: string | null;
}

/** An answer on its way. It is kept only where nothing it is about was forgotten since it was asked for. */
export interface Asking {
  readonly question: Question;
  holds: boolean;
}

interface Kept {
  readonly question: Question;
  readonly answer: WrittenAnswer;
  readonly bytes: number;
  /** Milliseconds on the clock that `find` is given. */
  readonly until: number;
}

export interface MemoryLimits {
  readonly bytes: number;
  /** How long an answer is kept, in milliseconds. */
  readonly keepMs: number;
}

/** What an entry takes beside its body, and its key several times over. */
const overheadBytes = 512;

/** Answers by the questions they were given to; those not asked for longest make room. Knows neither bus nor clock. */
export class AnswerMemory {
  private readonly kept = new Map<string, Kept>();
  private readonly keysAbout = new Map<string | null, Set<string>>();
  private readonly asking = new Set<Asking>();
  private bytes = 0;

  constructor(private readonly limits: MemoryLimits) {}

  get size(): number {
    return this.kept.size;
  }

  find(key: string, now: number): WrittenAnswer | undefined {
    const found = this.kept.get(key);
    if (!found) return undefined;
    this.remove(found);
    if (found.until <= now) return undefined;
    this.add(found);
    return found.answer;
  }

  /** Before the question is asked; `end` must follow, whatever becomes of it. */
  begin(question: Question): Asking {
    const asking: Asking = { question, holds: true };
    this.asking.add(asking);
    return asking;
  }

  keep(asking: Asking, answer: WrittenAnswer, now: number): void {
    const { question } = asking;
    const bytes = Buffer.byteLength(answer.body) + overheadBytes + 4 * question.key.length;
    if (!this.asking.has(asking) || !asking.holds || bytes > this.limits.bytes / 8) return;
    const before = this.kept.get(question.key);
    if (before) this.remove(before);
    this.add({ question, answer, bytes, until: now + this.limits.keepMs });
    this.makeRoom();
  }

  end(asking: Asking): void {
    this.asking.delete(asking);
  }

  /** Forgets what is about these backends or about all; null: everything. */
  forget(names: readonly string[] | null): void {
    if (names?.length === 0) return;
    for (const asking of this.asking) asking.holds &&= !concerns(names, asking.question.about);
    const keys = names === null ? [...this.kept.keys()] : [null, ...names].flatMap((name) => this.about(name));
    for (const key of keys) {
      const kept = this.kept.get(key);
      if (kept) this.remove(kept);
    }
  }

  private about(name: string | null): readonly string[] {
    return [...(this.keysAbout.get(name) ?? [])];
  }

  private add(kept: Kept): void {
    const { key, about } = kept.question;
    this.kept.set(key, kept);
    this.bytes += kept.bytes;
    const keys = this.keysAbout.get(about);
    if (keys) keys.add(key);
    else this.keysAbout.set(about, new Set([key]));
  }

  private remove(kept: Kept): void {
    const { key, about } = kept.question;
    this.kept.delete(key);
    this.bytes -= kept.bytes;
    const keys = this.keysAbout.get(about);
    keys?.delete(key);
    if (keys?.size === 0) this.keysAbout.delete(about);
  }

  /** A plain map remembers the order of insertion. */
  private makeRoom(): void {
    for (const kept of this.kept.values()) {
      if (this.bytes <= this.limits.bytes) return;
      this.remove(kept);
    }
  }
}

const concerns = (names: readonly string[] | null, about: string | null): boolean =>
  names === null || about === null || names.includes(about);
