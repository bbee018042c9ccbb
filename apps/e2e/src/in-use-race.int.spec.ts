import { catalog, scheduling, type BackendDefinition, type Problem, type Result } from '@enginehouse/contracts';
import { testNats, testPostgres, waitUntil } from '@enginehouse/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  catalogInProcess,
  schedulerInProcess,
  slowDown,
  type CatalogInProcess,
  type SchedulerInProcess,
} from './support/services-in-process.js';

const longestPauseMs = 12;
const atOnce = 16;

/** Most steps go on at once, the others wait: so that every order of the steps comes up. */
const pause = async (most = longestPauseMs): Promise<void> => {
  if (Math.random() < 0.5) await new Promise((resolve) => setTimeout(resolve, Math.random() * most));
};

const version = (name: string) => ({ name, images: [{ framework: 'cpu', image_name: `engine:${name}` }] });
const definition = (name: string, ...versions: readonly string[]): BackendDefinition => ({
  backend_name: name,
  default_run_command: 'serve --port {{port}}',
  versions: versions.map(version),
});

let parts: readonly { stop(): Promise<void> }[] = [];
let close: () => Promise<void>;
let one: CatalogInProcess;
let scheduler: SchedulerInProcess;

beforeAll(async () => {
  const [catalogs, schedulers, nats] = await Promise.all([testPostgres(), testPostgres(), testNats()]);
  close = async () => {
    await Promise.all([catalogs.close(), schedulers.close(), nats.close()]);
  };
  one = await catalogInProcess({ databaseUrl: catalogs.url, natsUrl: nats.url });
  // The second answers half of the requests, from a read model of its own that may be behind.
  const two = await catalogInProcess({ databaseUrl: catalogs.url, natsUrl: nats.url });
  scheduler = await schedulerInProcess({ databaseUrl: schedulers.url, natsUrl: nats.url });
  parts = [scheduler, two, one];
  await waitUntil(() => scheduler.leads());
  const quick = [one, two].flatMap(({ storage, requests }) => [...storage, ...requests]);
  slowDown([...quick, ...scheduler.storage], pause);
  // A whole removal fits between the reading of a backend and the decision that is made with it.
  slowDown(scheduler.requests, () => pause(15 * longestPauseMs));
});

afterAll(async () => {
  for (const part of parts) await part.stop();
  await close();
});

type Answer = Promise<Result<unknown, Problem>>;

interface Removal {
  readonly of: string;
  readonly prepare: (name: string) => Promise<unknown>;
  readonly remove: (name: string) => Answer;
  /** The event that it leaves in the catalog's log. */
  readonly event: string;
}

const register = (name: string, ...versions: readonly string[]) =>
  one.ask(catalog.registerBackend, { definition: definition(name, ...versions) });

const removals: readonly Removal[] = [
  {
    of: 'the backend',
    prepare: (name) => register(name, '1.0', '2.0'),
    remove: (name) => one.ask(catalog.deleteBackend, { name }),
    event: 'BackendDeleted',
  },
  {
    of: 'the version',
    prepare: (name) => register(name, '1.0', '2.0'),
    remove: (name) => one.ask(catalog.removeVersion, { name, version: '2.0' }),
    event: 'VersionRemoved',
  },
  {
    of: 'the name of the version',
    prepare: (name) => register(name, '1.0', '2.0'),
    remove: (name) => one.ask(catalog.applyBackend, { definition: definition(name, '1.0', '3.0') }),
    event: 'VersionRemoved',
  },
  {
    of: 'everything since an earlier revision',
    prepare: async (name) => {
      await register(name, '1.0');
      await one.ask(catalog.addVersion, { name, version: version('2.0') });
    },
    remove: async (name) => {
      const history = await one.ask(catalog.backendHistory, { name });
      const [first] = history.ok ? history.value.items : [];
      return one.ask(catalog.rollBackBackend, { name, toRevision: first?.revision ?? 0 });
    },
    event: 'BackendRolledBack',
  },
];

