import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CatalogNews } from '@enginehouse/contracts';
import { SimulatedServer, type SimulatedConnection } from '../testing/simulated-server.js';
import { CatalogAnswers } from './catalog-answers.js';

const server = 'the server';
const names = ['a', 'b'] as const;
const processes = 2;
const settled = () => new Promise((resolve) => setImmediate(resolve));

interface Read {
  readonly about: string | null;
  /** The change that was answered last before this began. */
  readonly atLeast: number;
  readonly process: number;
}

/**
 * A catalog and some processes of the api, each step of which happens when it is told to: changes are written, told and
 * answered; reads find something in memory or ask, the answer is made, sent and arrives; connections are lost.
 */
class World {
  readonly nats = new SimulatedServer();
  readonly connections: SimulatedConnection[] = [];
  readonly apis: CatalogAnswers[] = [];
  /** How many changes were written, and the last that was answered, of each backend and of all. */
  readonly written = new Map<string | null, number>();
  readonly answered = new Map<string | null, number>();
  readonly finished: { readonly read: Read; readonly saw: number; readonly remembered: boolean }[] = [];
  private unanswered: { readonly name: string; readonly changes: readonly (readonly [string | null, number])[] }[] = [];
  private asked: (() => void)[] = [];
  private made: (() => void)[] = [];

  constructor() {
    for (let n = 0; n < processes; n += 1) {
      const connection = this.nats.connect();
      this.connections.push(connection);
      this.apis.push(new CatalogAnswers(connection));
    }
    this.tell(null);
    this.connections.forEach((connection) => connection.deliver());
  }

  write(name: string): void {
    const changes = [name, null].map((about) => [about, (this.written.get(about) ?? 0) + 1] as const);
    changes.forEach(([about, count]) => this.written.set(about, count));
    this.unanswered.push({ name, changes });
  }

  /** The projector's own news, which may never come, and that somebody is there. */
  project(names: readonly string[]): void {
    this.tell([...names]);
  }

  answer(pick: number): void {
    const [done] = this.unanswered.splice(pick % Math.max(1, this.unanswered.length), 1);
    if (!done) return;
    this.tell([done.name]);
    done.changes.forEach(([about, count]) => this.answered.set(about, Math.max(count, this.answered.get(about) ?? 0)));
  }

  /** Killed before it told: nobody gets an answer, and the next process begins anew. */
  restartCatalog(): void {
    this.unanswered = [];
    this.tell(null);
  }

  read(about: string | null, process: number): void {
    const read = { about, process, atLeast: this.answered.get(about) ?? 0 };
    const api = this.apis[process];
    const key = String(about);
    if (!api?.has(key)) {
      this.ask(read);
      return;
    }
    void this.find(api, key, read);
  }

  private async find(api: CatalogAnswers, key: string, read: Read): Promise<void> {
    const found = await api.current(key);
    if (found) this.finished.push({ read, saw: Number(found.body), remembered: true });
    else this.ask(read);
  }

  makeAnswer(pick: number): void {
    this.asked.splice(pick % Math.max(1, this.asked.length), 1)[0]?.();
  }

  sendAnswer(pick: number): void {
    this.made.splice(pick % Math.max(1, this.made.length), 1)[0]?.();
  }

  /** Everything that is under way comes in. */
  calm(): void {
    this.asked.splice(0).forEach((make) => make());
    this.made.splice(0).forEach((send) => send());
    this.connections.forEach((connection) => connection.deliverAll());
  }

  private ask(read: Read): void {
    const [api, connection] = [this.apis[read.process], this.connections[read.process]];
    const asking = api?.begin({ key: String(read.about), about: read.about });
    this.asked.push(() => {
      const saw = this.written.get(read.about) ?? 0;
      this.made.push(() =>
        connection?.enqueue(() => {
          if (asking) api?.keep(asking, { type: 'text/plain', body: String(saw) });
          this.finished.push({ read, saw, remembered: false });
        }),
      );
    });
  }

  private tell(changed: CatalogNews['changed']): void {
    this.nats.publish({ server, changed });
  }
}

/** How often each step comes beside the others. */
const shares = {
  calm: 3,
  write: 2,
  answer: 2,
  project: 1,
  alive: 4,
  read: 12,
  make: 6,
  send: 6,
  deliver: 20,
  lose: 1,
  restart: 1,
};
type What = keyof typeof shares;
const kinds = Object.entries(shares).map(([what, weight]) => ({ weight, arbitrary: fc.constant(what as What) }));

const step = fc.record({
  what: fc.oneof(...kinds),
  name: fc.constantFrom(...names),
  isList: fc.boolean(),
  process: fc.nat(processes - 1),
  pick: fc.nat(5),
});
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

async function take({ what, name, isList, process, pick }: Step, world: World): Promise<void> {
  const connection = world.connections[process];
  const acts: Readonly<Record<What, () => void>> = {
    write: () => world.write(name),
    answer: () => world.answer(pick),
    calm: () => world.calm(),
    project: () => world.project([name]),
    alive: () => world.project([]),
    read: () => world.read(isList ? null : name, process),
    make: () => world.makeAnswer(pick),
    send: () => world.sendAnswer(pick),
    deliver: () => connection?.deliver(),
    lose: () => (connection?.connected ? connection.lose() : connection?.comeBack()),
    restart: () => world.restartCatalog(),
  };
  acts[what]();
  await settled();
}

describe('answers of the catalog that are remembered', () => {
  it('are never older than a change that was answered before somebody asked, whatever comes late or is lost', async () => {
    let remembered = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 400, maxLength: 400 }), async (steps) => {
        const world = new World();
        for (const each of steps) await take(each, world);
        for (const { read, saw } of world.finished) expect(saw).toBeGreaterThanOrEqual(read.atLeast);
        remembered += world.finished.filter((each) => each.remembered).length;
      }),
      { numRuns: 200 },
    );
    // Else nothing was shown.
    expect(remembered).toBeGreaterThan(300);
  });

  it('are not used any more once the service stops, for nothing more is heard', () => {
    const connection = new SimulatedServer().connect();
    const answers = new CatalogAnswers(connection);
    const isKept = () => {
      const asking = answers.begin({ key: 'a', about: 'a' });
      if (asking) answers.keep(asking, { type: 'text/plain', body: 'a' });
      return answers.has('a');
    };
    connection.hear({ server, changed: null });
    expect(isKept()).toBe(true);
    answers.onModuleDestroy();
    connection.hear({ server, changed: [] });
    expect(isKept()).toBe(false);
  });
});
