import { newEventId } from '../event-id.js';
import { createEventStore } from '../postgres/postgres-event-store.js';
import { startRelay } from '../relay/relay.js';
import type { StreamPublisher } from '../relay/stream-publisher.js';
import { openJetStream } from './open-jetstream.js';

/** What the child process of a crash test does until it is killed. */
export interface ChildOptions {
  readonly databaseUrl: string;
  readonly schema: string;
  readonly natsUrl?: string;
  /** Kills itself at the publication of this position. */
  readonly dieAt?: { readonly position: number; readonly when: 'before publish' | 'after publish' };
  readonly fence?: string;
  readonly leadershipTimeoutMs?: number;
  /** Names its streams. */
  readonly name: string;
  readonly pauseMs: number;
}

const say = (line: string) => process.stdout.write(`${line}\n`);
const die = () => process.kill(process.pid, 'SIGKILL');

const options = JSON.parse(process.argv[2] ?? '') as ChildOptions;
const store = createEventStore({
  connection: options.databaseUrl,
  schema: options.schema,
  ...(options.fence === undefined ? {} : { fence: BigInt(options.fence) }),
  ...(options.leadershipTimeoutMs === undefined ? {} : { leadershipTimeoutMs: options.leadershipTimeoutMs }),
});

async function relay(url: string): Promise<void> {
  const { publisher } = await openJetStream(url);
  startRelay({
    store,
    publisher: dying(publisher),
    subjectOf: () => 'catalog.backend.vllm.Happened',
    source: '/catalog',
    leaderKey: 1n,
  });
}

const isDue = (position: number, when: string) => options.dieAt?.when === when && options.dieAt.position === position;

function dying(publisher: StreamPublisher): StreamPublisher {
  return {
    ensureStream: () => publisher.ensureStream(),
    end: () => publisher.end(),
    read: (first, last) => publisher.read(first, last),
    recreate: () => publisher.recreate(),
    onReconnect: (listener) => publisher.onReconnect(listener),
    publish: async (message) => {
      if (isDue(message.position, 'before publish')) {
        die();
      }
      await publisher.publish(message);
      if (isDue(message.position, 'after publish')) {
        die();
      }
    },
  };
}

async function append(): Promise<void> {
  for (let n = 0; ; n += 1) {
    const id = newEventId();
    const meta = { actor: 'service:child', correlationId: 'c' };
    const outcome = await store.append(`backend:${options.name}-${n % 5}`, [
      { id, type: 'Happened', schemaVersion: 1, data: { n, name: options.name }, meta },
    ]);
    say(`${outcome.kind} ${id} ${'position' in outcome ? outcome.position : 0}`);
    await new Promise((resolve) => setTimeout(resolve, options.pauseMs));
  }
}

say('up');
if (options.fence !== undefined) {
  await store.acquireLeadership({ retryMs: 50 });
  say('leading');
}
if (options.natsUrl !== undefined) {
  await relay(options.natsUrl);
}
await append();
