import { afterAll, beforeAll, expect, it } from 'vitest';
import { webhooks as contracts } from '@enginehouse/contracts';
import { newHeader, sealSecret } from '@enginehouse/service-kit';
import { testNats, testPostgres, waitUntil } from '@enginehouse/testing';
import { Receiver } from './testing/receiver.js';
import { newWebhookSecret, startWebhooks, valueOf, type RunningWebhooks } from './testing/running-webhooks.js';

const ends: (() => Promise<unknown>)[] = [];
let webhooks: RunningWebhooks;
let receiver: Receiver;
const until = (what: string, check: () => boolean | Promise<boolean>) => waitUntil(check, { what, timeout: 20_000 });

beforeAll(async () => {
  const [database, nats] = await Promise.all([testPostgres(), testNats()]);
  ends.push(
    () => nats.close(),
    () => database.close(),
  );
  receiver = await Receiver.start();
  webhooks = await startWebhooks({ databaseUrl: database.url, natsUrl: nats.url });
  ends.push(
    () => receiver.stop(),
    () => webhooks.stop(),
  );
  webhooks.logs.stop();
  webhooks.logs.serve(webhooks.bus, ['catalog', 'scheduling']);
  webhooks.logs.appendMany('marketplace', 'SourceSynced', 3);
});

afterAll(async () => {
  for (const end of ends.toReversed()) await end();
});

it('a webhook is added where a log that it does not follow is away, and told where one that it follows is', async () => {
  await webhooks.add('others', receiver.url, { filters: { logs: ['catalog', 'scheduling'] } });
  const secret = sealSecret(newWebhookSecret(), webhooks.secretsKey);
  const all = { name: 'all', internal: true, target: sealSecret(receiver.url, webhooks.secretsKey), secret };
  expect(await webhooks.ask(contracts.addWebhook, all, newHeader('user:ada'))).toMatchObject({
    ok: false,
    error: { code: 'unavailable' },
  });
});

it('events of the other logs are sent while one is away', async () => {
  valueOf(await webhooks.ask(contracts.changeWebhook, { name: 'others', changes: { filters: noFilters } }));
  const event = webhooks.logs.append('catalog', 'VersionAdded');
  await until('a delivery', () => receiver.ids.length > 0);
  expect(receiver.ids).toEqual([event.id]);
});

it('a log that a webhook knows nothing of is followed from where it ends when it is first seen', async () => {
  webhooks.logs.serve(webhooks.bus, ['marketplace']);
  await until('the position', async () => {
    const { positions } = valueOf(await webhooks.ask(contracts.getWebhook, { name: 'others' }));
    return positions.marketplace === 3;
  });
  const event = webhooks.logs.append('marketplace', 'SourceSynced', { streamId: 'source:team' });
  await until('a delivery', () => receiver.ids.includes(event.id));
  expect(receiver.received.filter(({ message }) => message.source === '/marketplace')).toHaveLength(1);
});

const noFilters = { logs: [], types: [], subjects: [] };