/** Both at once, each a little earlier or later; then what each said and what the logs hold. */
async function raceOnce({ prepare, remove, event }: Removal, name: string, wanted: { readonly version?: string }) {
  const backend = `${name}-custom`;
  await prepare(backend);
  const [removed, created] = await Promise.all([
    pause(15 * longestPauseMs).then(() => remove(backend)),
    pause(5 * longestPauseMs).then(() => one.ask(scheduling.createDeployment, { name, backend, ...wanted })),
  ]);
  // Somebody gave up waiting: on a machine that is busy enough both may be refused, and nothing is decided.
  if ([removed, created].some((answer) => codeOf(answer) === 'unavailable')) return undefined;
  const [inCatalog, inScheduler] = await Promise.all([
    one.log.readStream(`backend:${backend}`),
    scheduler.log.readStream(`deployment:${name}`),
  ]);
  expect(inCatalog.some(({ type }) => type === event)).toBe(removed.ok);
  expect(inScheduler.some(({ type }) => type === 'DeploymentCreated')).toBe(created.ok);
  return { removed, created };
}

async function race(removal: Removal, name: string, wanted: { readonly version?: string }) {
  for (let attempt = 0; attempt < 10; attempt += 1) {
    const result = await raceOnce(removal, `${name}-${attempt}`, wanted);
    if (result) return { ...result, name: `${name}-${attempt}` };
  }
  throw new Error(`${name}: ten times somebody gave up waiting`);
}

const codeOf = (answer: Result<unknown, Problem>): string => (answer.ok ? 'ok' : answer.error.code);

/** Several at a time, since each of them mostly waits. */
async function interleave(
  count: number,
  run: (number: number) => Promise<string>,
): Promise<ReadonlyMap<string, number>> {
  const outcomes = new Map<string, number>();
  for (let first = 0; first < count; first += atOnce) {
    const numbers = Array.from({ length: Math.min(atOnce, count - first) }, (_, at) => first + at);
    for (const outcome of await Promise.all(numbers.map(run))) outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  }
  return outcomes;
}

describe('a removal and a new deployment at the same time', () => {
  const lost = ['backend-being-removed', 'backend-not-found', 'version-not-found'];
  const kept = ['backend-in-use', 'version-in-use'];

  it('end with exactly one of them refused, in two hundred interleavings', { timeout: 120_000 }, async () => {
    const outcomes = await interleave(200, async (number) => {
      const removal = removals[number % removals.length];
      if (!removal) throw new Error('no removal');
      const { removed, created } = await race(removal, `race-${number}`, { version: '2.0' });
      const outcome = `${codeOf(removed)}/${codeOf(created)}`;
      expect(removed.ok !== created.ok, `${number}, ${removal.of}: ${outcome}`).toBe(true);
      expect(removed.ok ? lost : kept).toContain(removed.ok ? codeOf(created) : codeOf(removed));
      return removed.ok ? 'removed' : 'deployed';
    });
    // Where one side always won, nothing was put to the test.
    expect(Math.min(outcomes.get('removed') ?? 0, outcomes.get('deployed') ?? 0)).toBeGreaterThan(10);
  });

  it(
    'may both go well on Auto, but never with a deployment that could use what was removed',
    { timeout: 60_000 },
    async () => {
      const [, ofVersion] = removals;
      await interleave(40, async (number) => {
        if (!ofVersion) throw new Error('no removal');
        const { removed, created, name } = await race(ofVersion, `auto-${number}`, {});
        const outcome = `${codeOf(removed)}/${codeOf(created)}`;
        const using = await one.ask(scheduling.deploymentsUsing, { backend: `${name}-custom`, version: '2.0' });
        expect(using, outcome).toEqual({ ok: true, value: { deployments: removed.ok ? [] : [name] } });
        expect(created.ok || removed.ok, outcome).toBe(true);
        return outcome;
      });
    },
  );
});
