import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { webhooks as contracts } from '@enginehouse/contracts';
import { connectBus } from '@enginehouse/messaging';
import { newHeader, newSecretsKey, sealSecret } from '@enginehouse/service-kit';
import { testNats, testPostgres, waitUntil } from '@enginehouse/testing';
import { Receiver } from './testing/receiver.js';
import { newWebhookSecret, valueOf } from './testing/running-webhooks.js';
import { SimulatedLogs } from './testing/simulated-logs.js';
import type { WebhooksOptions } from './webhooks.js';
import { redisForDeliveries } from './testing/with-redis.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const script = fileURLToPath(new URL('../dist/testing/webhooks-child.js', import.meta.url));

beforeAll(() => {
  execFileSync(`${root}node_modules/.bin/tsc`, ['-b', `${root}apps/webhooks`], { stdio: 'inherit' });
});

async function startChild(options: WebhooksOptions): Promise<ChildProcess> {
  const child = spawn(process.execPath, [script, JSON.stringify(options)], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await waitUntil(() => said.includes('up'), { what: 'the service', timeout: 40_000 });
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

describe.each(['PostgreSQL', 'Redis'] as const)(
  'a service that is killed again and again, with deliveries in %s',
  (store) => {
    it('loses no event, and repeats only what it was sending when it died', { timeout: 180_000 }, async () => {
      const [database, nats] = await Promise.all([testPostgres(), testNats()]);
      const redis = store === 'Redis' ? await redisForDeliveries() : undefined;
      const bus = await connectBus({ url: nats.url, service: 'api' });
      const logs = new SimulatedLogs();
      logs.serve(bus);
      const receiver = await Receiver.start(async () => {
        await new Promise((resolve) => setTimeout(resolve, 5));
        return { status: 204 };
      });
      const secretsKey = newSecretsKey();
      const concurrency = 4;
      const kills = 4;
      const options: WebhooksOptions = {
        databaseUrl: database.url,
        natsUrl: nats.url,
        redisUrl: redis?.url,
        secretsKey,
        timeoutMs: 5000,
        maxWaiting: 10_000,
        delivery: {
          retryDelays: [1, 1],
          concurrency,
          keep: { count: 10_000, age: 3600 },
          lockMs: 2000,
          stopGraceMs: 200,
        },
      };
      let child = await startChild(options);
      const ask: typeof bus.request = (contract, input) => bus.request(contract, input, newHeader('user:ada'));
      const [target, secret] = [sealSecret(receiver.url, secretsKey), sealSecret(newWebhookSecret(), secretsKey)];
      const added = { name: 'tried', internal: true, target, secret };
      valueOf(await ask(contracts.addWebhook, added, newHeader('user:ada')));

      for (let round = 0; round < kills; round += 1) {
        logs.appendMany('catalog', 'VersionAdded', 40);
        logs.appendMany('scheduling', 'WorkerCordoned', 20);
        // Between the reading of a page, the enqueuing of its deliveries, the storing of the position, and the sending.
        await new Promise((resolve) => setTimeout(resolve, 30 + 60 * round));
        await kill(child);
        child = await startChild(options);
      }
      const sent = [...logs.events.catalog, ...logs.events.scheduling].map(({ id }) => id);
      await waitUntil(() => new Set(receiver.ids).size === sent.length, { what: 'every event', timeout: 60_000 });
      expect(new Set(receiver.ids)).toEqual(new Set(sent));
      expect(receiver.ids.length - sent.length).toBeLessThanOrEqual(kills * concurrency);
      await waitUntil(
        async () => {
          const { deliveries } = valueOf(await ask(contracts.getWebhook, { name: 'tried' }, newHeader('user:ada')));
          return (
            deliveries.delivered === sent.length && deliveries.pending + deliveries.retrying + deliveries.dead === 0
          );
        },
        { what: 'one delivery per event', timeout: 30_000 },
      );

      await kill(child);
      await receiver.stop();
      logs.stop();
      await bus.close();
      await Promise.all([database.close(), nats.close(), redis?.close()]);
    });
  },
);
